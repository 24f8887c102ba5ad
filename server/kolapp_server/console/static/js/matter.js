// SPDX-License-Identifier: EUPL-1.2
/** A matter as staff see it: what was said and promised before, oldest first. */
import { icon, make } from "./dom.js";
import { shortDate } from "./moment.js";
import { errandName, profileName } from "./names.js";
import { text } from "./texts.js";

/** @type {Record<string, string>} */
export const STATE_ICONS = { open: "clock", due: "clock", overdue: "warn", kept: "check", broken: "absent" };

/** The records of a contact, but for those of one ticket. @param {any} contact @param {any} names @param {string} [besides] */
export function recordRows(contact, names, besides = "") {
  return contact.records.filter((/** @type {any} */ record) => record.ticket_id !== besides || hasWords(record)).map((/** @type {any} */ record) => row(record, names));
}

/** @param {any} record */
const hasWords = (record) => Boolean(record.note || record.promise || record.outcome);

/** @param {any} record @param {any} names */
function row(record, names) {
  const head = text("earlier.line", { date: shortDate(record.at), errand: errandName(names, record.errand_id) });
  const outcome = record.outcome ? text(`outcome.${record.outcome}`) : hasWords(record) ? "" : text("earlier.came_back");
  return make(
    "li",
    {},
    icon("note"),
    make(
      "div",
      {},
      make("strong", {}, [head, outcome].filter(Boolean).join(" · ")),
      record.note ? make("p", { dir: "auto" }, record.note) : null,
      record.promise ? promiseLine(record.promise, names) : null,
    ),
  );
}

/** @param {any} promise @param {any} names */
export function promiseLine(promise, names) {
  const words = text("earlier.promise", { promise: text(`promise.${promise.kind}`), date: dueDate(promise), owner: profileName(names, promise.owner_id) });
  return make("p", { class: `promise ${promise.state}` }, icon(STATE_ICONS[promise.state]), make("span", {}, `${words} · ${text(`promise_state.${promise.state}`)}`));
}

/** @param {any} promise */
export const dueDate = (promise) => shortDate(`${promise.due_on}T12:00:00Z`);
