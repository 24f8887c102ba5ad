// SPDX-License-Identifier: EUPL-1.2
/** Finding a number: where it stands, and what can be done with it. */
import { closeDialog, onSubmit, openDialog, tellIn } from "../dialog.js";
import { find, icon, make, show, write } from "../dom.js";
import { clock } from "../moment.js";
import { deskName, errandName, marks } from "../names.js";
import { branchPath } from "../paths.js";
import { ask } from "../send.js";
import { language, text } from "../texts.js";
import { takeStep } from "./acts.js";
import { callOther } from "./call_other.js";
import { page } from "./page.js";
import { reprint } from "./reprint.js";
import { showMarks } from "./show_visit.js";
import { asOfflineNumber, offer } from "./offline_number.js";
import { askBefore, asNumber, whyNot } from "./why_before.js";

/** Listens for the form. */
export function prepareFind() {
  onSubmit("find-form", ({ elements }) => look(elements.number.value));
}

/** Opens the dialog, empty. */
export function openFind() {
  show(find("found"), false);
  find("find-form").reset();
  openDialog("find");
}

/** @param {string} typed "a42" finds A042 */
async function look(typed) {
  const untold = asOfflineNumber(typed);
  const number = untold ?? asNumber(typed);
  const { value, isLost } = await ask(branchPath(page.branchId, `numbers/${encodeURIComponent(number)}`));
  const canBeCalled = !value && !isLost && untold !== null;
  show(find("found"), Boolean(value) || canBeCalled);
  tellIn(find("find"), value || canBeCalled ? "" : text(isLost ? "problem.unexpected" : "find.nothing", { number }));
  if (value) showFound(value);
  else if (canBeCalled) find("found").replaceChildren(...offer(number));
}

/** @param {any} ticket */
function showFound(ticket) {
  const desk = ticket.desk_id ? `, ${deskName(page.names, ticket.desk_id)}` : "";
  const came = text("find.came", { time: clock(ticket.issued_at), since: clock(ticket.since) });
  const list = make("ul", { class: "marks" });
  showMarks(list, marks(ticket, language()));
  find("found").replaceChildren(
    make("p", { class: "huge" }, ticket.number),
    make("p", { class: "lead" }, `${text(`state.${ticket.state}`)}${desk}`),
    make("p", {}, `${errandName(page.names, ticket.errand_id)}. ${came}`),
    list,
    make("p", { class: "why", id: "found-why", hidden: true }),
    make("div", { class: "dialog-keys" }, ...choices(ticket)),
    ...(ticket.called_at ? [askBefore(ticket)] : []),
  );
}

/** @param {any} ticket */
function choices(ticket) {
  const isOpen = ["waiting", "called", "serving", "parked", "absent"].includes(ticket.state);
  return [
    ticket.state === "waiting" && key("people", "find.call", () => handOn(ticket)),
    page.deskId && isOpen && key("find", "find.why", () => showWhy(ticket)),
    ticket.state === "absent" && key("back-in", "aside.return", () => step(ticket, "return")),
    ticket.state === "parked" && key("play", "aside.resume", () => step(ticket, "resume")),
    isOpen && key("printer", "find.reprint", () => reprint(ticket)),
    ["waiting", "called", "parked", "absent"].includes(ticket.state) && key("absent", "find.cancel", () => step(ticket, "cancel")),
  ].filter(Boolean);
}

/** @param {string} picture @param {string} words @param {() => unknown} run */
const key = (picture, words, run) => make("button", { type: "button", class: "plain", click: run }, icon(picture), text(words));

/** @param {any} ticket */
async function showWhy(ticket) {
  show(find("found-why"), true);
  write(find("found-why"), await whyNot(ticket.ticket_id));
}

/** @param {any} ticket */
function handOn(ticket) {
  closeDialog("find");
  callOther(ticket.ticket_id);
}

/** @param {any} ticket @param {string} name */
async function step(ticket, name) {
  const answer = await takeStep(name, {}, ticket);
  if (answer?.ticket) showFound(answer.ticket);
}
