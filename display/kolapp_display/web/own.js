// SPDX-License-Identifier: EUPL-1.2
// A town's own words stand over those that the board brings, in their language only.

/** `texts` by language and key, with the catalogue's `own` over them. What the board does not say is passed over. */
export function withOwn(texts, own) {
  const found = structuredClone(texts);
  for (const { part, key, language, forms } of own) {
    if (part === "display" && found[language]?.[key]) found[language][key] = forms.length === 1 ? forms[0] : forms;
  }
  return found;
}
