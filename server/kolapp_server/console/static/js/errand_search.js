// SPDX-License-Identifier: EUPL-1.2
/** Finding an errand by what people say: its name, its hint and its synonyms, in every language that the town has written. */
import { inLanguage } from "./texts.js";

/** @typedef {{errand: any, rank: number}} Found */

const LANGUAGES_APART = /[^\p{L}\p{N}]+/u;

/** Small letters without marks, so that "forskola" finds "Förskola". @param {string} words */
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** The errands that what was typed fits, the best first; all of them while nothing is typed. @param {any} names @param {string} typed @returns {any[]} */
export function findErrands(names, typed) {
  const parts = plain(typed).split(LANGUAGES_APART).filter(Boolean);
  const errands = [...names.errands.values()];
  if (!parts.length) return errands;
  const found = errands.map((errand) => ({ errand, rank: rankOf(errand, parts) })).filter(({ rank }) => rank < NOT_AT_ALL);
  return found.sort((one, other) => one.rank - other.rank).map(({ errand }) => errand);
}

const NOT_AT_ALL = 9;

/** Every part must fit somewhere; the worst one decides. @param {any} errand @param {string[]} parts */
function rankOf(errand, parts) {
  const shown = plain(inLanguage(errand.names));
  const named = Object.values(errand.names).map(plain);
  const meant = Object.values(errand.synonyms ?? {}).flat().map(plain);
  const hinted = Object.values(errand.hints ?? {}).map(plain);
  const rank = (/** @type {string} */ part) => {
    const places = [[shown], named, meant, hinted];
    const begins = places.findIndex((words) => words.some((word) => word.split(LANGUAGES_APART).some((one) => one.startsWith(part))));
    if (begins >= 0) return begins;
    return places.flat().some((word) => word.includes(part)) ? places.length : NOT_AT_ALL;
  };
  return Math.max(...parts.map(rank));
}
