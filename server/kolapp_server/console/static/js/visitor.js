// SPDX-License-Identifier: EUPL-1.2
/** The visitor's own page: the number, whether it is time, and how fresh that is. Its secret stays in the address's fragment. */
import "./dialog.js";
import { find, icon, make, setAttribute, show, write } from "./dom.js";
import { Freshness } from "./freshness.js";
import { uuid7 } from "./ids.js";
import { Live } from "./live.js";
import { recall, remember } from "./memory.js";
import { clock } from "./moment.js";
import { fetchNames } from "./names.js";
import { fill } from "./options.js";
import { elsewherePath, stepPath, ticketPath } from "./paths.js";
import { ask, send } from "./send.js";
import { inLanguage, language, languages, ofTheBrowser, ownName, speak, text, useOwn } from "./texts.js";
import { prepareElsewhere, showElsewhere } from "./visitor_elsewhere.js";
import { prepareSound, ring, showSound } from "./visitor_sound.js";
import { tellChange } from "./visitor_tells.js";
import { adviceFor, factsFor, labelFor, stateWords } from "./visitor_words.js";

const ASKED_EVERY_MS = 15_000;
/** Often enough that the age stands there in time although a busy phone is late by a tenth of a second. */
const AGE_EVERY_MS = 100;
const SECRET_HEADER = "Kolapp-Ticket-Secret";
const [ticketId, secret] = location.hash.slice(1).split(".");
const branches = (document.querySelector('meta[name="branches"]')?.getAttribute("content") ?? "").split(" ").filter(Boolean);
const fresh = new Freshness();

/** @type {{names: any, view: any, ticket: any, isUnknown: boolean, hasChosen: boolean, askedMs: number}} */
const page = { names: null, view: null, ticket: null, isUnknown: false, hasChosen: recall("language") !== null, askedMs: 0 };

/** What the live view leaves out where it is not so any more; the plain answer never says it. */
const NOT_SAID = { opens_at: null, joined_desk_ids: null, further_errand_ids: null, is_fetched: null };

/** @param {any} view */
async function seen(view) {
  page.view = view;
  if (!page.names || page.names.catalogue.version !== view.catalogue_version) {
    page.names = await fetchNames(view.branch_id);
    useOwn(page.names.catalogue.texts ?? []);
  }
  if (view.tickets[0]) told({ ...NOT_SAID, ...view.tickets[0] });
  else draw();
}

/** The ticket is so now. @param {any} ticket */
function told(ticket) {
  const before = page.ticket;
  page.ticket = { ...before, ...ticket, estimate: ticket.estimate ?? null, officer: ticket.officer ?? null, desk_id: ticket.desk_id ?? null };
  if (!page.hasChosen && page.ticket.language) speak(page.ticket.language);
  draw();
  tellChange(before, page.ticket, page.names);
  if (page.ticket.state === "called" && before && before.state !== "called") ring();
}

/** By the plain road: at the beginning, and while the live one is silent. A page whose secret is dead says so. */
async function askOnce() {
  page.askedMs = Date.now();
  const { value, problem } = await ask(ticketPath(ticketId), { [SECRET_HEADER]: secret });
  page.isUnknown = problem?.status === 404 && !isOver(page.ticket);
  if (value) told(value);
  else draw();
  return Boolean(value);
}

/** @param {any} ticket */
const isOver = (ticket) => ["done", "cancelled", "left"].includes(ticket?.state);

function draw() {
  drawFixed();
  const ticket = page.isUnknown ? null : page.ticket;
  show(find("ticket"), Boolean(ticket));
  show(find("leave"), ["waiting", "called", "parked", "absent"].includes(ticket?.state));
  show(find("plain-state"), page.isUnknown || isOver(ticket));
  write(find("plain-state"), page.isUnknown ? text("ticket.unknown") : ticket ? stateWords(ticket, page.names) : "");
  showSound(["waiting", "parked", "absent"].includes(ticket?.state));
  showElsewhere(ticket, page.view?.room);
  if (ticket) drawTicket(ticket);
  else find("advice").replaceChildren();
  show(find("notice"), Boolean(page.view?.notice));
  write(find("notice-text"), page.view?.notice ?? "");
  drawFresh();
}

/** @param {any} ticket */
function drawTicket(ticket) {
  find("ticket").classList.toggle("is-over", isOver(ticket));
  find("ticket").classList.toggle("is-called", ticket.state === "called");
  find("ticket").classList.toggle("is-long", ticket.number.length > 4);
  write(find("ticket-label"), labelFor(ticket));
  write(find("number"), ticket.number);
  const facts = factsFor(ticket, page.names).map(([big, small]) => make("p", {}, make("strong", {}, big), small));
  find("facts").replaceChildren(...facts);
  const advice = adviceFor(ticket, page.names).map(([picture, strong, words]) =>
    make("li", {}, icon(picture), make("span", {}, make("strong", {}, strong), make("span", {}, words))),
  );
  find("advice").replaceChildren(...advice);
}

function drawFixed() {
  const isCalled = page.ticket?.state === "called";
  const title = isCalled ? text("ticket.called_title") : text("ticket.title");
  document.title = page.ticket ? `${page.ticket.number} · ${title}` : title;
  write(find("page-title"), text("ticket.title"));
  write(find("town"), page.names ? inLanguage(page.names.catalogue.town) : "");
  write(find("language-label"), text("language.label"));
  for (const [id, key] of Object.entries(FIXED)) write(find(id), text(key));
  show(find("rule"), Boolean(page.view));
  if (page.view) setAttribute(find("rule"), "href", `/rule/${page.view.branch_id}?language=${language()}`);
  find("language").value = language();
}

/** @type {Record<string, string>} */
const FIXED = {
  leave: "ticket.leave",
  "leave-title": "ticket.leave_title",
  "leave-words": "ticket.leave_words",
  "leave-go": "ticket.leave_go",
  stay: "ticket.stay",
  rule: "ticket.rule",
};

/** How old the estimate is stands beside it; how old all of it is, below. */
function drawFresh() {
  const { isStale, heardMs } = fresh;
  const ageS = page.ticket?.state === "waiting" ? fresh.oldForS(Date.now()) : null;
  show(find("age"), ageS !== null);
  write(find("age"), ageS === null ? "" : text("ticket.age", { n: ageS }));
  const line = find("fresh");
  line.classList.toggle("warn", isStale);
  const words = text(isStale ? "ticket.stale" : page.view ? "ticket.fresh" : "ticket.connecting", { time: clock(heardMs) });
  if (line.dataset.words === words) return;
  line.dataset.words = words;
  line.replaceChildren(icon(isStale ? "off" : "check"), make("span", {}, words));
}

/** Drawn at once: a pulse that was quicker than the one before may show that the estimate is older than it seemed. @param {any} pulse */
function pulsed(pulse) {
  fresh.pulsed(pulse, Date.now());
  drawFresh();
}

/** @param {boolean} isStale @param {number} heardMs */
function freshness(isStale, heardMs) {
  fresh.heard(isStale, heardMs);
  if (isStale && Date.now() - page.askedMs >= ASKED_EVERY_MS && !page.isUnknown) askOnce();
}

async function leave() {
  find("leave-dialog").close();
  const order = { path: stepPath(ticketId, "cancel"), body: { request_id: uuid7() }, headers: { [SECRET_HEADER]: secret } };
  const { value, problem } = await send(order);
  if (value) page.ticket = { ...page.ticket, state: "cancelled" };
  else write(find("announcer"), text("ticket.leave_failed"));
  if (problem || value) draw();
}

function prepareLanguage() {
  const known = recall("language") ?? ofTheBrowser();
  if (known) speak(known);
  fill(find("language"), languages().map((code) => [code, ownName(code)]), language());
  find("language").addEventListener("change", (/** @type {any} */ event) => {
    page.hasChosen = true;
    remember("language", event.target.value);
    speak(event.target.value);
    draw();
  });
}

async function begin() {
  prepareLanguage();
  prepareSound();
  prepareElsewhere({ path: elsewherePath(ticketId), headers: { [SECRET_HEADER]: secret } });
  find("leave").addEventListener("click", () => find("leave-dialog").showModal());
  find("leave-go").addEventListener("click", leave);
  page.isUnknown = !ticketId || !secret;
  draw();
  if (page.isUnknown) return;
  setInterval(drawFresh, AGE_EVERY_MS);
  document.addEventListener("visibilitychange", drawFresh);
  const who = () => ({ view: "visitor", ticket_id: ticketId, secret });
  new Live({ branches, who, onView: seen, onFreshness: freshness, onPulse: pulsed }).start();
  await askOnce();
}

begin();
window.addEventListener("hashchange", () => location.reload());
