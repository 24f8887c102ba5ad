// SPDX-License-Identifier: EUPL-1.2
/** What the visitor's page says in each state. Pure. */
import { clock, now } from "./moment.js";
import { deskName } from "./names.js";
import { inLanguage, text } from "./texts.js";

/** The state in one sentence. @param {any} ticket @param {any} names */
export function stateWords(ticket, names) {
  const desk = ticket.desk_id && names ? deskName(names, ticket.desk_id) : "";
  return text(`ticket.state_${ticket.state}`, { desk });
}

/** What stands over the number. @param {any} ticket */
export const labelFor = (ticket) => text(ticket.state === "called" ? "ticket.your_turn" : "ticket.your_number");

/** The big words under the number, each with small ones. @param {any} ticket @param {any} names @returns {[string, string][]} */
export function factsFor(ticket, names) {
  if (ticket.state === "waiting") return waitingFacts(ticket);
  if (ticket.state === "called" && names) return [[text("ticket.go_to", { desk: deskName(names, ticket.desk_id) }), whereWords(ticket, names)]];
  if (["serving", "parked", "absent"].includes(ticket.state)) return [[stateWords(ticket, names), ""]];
  return [];
}

/** @param {any} ticket @returns {[string, string][]} */
function waitingFacts(ticket) {
  /** @type {[string, string][]} */
  const facts = [];
  if (ticket.officer?.answer === "coming") facts.push([text("ticket.officer_coming", { time: clock(ticket.officer.coming_at) }), text(ticket.officer.is_deputy ? "ticket.officer_deputy" : "ticket.officer_here")]);
  const hasDesk = ticket.estimate?.minutes != null;
  if (ticket.ahead === 0 && hasDesk) facts.push([text("ticket.first"), text("ticket.first_small")]);
  else if (ticket.ahead) facts.push([String(ticket.ahead), text("ticket.ahead")]);
  if (ticket.opens_at && Date.parse(ticket.opens_at) > now()) facts.push([text("ticket.booked_from", { time: clock(ticket.opens_at) }), ""]);
  else if (ticket.estimate) facts.push(estimateFact(ticket.estimate));
  return facts;
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
  return [where, text("ticket.now")].filter(Boolean).join(" · ");
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
  return [...advice, ["human", text("ticket.human"), text("ticket.human_more")]];
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
