// SPDX-License-Identifier: EUPL-1.2
/** Who waits for this desk, the next first, and why. A row opens to say why it is not the next. */
import { find, make, matchRows, setAttribute, show, write } from "../dom.js";
import { clock, now, waited } from "../moment.js";
import { deskName, errandName, marks } from "../names.js";
import { isOpen, isPreparedFor } from "../queue.js";
import { messageMarks } from "../officer_names.js";
import { withSpeakers } from "../speakers.js";
import { language, text } from "../texts.js";
import { page } from "./page.js";
import { openSheet } from "./sheet.js";
import { showMarks } from "./show_visit.js";
import { whyNot } from "./why_before.js";

/** Draws the list. */
export function showLine() {
  const place = /** @type {any} */ (page.place);
  write(find("line-title"), text("line.title", { desk: deskName(page.names, page.deskId) }));
  write(find("line-count"), text("line.count", { n: place.line.length, all: place.total }));
  write(find("line-why"), whyNext(place));
  matchRows(find("line"), place.line, (ticket) => ticket.ticket_id, madeRow, drawRow);
  const aside = place.parked.length + place.absent.length;
  show(find("aside"), aside > 0);
  write(find("aside-words"), text("line.aside", { parked: place.parked.length, absent: place.absent.length }));
}

/** @param {any} ticket */
function madeRow(ticket) {
  const why = make("p", { class: "why", id: `why-${ticket.ticket_id}`, hidden: true });
  const parts = ["number", "errand", "marks", "time", "start"].map((part) => make("span", { class: `row-${part}` }));
  const button = make("button", { type: "button", class: "row", "aria-expanded": "false", "aria-controls": why.id, click: toggled }, ...parts);
  const read = make("button", { type: "button", class: "plain row-read", hidden: true, click: readRow }, text("sheet.open"));
  return make("li", {}, button, why, read);
}

/** @param {any} row @param {any} ticket */
function drawRow(row, ticket) {
  row.classList.toggle("is-next", ticket === page.place?.next);
  write(row.querySelector(".row-number"), ticket.number);
  write(row.querySelector(".row-errand"), errandName(page.names, ticket.errand_id));
  write(row.querySelector(".row-time"), timeWords(ticket));
  write(row.querySelector(".row-start"), startWords(ticket));
  showMarks(row.querySelector(".row-marks"), [...messageMarks(ticket), ...withSpeakers(marks(ticket, language()), ticket, page)]);
}

/** How long it has waited, or when it may be called. @param {any} ticket */
function timeWords(ticket) {
  if (isOpen(ticket, now())) return waited(ticket.since, now());
  return isPreparedFor(ticket, now()) ? text("line.prepared", { time: clock(ticket.opens_at) }) : clock(bookedAt(ticket));
}

/** When it is expected to be called. @param {any} ticket */
function startWords({ estimate }) {
  if (!estimate) return "";
  if (estimate.minutes == null) return text("line.unstaffed");
  return estimate.minutes === 0 ? text("line.soon") : text("line.expected", { n: estimate.minutes });
}

/** A booked leg counts from an hour (or what the branch has set) before its booked time. @param {any} ticket */
const bookedAt = (ticket) => Date.parse(ticket.turn_time) + page.names.catalogue.head_starts.booked * 60_000;

/** @param {any} place */
function whyNext(place) {
  const { next } = place;
  if (!next && place.line.length) return text("line.only_prepared");
  if (!next) return text(place.total ? "line.only_others" : "line.nobody", { n: place.total });
  const head = page.names.catalogue.head_starts;
  const facts = { number: next.number, desk: deskName(page.names, page.deskId), time: clock(next.since), n: head[next.kind] ?? 0 };
  if (next.kind === "booked") return text("why.booked", { ...facts, time: clock(bookedAt(next)) });
  return text(`why.${next.kind}`, facts);
}

/** @param {Element} within a row */
const ticketOf = (within) => within.closest("li")?.getAttribute("data-key") ?? "";
/** @param {Element} button */
const hasNote = (button) => Boolean(page.place?.line.find((ticket) => ticket.ticket_id === ticketOf(button))?.has_note);
/** @param {Event} event */
const readRow = (event) => openSheet(ticketOf(/** @type {Element} */ (event.currentTarget)));

/** @param {Event} event */
async function toggled(event) {
  const button = /** @type {Element} */ (event.currentTarget);
  const why = /** @type {any} */ (button.parentElement?.querySelector(".why"));
  const isOpening = why.hidden;
  show(why, isOpening);
  show(/** @type {any} */ (button.parentElement).querySelector(".row-read"), isOpening && hasNote(button));
  setAttribute(button, "aria-expanded", isOpening ? "true" : "false");
  if (!isOpening) return;
  write(why, "…");
  write(why, await whyNot(button.parentElement?.getAttribute("data-key") ?? ""));
}
