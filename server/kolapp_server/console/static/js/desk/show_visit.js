// SPDX-License-Identifier: EUPL-1.2
/** The visit at the desk: number, errand, needs and notes; or why nobody is there. */
import { find, icon, make, matchRows, show, write } from "../dom.js";
import { clock, minutesSince, now, stopwatch } from "../moment.js";
import { deskName, errandName, marks } from "../names.js";
import { messageMarks } from "../officer_names.js";
import { withSpeakers } from "../speakers.js";
import { language, text } from "../texts.js";
import { isSeated, page } from "./page.js";

/** Draws the card. */
export function showVisit() {
  const { visit } = /** @type {any} */ (page.place);
  show(find("visit"), Boolean(visit));
  show(find("nobody"), !visit);
  if (visit) showHere(visit);
  else showNobody();
  showMessage();
}

/** The stopwatch; every second. */
export function showTimer() {
  const visit = page.place?.visit;
  if (visit) write(find("visit-timer"), stopwatch(now() - Date.parse(timerStart(visit))));
}

/** @param {any} visit */
const timerStart = (visit) => (visit.state === "called" ? (visit.called_at ?? visit.since) : visit.since);

/** @param {any} visit */
function showHere(visit) {
  write(find("visit-label"), labelWords(visit));
  write(find("visit-number"), visit.number);
  write(find("visit-errand"), errandName(page.names, visit.errand_id));
  write(find("visit-timer-label"), text(visit.state === "called" ? "visit.timer_called" : "visit.timer"));
  write(find("visit-waited"), waitedWords(visit));
  showMarks(find("visit-marks"), [...messageMarks(visit), ...withSpeakers(marks({ ...visit, has_note: false }, language()), visit, page)]);
  showNotes(visit);
  showTimer();
}

/** Whom the room has not heard, or who asked for it, somebody goes to meet. @param {any} visit */
function labelWords({ state, needs = [] }) {
  if (state !== "called") return text("visit.here");
  if (needs.includes("discreet")) return text("visit.discreet");
  return text(needs.includes("fetch_me") ? "visit.fetch" : "visit.called");
}

/** @param {any} visit */
function waitedWords(visit) {
  const { detail } = page;
  if (!detail || detail.ticket_id !== visit.ticket_id || !visit.called_at) return "";
  return text("visit.waited", { n: minutesSince(detail.issued_at, Date.parse(visit.called_at)) });
}

/** @param {Element} list @param {{icon: string, words: string}[]} found */
export function showMarks(list, found) {
  show(list, found.length > 0);
  const tag = list.tagName === "UL" ? "li" : "span";
  matchRows(list, found, (mark) => mark.words, (mark) => make(tag, {}, icon(mark.icon), make("span", {}, mark.words)), () => {});
}

/** @param {any} visit */
function showNotes(visit) {
  const notes = page.detail?.ticket_id === visit.ticket_id ? page.detail.notes : [];
  show(find("visit-notes"), notes.length > 0);
  matchRows(find("visit-notes"), notes, (note) => note.at, madeNote, () => {});
}

/** @param {any} note */
function madeNote(note) {
  const from = text("visit.note_from", { desk: deskName(page.names, note.desk_id), time: clock(note.at) });
  return make("li", {}, icon("note"), make("div", {}, make("strong", {}, from), make("p", { dir: "auto" }, note.text)));
}

function showNobody() {
  const { desk } = /** @type {any} */ (page.place);
  const state = !isSeated() ? (desk.state === "closed" ? "closed" : "taken") : desk.state;
  const key = desk.takes_part && isSeated() ? "joined" : ["closed", "taken", "paused", "ready"].includes(state) ? state : "free";
  write(find("nobody-title"), text(`visit.${key}`));
  write(find("nobody-words"), text(`visit.${key}_long`, { clerk: desk.clerk ?? "", number: desk.number ?? "", time: desk.since ? clock(desk.since) : "" }));
  show(find("nobody-open"), key === "closed" || key === "taken");
}

function showMessage() {
  const line = find("message");
  line.classList.toggle("warn", Boolean(page.message?.isBad));
  show(line, Boolean(page.message));
  write(line, page.message?.words ?? "");
}
