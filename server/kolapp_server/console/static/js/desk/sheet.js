// SPDX-License-Identifier: EUPL-1.2
/** What came along with a hand-over: read before the call in a dialog of its own, and shown at the call; judged by one key. */
import { onSubmit, openDialog } from "../dialog.js";
import { find, icon, make, matchRows, setAttribute, show, write } from "../dom.js";
import { uuid7 } from "../ids.js";
import { clock, now } from "../moment.js";
import { deskName, errandName, marks } from "../names.js";
import { ticketPath } from "../paths.js";
import { isPreparedFor } from "../queue.js";
import { ask } from "../send.js";
import { inLanguage, language, text } from "../texts.js";
import { carryOut } from "./order.js";
import { changed, page } from "./page.js";
import { announce, say } from "./say.js";
import { showMarks } from "./show_visit.js";

/** @type {any} */
let sheet = null;

/** Listens for the keys of the dialog. */
export function prepareSheet() {
  onSubmit("sheet-form", ({ elements }) => prepareFor(Number(elements.minutes.value)));
  find("sheet-ready").addEventListener("click", () => prepareFor(0));
}

/** G with nobody at the desk: what came along with the first who waits here with something to read. */
export function openFirstSheet() {
  const found = page.place?.line.find((ticket) => ticket.has_note);
  return found ? openSheet(found.ticket_id) : say(text("sheet.none"), true);
}

/** @param {string} ticketId */
export async function openSheet(ticketId) {
  const { value } = await ask(`${ticketPath(ticketId)}/hand-over`);
  if (!value) return say(text("problem.unexpected"), true);
  sheet = value;
  openDialog("sheet");
  drawSheet();
  return undefined;
}

function drawSheet() {
  write(find("sheet-title"), text("sheet.title", { number: sheet.number }));
  write(find("sheet-errand"), errandName(page.names, sheet.errand_id));
  write(find("sheet-from"), sheet.from_desk_id ? text("sheet.from", { desk: deskName(page.names, sheet.from_desk_id) }) : "");
  showMarks(find("sheet-marks"), marks({ ...sheet, has_note: false }, language()));
  drawItems(find("sheet-items"), sheet);
  show(find("sheet-no-note"), !sheet.notes?.length);
  matchRows(find("sheet-notes"), sheet.notes ?? [], (note) => note.at, noteRow, () => {});
  drawPreparation();
}

/** @param {any} note */
const noteRow = (note) =>
  make("li", {}, icon("note"), make("div", {}, make("strong", {}, text("visit.note_from", { desk: deskName(page.names, note.desk_id), time: clock(note.at) })), make("p", { dir: "auto" }, note.text)));

/** Whether the visitor is prepared for, as the view says now. */
export function drawPreparation() {
  if (!sheet || !find("sheet").open) return;
  const line = page.view.tickets.find((/** @type {any} */ each) => each.number === sheet.number);
  const isWaiting = line?.state === "waiting" && line.kind !== "booked";
  const isPrepared = isWaiting && isPreparedFor(line, now());
  show(find("sheet-form"), isWaiting && !isPrepared);
  show(find("sheet-preparing"), isPrepared);
  write(find("sheet-until"), isPrepared ? text("sheet.until", { number: sheet.number, time: clock(line.opens_at) }) : "");
}

/** Every item of the errand's list, there or not. @param {Element} list @param {any} told */
function drawItems(list, told) {
  const items = told.from_desk_id ? (page.names.errands.get(told.errand_id)?.checklist ?? []) : [];
  const drawn = items.map((/** @type {any} */ item) => ({ ...item, isThere: (told.checked ?? []).includes(item.item_id) }));
  show(list, drawn.length > 0);
  matchRows(list, drawn, (item) => `${item.item_id} ${item.isThere}`, itemRow, () => {});
}

/** @param {any} item */
function itemRow(item) {
  const state = make("span", { class: "unseen" }, text(item.isThere ? "sheet.there" : "sheet.missing"));
  return make("li", { class: item.isThere ? "is-there" : "is-missing" }, icon(item.isThere ? "check" : "question"), make("span", {}, inLanguage(item.names)), state);
}

/** @param {number} minutes */
async function prepareFor(minutes) {
  const words = minutes ? text("did.prepare", { number: sheet.number, n: minutes }) : text("did.ready_for", { number: sheet.number });
  const body = { request_id: uuid7(), desk_id: page.deskId, minutes };
  if (await carryOut(words, { path: `${ticketPath(sheet.ticket_id)}/preparation`, body })) announce(words);
  changed();
}

/** The checklist of the visit at the desk, and the two keys that judge it. */
export function showHandOver() {
  const visit = page.place?.visit;
  const detail = visit && page.detail?.ticket_id === visit.ticket_id ? page.detail : null;
  show(find("visit-judge"), Boolean(visit?.from_desk_id));
  drawItems(find("visit-items"), visit?.from_desk_id && detail ? detail : {});
  for (const [act, isComplete] of JUDGEMENTS) {
    const button = document.querySelector(`[data-act="${act}"]`);
    if (button) setAttribute(button, "aria-pressed", visit?.is_complete === isComplete ? "true" : "false");
  }
}

/** @type {[string, boolean][]} */
const JUDGEMENTS = [["complete", true], ["missing", false]];

/** Whether there is a hand-over to judge. */
export const mayJudge = () => Boolean(page.place?.visit?.from_desk_id) && !page.isStale;

/** @param {boolean} isComplete */
export async function judge(isComplete) {
  const { visit } = /** @type {any} */ (page.place);
  const words = text(isComplete ? "did.complete" : "did.missing", { number: visit.number });
  const body = { request_id: uuid7(), desk_id: page.deskId, is_complete: isComplete };
  if (await carryOut(words, { path: `${ticketPath(visit.ticket_id)}/hand-over`, body })) announce(words);
}
