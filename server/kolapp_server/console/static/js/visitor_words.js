// SPDX-License-Identifier: EUPL-1.2
/** What the visitor's page says in each state. Pure. */
import { clock, now } from "./moment.js";
import { deskName } from "./names.js";
import { inLanguage, text } from "./texts.js";

/** The state in one sentence. @param {any} ticket @param {any} names */
export function stateWords(ticket, names) {
  if (isFetched(ticket)) return text("ticket.fetched");
  const desk = ticket.desk_id && names ? deskName(names, ticket.desk_id) : "";
  return text(`ticket.state_${ticket.state}`, { desk });
}

/** Whether somebody comes to whoever has been called. @param {any} ticket */
const isFetched = (ticket) => ticket.state === "called" && Boolean(ticket.is_fetched);

/** What stands over the number. @param {any} ticket */
export const labelFor = (ticket) => text(ticket.state === "called" ? "ticket.your_turn" : "ticket.your_number");

/** The big words under the number, each with small ones. @param {any} ticket @param {any} names @returns {[string, string][]} */
export function factsFor(ticket, names) {
  if (ticket.state === "waiting") return waitingFacts(ticket);
  if (isFetched(ticket)) return [[text("ticket.fetched"), text("ticket.now")]];
  if (ticket.state === "called" && names) return [[text("ticket.go_to", { desk: deskName(names, ticket.desk_id) }), whereWords(ticket, names)]];
  if (["serving", "parked", "absent"].includes(ticket.state)) return [[stateWords(ticket, names), alsoWords(ticket, names)]];
  return [];
}

/** @param {any} ticket @returns {[string, string][]} */
function waitingFacts(ticket) {
  /** @type {[string, string][]} */
  const facts = [];
  if (ticket.officer?.answer === "coming") facts.push([text("ticket.officer_coming", { time: clock(ticket.officer.coming_at) }), text(ticket.officer.is_deputy ? "ticket.officer_deputy" : "ticket.officer_here")]);
  const hasDesk = ticket.estimate?.minutes != null;
  const isNotYet = ticket.opens_at && Date.parse(ticket.opens_at) > now();
  if (ticket.ahead === 0 && hasDesk && !isNotYet) facts.push([text("ticket.first"), text("ticket.first_small")]);
  else if (ticket.ahead) facts.push([String(ticket.ahead), text("ticket.ahead")]);
  if (isNotYet) facts.push(notBefore(ticket));
  else if (ticket.estimate) facts.push(estimateFact(ticket.estimate));
  return facts;
}

/** A booked time that has not come, or somebody who prepares. @param {any} ticket @returns {[string, string]} */
function notBefore({ kind, opens_at: opensAt }) {
  const time = clock(opensAt);
  return kind === "booked" ? [text("ticket.booked_from", { time }), ""] : [text("ticket.prepared_from", { time }), text("ticket.prepared_more")];
}

/** @param {any} estimate @returns {[string, string]} */
function estimateFact({ minutes, low, high, opens_at: opensAt }) {
  if (minutes === 0) return [text("ticket.soon"), text("ticket.soon_small")];
  if (minutes) return [text("ticket.about", { n: minutes }), text("ticket.between", { low, high })];
  return [text("ticket.no_desk"), opensAt ? text("ticket.desk_opens", { time: clock(opensAt) }) : ""];
}

/** @param {any} ticket @param {any} names */
function whereWords(ticket, names) {
  const direction = names.desks.get(ticket.desk_id)?.direction;
  const where = direction ? text(`ticket.direction_${direction}`) : "";
  return [where, alsoWords(ticket, names), text("ticket.now")].filter(Boolean).join(" · ");
}

/** The desks that take part in the visit besides the one that has it. @param {any} ticket @param {any} names */
function alsoWords(ticket, names) {
  const also = (ticket.joined_desk_ids ?? []).map((/** @type {string} */ desk) => deskName(names, desk));
  return also.length ? text("ticket.also", { desks: also.join(", ") }) : "";
}

/** Which of the visit's errands this is, and that the number stays. @param {any} ticket @returns {[string, string, string][]} */
function errandAdvice(ticket) {
  const all = (ticket.leg ?? 1) + (ticket.further_errand_ids?.length ?? 0);
  if (all === 1) return [];
  return [["handover", text("ticket.errand_of", { leg: ticket.leg, all }), text("ticket.number_stays")]];
}

/** What to do meanwhile: icon, strong words, more words. @param {any} ticket @param {any} names @returns {[string, string, string][]} */
export function adviceFor(ticket, names) {
  if (ticket.state === "absent") return [["human", text("ticket.missed"), text("ticket.missed_more")]];
  if (ticket.state !== "waiting") return [];
  /** @type {[string, string, string][]} */
  const advice = [["chair", names ? inLanguage(names.catalogue.where_to_sit) : "", text("ticket.we_call")]];
  const low = ticket.estimate?.low ?? 0;
  const back = { time: clock(now() + (low - 2) * 60_000) };
  if (ticket.estimate && ticket.estimate.minutes == null) advice.unshift(["ticket", text("ticket.kept"), text("ticket.no_desk_more")]);
  const officer = officerAdvice(ticket.officer);
  if (officer) advice.unshift(officer);
  if (low >= 6) advice.unshift(["clock", text("ticket.go_out"), text("ticket.back_by", back)]);
  return [...errandAdvice(ticket), ...advice, ["human", text("ticket.human"), text("ticket.human_more")]];
}

/** What is known of the officer who is waited for. @param {any} officer @returns {[string, string, string] | null} */
function officerAdvice(officer) {
  if (officer?.purpose !== "wait" || officer.answer === "coming") return null;
  const key = officer.answer === "cannot" || (officer.answer === "silent" && officer.is_deputy) ? "officer_cannot" : "officer_told";
  return ["human", text(`ticket.${key}`), text(officer.is_deputy ? "ticket.officer_deputy_told" : `ticket.${key}_more`)];
}

/** What the officer has answered, as one sentence; empty where nobody has. @param {any} ticket */
export function officerWords(ticket) {
  const { answer, coming_at: comingAt } = ticket.officer ?? {};
  return answer === "coming" ? text("ticket.officer_coming", { time: clock(comingAt) }) : "";
}
