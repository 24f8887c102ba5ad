// SPDX-License-Identifier: EUPL-1.2
/** A time is booked while the visitor is there: errand, day, time, with an officer or with anybody; and the code on a slip. */
import { onSubmit, openDialog } from "../dialog.js";
import { find, make, show, write } from "../dom.js";
import { uuid7 } from "../ids.js";
import { clock, dayAhead, longDate, shortDate } from "../moment.js";
import { officerName } from "../officer_names.js";
import { fill } from "../options.js";
import { branchPath } from "../paths.js";
import { ask } from "../send.js";
import { inLanguage, language, text } from "../texts.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";
import { printReceipt } from "./receipt.js";

/** The id is made when a time is offered: a press that is sent again is one booking. */
let requestId = uuid7();
/** What was asked for last: a slow answer about another day is not shown. */
let asked = "";
/** Everybody whom a time can be booked with, as last told. @type {any[]} */
let officers = [];

/** Listens for the form. */
export function prepareBooking() {
  find("booking-errand").addEventListener("change", () => {
    offerOfficers();
    look("");
  });
  find("booking-officer").addEventListener("change", () => look(""));
  find("booking-print").addEventListener("click", () => printReceipt(branchPath(page.branchId, "bookings/receipt"), find("booking-code").textContent ?? ""));
  find("booking-day").addEventListener("change", () => look(find("booking-day").value));
  onSubmit("booking-form", (/** @type {any} */ form) => save(form));
}

/** Opens the form, with the errand of the visit at the desk where that can be booked. */
export function openBooking() {
  const errands = page.names.catalogue.groups.flatMap((/** @type {any} */ group) => group.errands).filter((/** @type {any} */ one) => one.booking);
  const choices = errands.map((/** @type {any} */ one) => /** @type {[string, string]} */ ([one.errand_id, inLanguage(one.names)]));
  fill(find("booking-errand"), choices, page.place?.visit?.errand_id ?? null);
  show(find("booking-form"), choices.length > 0);
  show(find("booking-nothing"), choices.length === 0);
  show(find("booking-made"), false);
  offerOfficers();
  openDialog("booking");
  if (choices.length) look("");
  learnOfficers();
}

/** Who there is now: an officer may have come or gone since the page was opened. */
async function learnOfficers() {
  const { value } = await ask(branchPath(page.branchId, "officers"));
  if (!value) return;
  officers = value.officers.filter((/** @type {any} */ each) => each.can_book);
  if (!find("booking-officer").value) offerOfficers();
}

/** Those who meet the chosen errand; anybody unless one is chosen. */
function offerOfficers() {
  const able = officers.filter((each) => each.errand_id === find("booking-errand").value);
  const choices = able.map((each) => /** @type {[string, string]} */ ([each.officer_id, officerName(each)]));
  fill(find("booking-officer"), [["", text("booking.anyone")], ...choices], "");
  show(find("booking-whom"), able.length > 0);
}

/** What is free. Without a day: on the first day that has anything. @param {string} day */
async function look(day) {
  const [errandId, officerId] = [find("booking-errand").value, find("booking-officer").value];
  asked = `${errandId} ${officerId} ${day}`;
  const mine = asked;
  const today = dayAhead(0);
  const { value } = await ask(branchPath(page.branchId, `bookings?errand_id=${errandId}&day=${day || today}${officerId ? `&officer_id=${officerId}` : ""}`));
  if (!value || mine !== asked) return;
  if (!day && value.days.length && value.days[0] !== value.day) return look(value.days[0]);
  fill(find("booking-day"), value.days.map((/** @type {string} */ one) => [one, longDate(`${one}T12:00:00Z`)]), value.day);
  showTimes(value.slots);
}

/** @param {any[]} slots */
function showTimes(slots) {
  requestId = uuid7();
  show(find("booking-full"), slots.length === 0);
  show(find("booking-go"), slots.length > 0);
  find("booking-times").replaceChildren(...slots.map(madeTime));
}

/** @param {any} slot @param {number} place */
function madeTime(slot, place) {
  const box = make("input", { type: "radio", name: "at", value: slot.at, required: true });
  box.checked = place === 0;
  return make("label", { class: "choice" }, box, make("span", {}, clock(slot.at)), make("span", { class: "second" }, text("booking.free", { n: slot.free })));
}

/** @param {any} form */
async function save(form) {
  const at = form.elements.at.value;
  const officer = form.elements.officer.value ? { officer_id: form.elements.officer.value } : {};
  const body = { request_id: requestId, errand_id: form.elements.errand.value, at, language: page.place?.visit?.language ?? language(), ...officer };
  const words = text("did.booking", { day: shortDate(at), time: clock(at) });
  const made = await carryOut(words, { path: branchPath(page.branchId, "bookings"), body });
  if (!made) return look(find("booking-day").value);
  write(find("booking-when"), `${longDate(at)}, ${clock(at)}`);
  write(find("booking-code"), made.code);
  show(find("booking-form"), false);
  show(find("booking-made"), true);
  find("booking-print").focus();
}
