// SPDX-License-Identifier: EUPL-1.2
/** Contacts of some weeks: how they went, how many came again, which could have been avoided, and the promises. */
import { find, make, show, write } from "./dom.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { text } from "./texts.js";

/** Shows the last four weeks, and any days that are asked for. @param {string} branchId */
export function prepareContacts(branchId) {
  find("contacts-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    look(branchId, `?since=${find("contacts-since").value}&until=${find("contacts-until").value}`);
  });
  look(branchId, "");
}

/** @param {string} branchId @param {string} span */
async function look(branchId, span) {
  const { value } = await ask(branchPath(branchId, `contact-figures${span}`));
  if (!value) return write(find("contacts-share"), text("problem.unexpected"));
  find("contacts-since").value = value.since;
  find("contacts-until").value = value.until;
  write(find("contacts-share"), shareWords(value));
  const lines = [
    ...value.by_outcome.map((/** @type {any} */ line) => [text(`outcome.${line.reason}`), line]),
    ...value.avoidable.map((/** @type {any} */ line) => [text("contacts.avoidable", { why: text(`avoidable.${line.reason}`) }), line]),
    ...value.promises.map((/** @type {any} */ line) => [text("contacts.promise", { state: text(`promise_state.${line.reason}`) }), line]),
  ];
  show(find("contacts-table"), lines.length > 0);
  find("contacts-lines").replaceChildren(...lines.map(([name, line]) => row(name, line)));
  return undefined;
}

/** @param {any} told */
function shareWords(told) {
  if (told.contacts === 0) return text("contacts.few");
  const percent = told.repeats.count == null ? "" : text("contacts.percent", { percent: Math.round((100 * told.repeats.count) / told.contacts) });
  return [text("contacts.share", { contacts: told.contacts, repeats: countWords(told.repeats) }), percent].filter(Boolean).join(" ");
}

/** @param {string} name @param {any} line */
const row = (name, line) => make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, countWords(line)));

/** @param {any} line */
const countWords = (line) => (line.count != null ? String(line.count) : text(line.is_few ? "manual.few" : "manual.hidden"));
