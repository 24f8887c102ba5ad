// SPDX-License-Identifier: EUPL-1.2
// A screen at eye height (1.4 to 1.6 m), to be walked up to: the calls with times and ways in words, and how it goes to.

import { icon, node } from "./nodes.js";

const CALLS = 7;
const NOTES = [
  ["sign", ["near.how"]],
  ["undo", ["near.missed"]],
  ["human", ["near.help"]],
];
const LOOP = ["listen", ["loop", "loop.how"]];

/** The newest first: what stands in the field, then the earlier ones. */
export const nearCalls = (field, earlier) => [...[...field].reverse(), ...earlier].slice(0, CALLS);

/** One call. `told` has its desk's sign and direction, and when it was. */
export function nearRow(call, told, isNew, words) {
  const way = [node("strong", {}, words("desk", { sign: told.sign })), node("span", {}, words(`near.${told.direction}`))];
  const where = node("span", { className: "near-where" }, ...(call.is_fetched ? [node("strong", {}, words("field.fetched"))] : way));
  const number = node("b", { className: "near-number" }, call.number);
  return node("li", { className: isNew ? "is-new" : "" }, number, icon(call.is_fetched ? "human" : told.direction), where, node("span", { className: "near-time" }, told.time));
}

/** How it goes to. */
export function nearNotes(hasLoop, words) {
  const notes = hasLoop ? [...NOTES, LOOP] : NOTES;
  return notes.map(([picture, keys]) => node("li", {}, icon(picture), node("span", {}, keys.map((key) => words(key)).join(" "))));
}
