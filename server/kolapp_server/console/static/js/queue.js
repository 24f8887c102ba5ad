// SPDX-License-Identifier: EUPL-1.2
/**
 * What the view says about one desk. Pure. The order is the calling rule's: the earliest turn time among open legs of the
 * desk's errands, and only then bookings that are not yet open; never one whom somebody prepares for. The server decides;
 * this only shows what it will do.
 *
 * @typedef {{desk: any, visit: any, line: any[], next: any, total: number, parked: any[], absent: any[]}} Place
 */

/** @param {any} view @param {Map<string, any>} profiles @param {string} deskId @param {number} nowMs @returns {Place} */
export function placeOf(view, profiles, deskId, nowMs) {
  const desk = view.desks.find((/** @type {any} */ line) => line.desk_id === deskId) ?? { desk_id: deskId, state: "closed" };
  const errands = new Set(profiles.get(desk.profile_id)?.errands ?? []);
  const waiting = inState(view, "waiting");
  const line = lineFor(waiting, errands, deskId, nowMs);
  const here = view.tickets.filter((/** @type {any} */ ticket) => ticket.desk_id === deskId);
  return {
    desk,
    visit: here.find((/** @type {any} */ ticket) => ["called", "serving"].includes(ticket.state)) ?? null,
    line,
    next: line.find((ticket) => isOpen(ticket, nowMs) || ticket.kind === "booked") ?? null,
    total: waiting.length,
    parked: here.filter((/** @type {any} */ ticket) => ticket.state === "parked"),
    absent: inState(view, "absent"),
  };
}

/** Who waits for this desk, the next first. @param {any[]} waiting @param {Set<string>} errands @param {string} deskId @param {number} nowMs */
export function lineFor(waiting, errands, deskId, nowMs) {
  const mine = waiting.filter((ticket) => errands.has(ticket.errand_id) && isFree(ticket, deskId)).sort(byTurn);
  return [...mine.filter((ticket) => isOpen(ticket, nowMs)), ...mine.filter((ticket) => !isOpen(ticket, nowMs))];
}

/** @param {any} view @param {string} state */
export const inState = (view, state) => view.tickets.filter((/** @type {any} */ ticket) => ticket.state === state).sort(byTurn);

/** @param {any} ticket @param {number} nowMs */
export const isOpen = (ticket, nowMs) => !ticket.opens_at || Date.parse(ticket.opens_at) <= nowMs;

/** Whether somebody prepares for the visitor, whom nobody calls before that. @param {any} ticket @param {number} nowMs */
export const isPreparedFor = (ticket, nowMs) => ticket.kind !== "booked" && !isOpen(ticket, nowMs);

/** Whether a visitor was called a second time at this call. @param {any} view @param {any} ticket */
export const wasRecalled = (view, ticket) =>
  view.recent_calls.some((/** @type {any} */ call) => call.number === ticket.number && call.again && call.desk_id === ticket.desk_id);

/** @param {any} ticket @param {string} deskId */
const isFree = (ticket, deskId) => !ticket.bound_desk_id || ticket.bound_desk_id === deskId;

/** @param {any} one @param {any} other */
const byTurn = (one, other) =>
  Date.parse(one.turn_time ?? one.since) - Date.parse(other.turn_time ?? other.since) || (one.turn_seq ?? 0) - (other.turn_seq ?? 0);
