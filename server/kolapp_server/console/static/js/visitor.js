// SPDX-License-Identifier: EUPL-1.2
/** The visitor's own page: the number, whether it is time, and how fresh that is. Its secret stays in the address's fragment. */
import "./dialog.js";
import { find, icon, make, setAttribute, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { Live } from "./live.js";
import { recall, remember } from "./memory.js";
import { clock } from "./moment.js";
import { deskName, fetchNames, languageName } from "./names.js";
import { fill } from "./options.js";
import { stepPath, ticketPath } from "./paths.js";
import { ask, send } from "./send.js";
import { inLanguage, language, languages, speak, text } from "./texts.js";
import { adviceFor, factsFor, labelFor, stateWords } from "./visitor_words.js";

const DETAILS_EVERY_MS = 15_000;
const SECRET_HEADER = "Kolapp-Ticket-Secret";
const [ticketId, secret] = location.hash.slice(1).split(".");
const branches = (document.querySelector('meta[name="branches"]')?.getAttribute("content") ?? "").split(" ").filter(Boolean);

/** @type {{names: any, view: any, ticket: any, isStale: boolean, heardMs: number, hasChosen: boolean, askedMs: number}} */
const page = { names: null, view: null, ticket: null, isStale: false, heardMs: Date.now(), hasChosen: recall("language") !== null, askedMs: 0 };

/** @param {any} view */
async function seen(view) {
  const before = page.ticket;
  page.view = view;
  page.ticket = { ...(await details(view.tickets[0])), ...view.tickets[0] };
  if (!page.ticket.number) page.ticket = null;
  if (!page.names || page.names.catalogue.version !== view.catalogue_version) page.names = await fetchNames(view.branch_id);
  if (!page.hasChosen && page.ticket?.language) speak(page.ticket.language);
  draw();
  if (page.ticket && stateWords(page.ticket, page.names) !== (before && stateWords(before, page.names))) announce();
}

/** What the live view does not tell: the estimate, asked for at most four times a minute, and how a visit ended. @param {any} line */
async function details(line) {
  const isFresh = Date.now() - page.askedMs < DETAILS_EVERY_MS;
  if (line && isFresh) return page.ticket;
  page.askedMs = Date.now();
  const { value } = await ask(ticketPath(ticketId), { [SECRET_HEADER]: secret });
  return value ?? (page.ticket && { ...page.ticket, desk_id: null });
}

function draw() {
  drawFixed();
  const { ticket } = page;
  const isOver = !ticket || ["done", "cancelled", "left"].includes(ticket.state);
  show(find("ticket"), Boolean(ticket));
  show(find("leave"), Boolean(ticket) && ["waiting", "called", "parked", "absent"].includes(ticket.state));
  show(find("plain-state"), isOver && Boolean(page.view));
  write(find("plain-state"), ticket ? stateWords(ticket, page.names) : text("ticket.unknown"));
  if (ticket) drawTicket(ticket, isOver);
  else find("advice").replaceChildren();
  drawNotice();
  drawFresh();
}

/** @param {any} ticket @param {boolean} isOver */
function drawTicket(ticket, isOver) {
  find("ticket").classList.toggle("is-over", isOver);
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
  document.title = page.ticket ? `${page.ticket.number} · ${text("ticket.title")}` : text("ticket.title");
  write(find("page-title"), text("ticket.title"));
  write(find("town"), page.names ? inLanguage(page.names.catalogue.town) : "");
  write(find("language-label"), text("language.label"));
  write(find("leave"), text("ticket.leave"));
  write(find("leave-title"), text("ticket.leave_title"));
  write(find("leave-words"), text("ticket.leave_words"));
  write(find("leave-go"), text("ticket.leave_go"));
  write(find("stay"), text("ticket.stay"));
  find("language").value = language();
}

function drawNotice() {
  show(find("notice"), Boolean(page.view?.notice));
  write(find("notice-text"), page.view?.notice ?? "");
}

function drawFresh() {
  const line = find("fresh");
  const time = clock(page.heardMs);
  line.classList.toggle("warn", page.isStale);
  const words = text(page.isStale ? "ticket.stale" : page.view ? "ticket.fresh" : "ticket.connecting", { time });
  if (line.dataset.words === words) return;
  line.dataset.words = words;
  line.replaceChildren(icon(page.isStale ? "off" : "check"), make("span", {}, words));
}

function announce() {
  write(find("announcer"), `${page.ticket.number}. ${stateWords(page.ticket, page.names)}`);
}

/** @param {boolean} isStale @param {number} heardMs */
function freshness(isStale, heardMs) {
  Object.assign(page, { isStale, heardMs });
  drawFresh();
}

async function leave() {
  find("leave-dialog").close();
  const order = { path: stepPath(ticketId, "cancel"), body: { request_id: uuid7() }, headers: { [SECRET_HEADER]: secret } };
  const { value, problem } = await send(order);
  if (value) page.ticket = { ...page.ticket, state: "cancelled" };
  else write(find("announcer"), text("ticket.leave_failed"));
  if (problem || value) draw();
}

function begin() {
  const known = recall("language") ?? (navigator.languages ?? []).map((code) => code.slice(0, 2)).find((code) => languages().includes(code));
  if (known) speak(known);
  fill(find("language"), languages().map((code) => [code, languageName(code)]), language());
  find("language").addEventListener("change", (/** @type {any} */ event) => {
    page.hasChosen = true;
    remember("language", event.target.value);
    speak(event.target.value);
    draw();
  });
  find("leave").addEventListener("click", () => find("leave-dialog").showModal());
  find("leave-go").addEventListener("click", leave);
  draw();
  if (!ticketId || !secret) return setAttribute(find("plain-state"), "hidden", null), write(find("plain-state"), text("ticket.unknown"));
  return new Live({ branches, who: () => ({ view: "visitor", ticket_id: ticketId, secret }), onView: seen, onFreshness: freshness }).start();
}

begin();
window.addEventListener("hashchange", () => location.reload());
