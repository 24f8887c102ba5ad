// SPDX-License-Identifier: EUPL-1.2
/** Choices in lists, under the names of the catalogue. */
import { make } from "./dom.js";
import { inLanguage } from "./texts.js";

/** @param {any} select @param {[string, string][]} choices value and words @param {string | null} [chosen] */
export function fill(select, choices, chosen = null) {
  select.replaceChildren(...choices.map(([value, words]) => make("option", { value }, words)));
  if (chosen !== null && choices.some(([value]) => value === chosen)) select.value = chosen;
}

/** All errands under their groups. @param {any} select @param {any} names @param {[string, string][]} [first] choices above them */
export function fillErrands(select, names, first = []) {
  const groups = names.catalogue.groups.map((/** @type {any} */ group) =>
    make("optgroup", { label: inLanguage(group.names) }, ...group.errands.map(errandOption)),
  );
  select.replaceChildren(...first.map(([value, words]) => make("option", { value }, words)), ...groups);
}

/** @param {any} errand */
const errandOption = (errand) => make("option", { value: errand.errand_id }, inLanguage(errand.names));
