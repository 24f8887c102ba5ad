// SPDX-License-Identifier: EUPL-1.2
/** The page's words. They stand in the page as data: {isRtl, name, dates, plurals, texts: {key: [forms]}} per language. */

const HUNDRED = 100;

/**
 * `plurals` tells which form each number from 0 to 199 takes; `dates` whose days and months are written, the best first. A browser
 * knows neither of all the languages.
 * @type {Record<string, {isRtl: boolean, name: string, dates: string[], plurals: string, texts: Record<string, string[]>}>}
 */
const catalogues = JSON.parse(document.getElementById("texts")?.textContent ?? "{}");

let chosen = document.documentElement.dataset.language ?? document.documentElement.lang;

/** The language that words are given in. */
export const language = () => chosen;
/** The languages that this page knows. */
export const languages = () => Object.keys(catalogues);
/** A language under its own name. @param {string} code */
export const ownName = (code) => catalogues[code]?.name ?? code;
/** The languages whose days and months are written, the best first. */
export const dateLanguages = () => catalogues[chosen]?.dates ?? [chosen];

/** The first language of this browser that the page knows, if any. */
export function ofTheBrowser() {
  const tags = (navigator.languages ?? []).flatMap((tag) => [tag, tag.split("-")[0]]);
  return tags.map((tag) => languages().find((code) => code.toLowerCase() === tag.toLowerCase())).find(Boolean);
}

/** Turns the page to another language. @param {string} code */
export function speak(code) {
  if (!catalogues[code]) return;
  chosen = code;
  // Easy Swedish is Swedish to a screen reader.
  document.documentElement.lang = code.split("-")[0];
  document.documentElement.dir = catalogues[code].isRtl ? "rtl" : "ltr";
}

/**
 * A town's own words stand over the page's, in its own languages.
 * @param {{part: string, key: string, language: string, forms: string[]}[]} own
 */
export function useOwn(own) {
  for (const { part, key, language: code, forms } of own) {
    const texts = catalogues[code]?.texts;
    if (part === "web" && texts?.[key]) texts[key] = forms;
  }
}

/** The text `key` with `{name}` filled in; values are isolated in right-to-left text. @param {string} key @param {Record<string, unknown>} [values] */
export function text(key, values = {}) {
  const forms = catalogues[chosen]?.texts[key];
  if (!forms) return key;
  const form = forms.length > 1 ? forms[pluralIndex(Number(values.n))] : forms[0];
  return form.replace(/\{(\w+)\}/g, (_, name) => isolated(values[name]));
}

/** @param {unknown} value */
const isolated = (value) => (catalogues[chosen].isRtl ? `\u2068${value}\u2069` : String(value));

/** @param {number} n */
const pluralIndex = (n) => Number(catalogues[chosen].plurals[n < 2 * HUNDRED ? n : HUNDRED + (n % HUNDRED)]);

/** One of several texts of the same thing, in the page's language, else Swedish. @param {Record<string, string> | undefined} names */
export const inLanguage = (names) => names?.[chosen] ?? names?.sv ?? Object.values(names ?? {})[0] ?? "";
