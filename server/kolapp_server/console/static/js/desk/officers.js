// SPDX-License-Identifier: EUPL-1.2
/** Named officers: who waits for whom, what they answer, and where they are. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find, make, matchRows, show, write } from "../dom.js";
import { uuid7 } from "../ids.js";
import { onToday } from "../moment.js";
import { answerWords, officerName, presenceWords } from "../officer_names.js";
import { fill } from "../options.js";
import { branchPath } from "../paths.js";
import { ask } from "../send.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { changed, page } from "./page.js";
import { say } from "./say.js";

const LEARNS_EVERY_MS = 60_000;
const ANSWERS = [["coming", 5], ["coming", 0], ["cannot", 0]];
const MESSAGES = ["call_back", "comes_back", "papers_left"];

/** @type {any[]} */
let officers = [];

/** Listens for the forms and the keys of the list, and learns who there is. */
export function prepareOfficers() {
  onSubmit("officer-status-form", saveStatus);
  onSubmit("officer-tell-form", tell);
  find("officer-waits").addEventListener("click", pressed);
  learn();
  setInterval(learn, LEARNS_EVERY_MS);
}

/** Opens the dialog, with one's own name chosen. */
export async function openOfficers() {
  await learn();
  if (!officers.length) return say(text("officers.nobody"), true);
  const choices = /** @type {[string, string][]} */ (officers.map((each) => [each.officer_id, `${officerName(each)}: ${presenceWords(each)}`]));
  const mine = officers.find((each) => each.is_me)?.officer_id ?? null;
  find("officer-status-form").reset();
  fill(find("officer-who"), choices, mine);
  fill(find("officer-whom"), choices, page.place?.visit?.officer?.asked_for ?? null);
  openDialog("officers");
  return showOfficers();
}

async function learn() {
  const { value } = await ask(branchPath(page.branchId, "officers"));
  if (!value) return;
  officers = value.officers;
  changed();
}

/** Draws who waits for whom, and whether the visit at the desk can be told of. */
export function showOfficers() {
  const visit = page.place?.visit;
  const waits = waiting();
  show(find("officer-tell"), Boolean(visit));
  write(find("officer-tell-title"), visit ? text("officers.tell", { number: visit.number }) : "");
  show(find("officer-waits-none"), waits.length === 0);
  matchRows(find("officer-waits"), waits, (ticket) => `${ticket.ticket_id} ${ticket.officer.call_id} ${ticket.officer.purpose}`, madeWait, (row, ticket) => {
    write(row.querySelector(".officer-whom"), nameOf(ticket.officer.officer_id));
    write(row.querySelector(".officer-state"), answerWords(ticket.officer));
  });
}

/** Tickets whose visitors wait for an officer or want to leave a message, while the visit lasts. */
const waiting = () => page.view.tickets.filter((/** @type {any} */ ticket) => ["wait", "message"].includes(ticket.officer?.purpose));

/** @param {string} officerId */
function nameOf(officerId) {
  const found = officers.find((each) => each.officer_id === officerId);
  return found ? officerName(found) : officerId;
}

/** @param {any} ticket */
function madeWait(ticket) {
  const { officer } = ticket;
  const keys = officer.purpose === "wait" ? ANSWERS.map(answerKey(ticket)) : MESSAGES.map(messageKey(ticket));
  const words = make("span", { class: "grow" }, make("span", { class: "officer-whom" }), make("span", { class: "officer-state second" }));
  return make("li", { class: "choice officer-wait" }, make("strong", {}, ticket.number), words, make("span", { class: "officer-keys" }, ...keys));
}

/** @param {any} ticket */
const answerKey = (ticket) => (/** @type {any} */ [answer, minutes]) => {
  const words = answer === "cannot" ? text("officers.cannot_go") : text(minutes ? "officers.coming_in" : "officers.coming_now", { n: minutes });
  return make("button", { type: "button", class: "plain", "data-answer": answer, "data-minutes": minutes, "data-call": ticket.officer.call_id, "data-number": ticket.number }, words);
};

/** @param {any} ticket */
const messageKey = (ticket) => (/** @type {string} */ purpose) =>
  make("button", { type: "button", class: "plain", "data-purpose": purpose, "data-ticket": ticket.ticket_id, "data-officer": ticket.officer.asked_for, "data-number": ticket.number }, text(`purpose.${purpose}`));

/** @param {Event} event */
function pressed(event) {
  const key = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button"));
  if (key?.dataset.answer) reply(key.dataset);
  else if (key?.dataset.purpose) pass(key.dataset.ticket ?? "", key.dataset.officer ?? "", key.dataset.purpose, key.dataset.number ?? "");
}

/** @param {DOMStringMap} key */
async function reply({ answer, minutes, call, number }) {
  const words = text(answer === "coming" ? "did.officer_coming" : "did.officer_cannot", { number });
  const body = { request_id: uuid7(), answer, minutes: Number(minutes) };
  if (await carryOut(words, { path: branchPath(page.branchId, `officer-calls/${call}/answer`), body })) say(words);
}

/** @param {string} ticketId @param {string} officerId @param {string} purpose @param {string} number */
async function pass(ticketId, officerId, purpose, number) {
  const words = text("did.officer_told", { number });
  const body = { request_id: uuid7(), ticket_id: ticketId, officer_id: officerId, purpose, desk_id: page.deskId };
  if (await carryOut(words, { path: branchPath(page.branchId, "officer-calls"), body })) say(words);
}

/** @param {any} form */
function tell({ elements }) {
  const visit = page.place?.visit;
  return visit ? pass(visit.ticket_id, elements.officer.value, elements.purpose.value, visit.number) : undefined;
}

/** @param {any} form */
async function saveStatus({ elements }) {
  const presence = elements.presence.value || null;
  const until = presence && elements.until.value ? onToday(elements.until.value) : null;
  const words = text("did.officer_status", { who: nameOf(elements.officer.value) });
  const body = { request_id: uuid7(), presence, until };
  const path = branchPath(page.branchId, `officers/${elements.officer.value}/status`);
  if (!(await carryOut(words, { path, body }))) return;
  await learn();
  closeDialog("officers");
  say(words);
}

/** Whoever is signed in here is waited for: told until it is answered. */
export function officerBanners() {
  const mine = new Set(officers.filter((each) => each.is_me).map((each) => each.officer_id));
  return waiting()
    .filter((/** @type {any} */ { officer }) => officer.purpose === "wait" && mine.has(officer.officer_id) && officer.answer !== "coming" && officer.answer !== "cannot")
    .map((/** @type {any} */ ticket) => ({
      key: `officer-${ticket.officer.call_id}`,
      tone: "warn",
      icon: "human",
      words: text("banner.officer", { number: ticket.number }),
      acts: [["officers", text("banner.officer_go")]],
    }));
}
