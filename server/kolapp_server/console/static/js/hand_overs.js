// SPDX-License-Identifier: EUPL-1.2
/** How good the hand-overs of the last four weeks were, by those who met the visitor next. Few are not told. */
import { find, make, show, write } from "./dom.js";
import { errandName } from "./names.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { text } from "./texts.js";

/** Asks once and writes it down. @param {string} branchId @param {any} names */
export async function showHandOvers(branchId, names) {
  const { value } = await ask(branchPath(branchId, "hand-overs"));
  if (!value) return write(find("hand-overs-share"), text("problem.unexpected"));
  write(find("hand-overs-share"), shareWords(value));
  write(find("hand-overs-legs"), value.visits ? text("hand_overs.legs", { n: value.visits, legs: perVisit(value) }) : "");
  const rows = value.by_errand ?? [];
  show(find("hand-overs-table"), rows.length > 0);
  find("hand-overs-rows").replaceChildren(...rows.map((/** @type {any} */ row) => rowOf(row, names)));
  return undefined;
}

/** @param {any} told */
const perVisit = ({ visits, legs }) => (legs / visits).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1, minimumFractionDigits: 1 });

/** @param {any} told */
function shareWords(told) {
  if (told.complete != null) return text("hand_overs.share", { percent: Math.round((100 * told.complete) / told.judged), n: told.judged });
  return text(told.handed_over === 0 ? "hand_overs.none" : "hand_overs.few_judged");
}

/** @param {any} row @param {any} names */
function rowOf(row, names) {
  const complete = row.complete == null ? text("hand_overs.few_judged_short") : text("hand_overs.of", { complete: row.complete, n: row.judged });
  const count = row.handed_over == null ? text("manual.few") : String(row.handed_over);
  return make("tr", {}, make("th", { scope: "row" }, errandName(names, row.errand_id)), make("td", {}, count), make("td", {}, complete));
}
