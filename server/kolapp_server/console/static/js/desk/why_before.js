// SPDX-License-Identifier: EUPL-1.2
/** Why a number is not the next, and why one was called before another: asked for any number of today. */
import { make, write } from "../dom.js";
import { branchPath, whyPath } from "../paths.js";
import { ask } from "../send.js";
import { text } from "../texts.js";
import { whyWords } from "../why.js";
import { page } from "./page.js";

/** "a42" is A042. @param {string} typed */
export const asNumber = (typed) =>
  typed.trim().toUpperCase().replace(/^([A-Z])(\d{1,2})$/, (_, letter, figures) => letter + figures.padStart(3, "0"));

/** Why this waiting ticket is not the next here; for any other what it does. @param {string} ticketId @returns {Promise<string>} */
export async function whyNot(ticketId) {
  const { value } = await ask(whyPath(page.deskId ?? "", ticketId));
  return value?.reason ? whyWords(value.reason, page.names, page.deskId) : text("problem.unexpected");
}

/** A line to ask in: why was this number called before another? @param {any} ticket */
export function askBefore(ticket) {
  const answer = make("p", { class: "why", role: "status" });
  const id = `before-${ticket.number}`;
  const input = make("input", { id, maxlength: "10", required: true, autocomplete: "off", autocapitalize: "characters", spellcheck: "false" });
  const go = make("button", { class: "plain" }, text("find.before_go"));
  const label = make("label", { for: id }, text("find.before", { number: ticket.number }));
  const submit = (/** @type {Event} */ event) => (event.preventDefault(), look(ticket.number, asNumber(input.value), answer));
  return make("form", { class: "before-form", submit }, label, make("div", { class: "row-form" }, input, go), answer);
}

/** @param {string} number @param {string} other @param {Element} answer */
async function look(number, other, answer) {
  const { value } = await ask(branchPath(page.branchId, `numbers/${encodeURIComponent(number)}/why?before=${encodeURIComponent(other)}`));
  write(answer, value?.reason ? whyWords(value.reason, page.names, page.deskId) : text("find.nothing", { number: other }));
}
