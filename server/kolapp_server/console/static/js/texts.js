// SPDX-License-Identifier: EUPL-1.2
/** The page's words. They stand in the page as data: {language, isRtl, texts: {key: [forms]}} per language. */

const PLURALS = ["zero", "one", "two", "few", "many", "other"];

/** @type {Record<string, {isRtl: boolean, texts: Record<string, string[]>}>} */
const catalogues = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

let chosen = document.documentElement.lang;

/** The language that words are given in. */
export const language = () => chosen;
/** The languages that this page knows. */
export const languages = () => Object.keys(catalogues);

/** Turns the page to another language. @param {string} code */
export function speak(code) {
  if (!catalogues[code]) return;
  chosen = code;
  document.documentElement.lang = code;
  document.documentElement.dir = catalogues[code].isRtl ? "rtl" : "ltr";
}

/** The text `key` with `{name}` filled in; values are isolated in right-to-left text. @param {string} key @param {Record<string, unknown>} [values] */
export function text(key, values = {}) {
  const forms = catalogues[chosen]?.texts[key];
  if (!forms) return key;
  const form = forms.length > 1 ? forms[pluralIndex(Number(values.n), forms.length)] : forms[0];
  return form.replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]));
}

/** @param {unknown} value */
const isolated = (value) => (catalogues[chosen].isRtl ? `\u2068${value}\u2069` : String(value));

/** @param {number} n @param {number} count */
function pluralIndex(n, count) {
  const name = new Intl.PluralRules(chosen).select(n);
  return count === 2 ? Number(name !== "one") : PLURALS.indexOf(name);
}

/** One of several texts of the same thing, in the page's language, else Swedish. @param {Record<string, string> | undefined} names */
export const inLanguage = (names) => names?.[chosen] ?? names?.sv ?? Object.values(names ?? {})[0] ?? "";
