// SPDX-License-Identifier: EUPL-1.2
/** Calling somebody out of turn: always with a reason, which is kept and counted. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find, make } from "../dom.js";
import { now, waited } from "../moment.js";
import { errandName } from "../names.js";
import { inState } from "../queue.js";
import { text } from "../texts.js";
import { callNext } from "./acts.js";
import { page } from "./page.js";
import { say } from "./say.js";

/** Listens for the form. */
export function prepareOther() {
  onSubmit("other-form", ({ elements }) => {
    const ticket = inState(page.view, "waiting").find((/** @type {any} */ each) => each.ticket_id === elements.ticket.value);
    closeDialog("other");
    if (!ticket) return say(text("problem.not_waiting"), true);
    const outOfTurn = { ticket_id: ticket.ticket_id, number: ticket.number, reason: elements.reason.value };
    return callNext(page.place?.visit ? page.outcome : null, outOfTurn);
  });
}

/** Opens the list of all who wait in the branch. @param {string} [ticketId] chosen already */
export function callOther(ticketId) {
  const { visit, line } = /** @type {any} */ (page.place);
  if (visit && !page.outcome) return say(text("act.outcome_first", { number: visit.number }), true);
  const others = inState(page.view, "waiting").filter((/** @type {any} */ ticket) => !line.includes(ticket));
  find("other-list").replaceChildren(...[...line, ...others].map((ticket) => choice(ticket, ticketId)));
  return openDialog("other");
}

/** @param {any} ticket @param {string | undefined} chosen */
function choice(ticket, chosen) {
  const radio = { type: "radio", name: "ticket", value: ticket.ticket_id, required: true, checked: ticket.ticket_id === chosen };
  return make(
    "label",
    { class: "choice" },
    make("input", radio),
    make("strong", {}, ticket.number),
    make("span", { class: "grow" }, errandName(page.names, ticket.errand_id)),
    make("span", {}, waited(ticket.since, now())),
  );
}
