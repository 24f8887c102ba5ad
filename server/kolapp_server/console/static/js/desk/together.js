// SPDX-License-Identifier: EUPL-1.2
/** More than one errand on a number, and more than one desk with a visitor: who is asked, who has come, and how it ends. */
import { onSubmit, openDialog } from "../dialog.js";
import { find, make, matchRows, show, write } from "../dom.js";
import { uuid7 } from "../ids.js";
import { deskName, deskTitle, errandName } from "../names.js";
import { fillErrands } from "../options.js";
import { ticketPath } from "../paths.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { changed, isSeated, page } from "./page.js";
import { announce } from "./say.js";
import { openFirstSheet } from "./sheet.js";

/** Listens for the dialog's forms. */
export function prepareTogether() {
  onSubmit("further-form", ({ elements }) => plan([...further(), elements.errand.value]));
  onSubmit("join-form", ({ elements }) => {
    const [kind, id] = elements.whom.value.split(" ");
    return joint(mine(), "ask", text("did.ask_to_join", { number: mine().number }), kind === "desk" ? { to_desk_id: id } : { errand_id: id });
  });
}

const mine = () => /** @type {any} */ (page.place).visit;
/** @returns {string[]} */
const further = () => mine()?.further_errand_ids ?? [];

/** The other desk's visit that this desk takes part in. */
export const joinedVisit = () => {
  const desk = page.place?.desk;
  return desk?.takes_part ? page.view.tickets.find((/** @type {any} */ ticket) => ticket.number === desk.number) : null;
};

/** The visit that this desk is asked to join, if any. */
function invitation() {
  const { desk } = /** @type {any} */ (page.place);
  const errands = page.names.profiles.get(desk.profile_id)?.errands ?? [];
  return page.view.tickets.find((/** @type {any} */ ticket) => isAsked(ticket, errands));
}

/** @param {any} ticket @param {string[]} errands */
function isAsked(ticket, errands) {
  if (ticket.desk_id === page.deskId || (ticket.joined_desk_ids ?? []).includes(page.deskId)) return false;
  return ticket.asked_desk_id === page.deskId || errands.includes(ticket.asked_errand_id);
}

/** G: with a visitor the dialog, at another desk's visit the way out of it, with nobody what came along with the next. */
export function openTogether() {
  if (joinedVisit()) return leaveVisit();
  if (!mine()) return openFirstSheet();
  fillErrands(find("further-errand"), page.names);
  fillWhom();
  openDialog("together");
  showTogether();
  return undefined;
}

/** The desks that are open, and the errands of each team. */
function fillWhom() {
  const open = page.view.desks.filter((/** @type {any} */ desk) => desk.desk_id !== page.deskId && desk.state !== "closed");
  const desks = open.map((/** @type {any} */ desk) => make("option", { value: `desk ${desk.desk_id}` }, [deskTitle(page.names, desk.desk_id), desk.clerk].filter(Boolean).join(", ")));
  const served = new Set(open.flatMap((/** @type {any} */ desk) => page.names.profiles.get(desk.profile_id)?.errands ?? []));
  const teams = [...served].map((errand) => make("option", { value: `errand ${errand}` }, errandName(page.names, errand)));
  const groups = [["together.desks", desks], ["together.teams", teams]].filter(([, options]) => options.length);
  find("join-whom").replaceChildren(...groups.map(([key, options]) => make("optgroup", { label: text(String(key)) }, .../** @type {any[]} */ (options))));
  show(find("join-form"), groups.length > 0);
  show(find("join-nobody"), groups.length === 0);
}

/** Draws the open dialog. */
export function showTogether() {
  if (!find("together").open) return;
  const visit = mine();
  if (!visit) return find("together").close();
  write(find("together-title"), text("together.title", { number: visit.number }));
  show(find("further-none"), further().length === 0);
  const rows = further().map((errand, place) => ({ errand, place }));
  matchRows(find("further-list"), rows, (row) => `${row.place} ${row.errand}`, furtherRow, () => {});
  const asked = visit.asked_desk_id ? deskName(page.names, visit.asked_desk_id) : visit.asked_errand_id ? errandName(page.names, visit.asked_errand_id) : "";
  show(find("join-asked"), Boolean(asked));
  write(find("join-asked-words"), asked ? text("together.asked", { whom: asked }) : "");
  write(find("join-here"), (visit.joined_desk_ids ?? []).length ? text("together.here", { desks: desksOf(visit) }) : "");
}

/** "disk 2, disk 4". @param {any} visit */
const desksOf = (visit) => (visit.joined_desk_ids ?? []).map((/** @type {string} */ desk) => deskName(page.names, desk)).join(", ");

/** @param {{errand: string, place: number}} row */
function furtherRow({ errand, place }) {
  const drop = () => plan(further().filter((_, each) => each !== place));
  const button = make("button", { type: "button", class: "plain", click: drop }, text("together.drop"));
  return make("li", { class: "choice" }, make("span", { class: "grow" }, errandName(page.names, errand)), button);
}

/** @param {string[]} errands */
async function plan(errands) {
  const words = text("did.plan_errands", { number: mine().number, n: errands.length });
  const body = { request_id: uuid7(), desk_id: page.deskId, errand_ids: errands };
  if (await carryOut(words, { path: `${ticketPath(mine().ticket_id)}/errands`, body })) announce(words);
  changed();
}

/** @param {any} visit @param {string} what @param {string} words @param {object} [fields] */
async function joint(visit, what, words, fields = {}) {
  const body = { request_id: uuid7(), desk_id: page.deskId, what, ...fields };
  if (await carryOut(words, { path: `${ticketPath(visit.ticket_id)}/joint`, body })) announce(words);
  changed();
}

/** Yes to the question. */
export function joinVisit() {
  const visit = invitation();
  return visit && joint(visit, "join", text("did.join", { number: visit.number, desk: deskName(page.names, visit.desk_id) }));
}

/** No to the question, or the question taken back. */
export function endAsking() {
  const visit = mine()?.asked_desk_id || mine()?.asked_errand_id ? mine() : invitation();
  return visit && joint(visit, "end", text("did.end_asking", { number: visit.number }));
}

/** The visit goes on without this desk. */
export function leaveVisit() {
  const visit = joinedVisit();
  return visit && joint(visit, "leave", text("did.leave_visit", { number: visit.number }));
}

/** What everybody at this desk must know now. @returns {any[]} */
export function jointBanners() {
  if (!isSeated()) return [];
  const [joined, asked, visit] = [joinedVisit(), invitation(), mine()];
  return [
    joined && { key: `joined-${joined.number}`, tone: "tint", icon: "people", words: text("banner.joined", facts(joined)), acts: [["leave-visit", text("together.leave")]] },
    asked && { key: `asked-${asked.number}`, tone: "warn", icon: "people", words: text("banner.asked", facts(asked)), acts: askedActs(asked) },
    visit?.joined_desk_ids && { key: `with-${visit.number}`, tone: "tint", icon: "people", words: text("banner.with", { number: visit.number, desks: desksOf(visit) }) },
  ];
}

/** @param {any} visit */
const facts = (visit) => ({ number: visit.number, desk: deskName(page.names, visit.desk_id), asker: deskTitle(page.names, visit.desk_id), errand: errandName(page.names, visit.errand_id) });

/** Only a desk that is asked by name can say no for all. @param {any} visit @returns {[string, string][]} */
function askedActs(visit) {
  /** @type {[string, string][]} */
  const acts = [["join-visit", text("together.yes")]];
  return visit.asked_desk_id === page.deskId ? [...acts, ["end-asking", text("together.no")]] : acts;
}
