// SPDX-License-Identifier: EUPL-1.2
/** A pause with its reason, and the breaks that are planned for this desk today. */
import { closeDialog, onSubmit, openDialog, tellIn } from "../dialog.js";
import { find, make, matchRows, show, write } from "../dom.js";
import { uuid7 } from "../ids.js";
import { clock, now, onToday } from "../moment.js";
import { deskPath } from "../paths.js";
import { text } from "../texts.js";
import { turnDesk } from "./acts.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";
import { announce } from "./say.js";

/** Listens for the choice and the form. */
export function preparePause() {
  const dialog = find("pause");
  const reasons = [...dialog.querySelectorAll("[data-pause]")];
  dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const isWriting = /** @type {Element} */ (event.target).matches("input");
    const button = reasons[Number(event.key) - 1];
    if (button && !event.repeat && !isWriting) pauseFor(button.getAttribute("data-pause"));
  });
  for (const button of reasons) button.addEventListener("click", () => pauseFor(button.getAttribute("data-pause")));
  onSubmit("break-form", ({ elements }) => plan(elements.from.value, elements.until.value));
}

/** Opens the dialog. */
export function openPause() {
  openDialog("pause");
  showBreaks();
}

/** Draws the planned breaks; they stay true while the dialog is open. */
export function showBreaks() {
  const breaks = page.place?.desk.breaks ?? [];
  show(find("break-none"), breaks.length === 0);
  matchRows(find("break-list"), breaks, (each) => each.begins_at, made, (row, each) => write(row.querySelector(".grow"), span(each)));
}

/** The break that has begun or begins within five minutes, while the desk does not pause. @param {any} desk */
export function breakDue(desk) {
  const soon = now() + 5 * 60_000;
  const isDue = (/** @type {any} */ each) => Date.parse(each.begins_at) <= soon && now() < Date.parse(each.ends_at);
  return desk.state === "paused" || desk.state === "closed" ? undefined : (desk.breaks ?? []).find(isDue);
}

/** "11:30–12:00". @param {any} planned */
export const span = (planned) => `${clock(planned.begins_at)}–${clock(planned.ends_at)}`;

/** @param {string | null} reason */
function pauseFor(reason) {
  closeDialog("pause");
  turnDesk("pause", { reason });
}

/** @param {string} from "11:30" @param {string} until */
async function plan(from, until) {
  const [beginsAt, endsAt] = [onToday(from), onToday(until)];
  if (!beginsAt || !endsAt || endsAt <= beginsAt || endsAt.getTime() <= now()) return tellIn(find("pause"), text("break.wrong"));
  const planned = { begins_at: beginsAt.toISOString(), ends_at: endsAt.toISOString() };
  const words = text("did.break", { time: span(planned) });
  const body = { request_id: uuid7(), ...planned };
  if (await carryOut(words, { path: deskPath(page.deskId ?? "", "breaks"), body })) told(words);
  return undefined;
}

/** @param {any} planned */
async function drop(planned) {
  const words = text("did.break_drop", { time: span(planned) });
  const body = { request_id: uuid7(), begins_at: planned.begins_at };
  if (await carryOut(words, { path: deskPath(page.deskId ?? "", "breaks/drop"), body })) told(words);
}

/** @param {string} words */
function told(words) {
  tellIn(find("pause"), words, true);
  announce(words);
}

/** @param {any} planned */
const made = (planned) =>
  make("li", { class: "choice" }, make("span", { class: "grow" }), make("button", { type: "button", class: "plain", click: () => drop(planned) }, text("break.drop")));
