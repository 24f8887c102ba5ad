// SPDX-License-Identifier: EUPL-1.2
/** How many calls of a day were out of turn, and why. What the server does not tell is said to be few, or hidden. */
import { find, make, show, write } from "./dom.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { text } from "./texts.js";

/** Shows today, and any day that is asked for. @param {string} branchId */
export function prepareManual(branchId) {
  find("manual-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    look(branchId, find("manual-day").value);
  });
  look(branchId, "");
}

/** @param {string} branchId @param {string} day */
async function look(branchId, day) {
  const { value } = await ask(branchPath(branchId, `manual-calls${day ? `?day=${day}` : ""}`));
  if (!value) return write(find("manual-share"), text("problem.unexpected"));
  find("manual-day").value = value.day;
  write(find("manual-share"), shareWords(value));
  show(find("manual-table"), value.by_reason.length > 0);
  find("manual-reasons").replaceChildren(...value.by_reason.map(row));
  return undefined;
}

/** @param {any} told */
function shareWords(told) {
  if (told.calls === 0) return text("manual.no_calls");
  const share = told.manual == null ? "" : text("manual.percent", { percent: Math.round((100 * told.manual) / told.calls) });
  return [text("manual.share", { manual: countWords(told.manual, told.is_few), calls: told.calls }), share].filter(Boolean).join(" ");
}

/** @param {any} line */
const row = (line) => make("tr", {}, make("th", { scope: "row" }, reasonName(line.reason)), make("td", {}, countWords(line.count, line.is_few)));

/** @param {number | null | undefined} count @param {boolean} isFew */
const countWords = (count, isFew) => (count != null ? String(count) : text(isFew ? "manual.few" : "manual.hidden"));

/** @param {string} reason */
function reasonName(reason) {
  const key = `reason.${reason}`;
  const known = text(key);
  return known === key ? reason : known;
}
