// SPDX-License-Identifier: EUPL-1.2
/** What a clerk does with the visit at the desk: one function is one key. */
import { uuid7 } from "../ids.js";
import { deskName } from "../names.js";
import { deskPath, stepPath } from "../paths.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { changed, page } from "./page.js";
import { announce, say } from "./say.js";

export const OUTCOMES = ["solved", "promised", "handed_over", "referred", "booked", "wrong_lane", "left"];

/** @param {string} outcome */
export const outcomeName = (outcome) => text(`outcome.${outcome}`);

/** Calls the next; ends the visit first when `finish` says how it went. @param {string | null} [finish] @param {any} [outOfTurn] */
export async function callNext(finish = null, outOfTurn = {}) {
  const visit = page.place?.visit?.number;
  const words = nextWords(visit, finish, outOfTurn.number ?? page.place?.next?.number);
  const body = { request_id: uuid7(), ...(finish ? { finish } : {}), ...withoutNumber(outOfTurn) };
  const did = (/** @type {any} */ value) => nextWords(visit, finish, value.ticket?.number);
  const answer = await carryOut(words, { path: deskPath(page.deskId ?? "", "calls"), body }, did);
  if (!answer) return;
  page.detail = answer.ticket;
  announce(answer.ticket ? text("said.called", { number: answer.ticket.number }) : text("visit.ready_long"));
  changed();
}

/** A step of a ticket: the visit at the desk unless another is given. @param {string} step @param {object} [fields] @param {any} [ticket] */
export async function takeStep(step, fields = {}, ticket = page.place?.visit) {
  const words = text(`did.${step}`, { number: ticket.number });
  const body = { request_id: uuid7(), desk_id: page.deskId, ...fields };
  const answer = await carryOut(words, { path: stepPath(ticket.ticket_id, step), body });
  if (answer?.ticket && answer.ticket.ticket_id === page.place?.visit?.ticket_id) page.detail = answer.ticket;
  if (answer) announce(words);
  changed();
  return answer;
}

/** Chooses how the visit went, or takes the choice back. @param {string} outcome */
export function choose(outcome) {
  if (!page.place?.visit) return say(text("act.nobody_here"), true);
  page.outcome = page.outcome === outcome ? null : outcome;
  announce(page.outcome ? text("said.chosen", { outcome: outcomeName(outcome) }) : text("said.not_chosen"));
  changed();
}

/** Ends the visit without calling anybody. */
export const finishOnly = () => takeStep("finish", { outcome: page.outcome });

/** Pause, resume or close. @param {"pause" | "resume" | "close"} what @param {object} [fields] the reason of a pause */
export async function turnDesk(what, fields = {}) {
  const words = text(`did.desk_${what}`, { desk: deskName(page.names, page.deskId) });
  if (await carryOut(words, { path: deskPath(page.deskId ?? "", what), body: { request_id: uuid7(), ...fields } })) announce(words);
}

/** Sits down at a desk with a profile, speaking those languages. @param {string} deskId @param {string} profileId @param {string[]} languages */
export function openDesk(deskId, profileId, languages) {
  const words = text("did.desk_open", { desk: deskName(page.names, deskId) });
  return carryOut(words, { path: deskPath(deskId, "open"), body: { request_id: uuid7(), profile_id: profileId, languages } });
}

/** @param {any} outOfTurn */
const withoutNumber = ({ ticket_id, reason, offline_number }) => (offline_number ? { offline_number } : ticket_id ? { ticket_id, reason } : {});

/** @param {string | undefined} visit @param {string | null} finish @param {string | undefined} number */
function nextWords(visit, finish, number) {
  if (finish && number) return text("did.finish_and_call", { visit, outcome: outcomeName(finish), number });
  if (finish) return text("did.finish", { number: `${visit}, ${outcomeName(finish)}` });
  return number ? text("did.call", { number }) : text("did.ready");
}
