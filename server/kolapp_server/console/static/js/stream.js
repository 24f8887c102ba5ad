// SPDX-License-Identifier: EUPL-1.2
/**
 * What a page knows of a live view, and what it does next. Pure: the wire and the clock belong to live.js.
 *
 * A change follows on the view only if it begins where the view ends and gives the hash that the server has. Everything else
 * ends in the same way: hang up, connect again and ask for the whole. What was last true stays in sight and says how old it is.
 *
 * @typedef {{view: any, wantsWhole: boolean, promisedSeq: number, failures: number, heardMs: number}} Stream
 * @typedef {{stream: Stream, mustHangUp?: boolean, calls?: any[]}} Update
 */
import { digest } from "./digest.js";

export const STALE_MS = 10_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const RECENT_CALLS = 10;

/** @param {number} nowMs @returns {Stream} */
export const newStream = (nowMs) => ({ view: null, wantsWhole: true, promisedSeq: 0, failures: 0, heardMs: nowMs });

/** The first frame: go on from what is known, or ask for the whole. @param {Stream} stream @param {object} who */
export function resumeFrame(stream, who) {
  const known = stream.wantsWhole ? null : stream.view;
  return { type: "resume", ...who, ...(known ? { epoch: known.epoch, seq: known.seq } : {}) };
}

/** The stream after a frame of the server's. @param {Stream} before @param {any} message @param {number} nowMs @returns {Update} */
export function received(before, message, nowMs) {
  const stream = { ...before, heardMs: nowMs };
  switch (message.type) {
    case "hello": return greeted(stream, message);
    case "snapshot": return replaced(stream, message.view);
    case "change": return changed(stream, message);
    case "pulse": return pulsed(stream, message);
    default: return { stream };
  }
}

/** Milliseconds until the next try: doubling, and spread by `jitter` (0 to 1). @param {number} failures @param {number} jitter */
export function delayMs(failures, jitter) {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 16));
  return Math.max(FIRST_DELAY_MS, longest * (0.5 + jitter / 2));
}

/** @param {Stream} stream @param {number} nowMs */
export const isStale = (stream, nowMs) => nowMs - stream.heardMs >= STALE_MS;

/** `view` as it is after `change`. @param {any} view @param {any} change */
export function applied(view, change) {
  return {
    ...view,
    seq: change.to_seq,
    at: change.at,
    hash: change.hash,
    tickets: merged(view.tickets, change.tickets, "number", change.gone),
    desks: merged(view.desks, change.desks, "desk_id"),
    waits: merged(view.waits, change.waits, "key"),
    devices: merged(view.devices, change.devices, "device_id"),
    alarms: merged(view.alarms, change.alarms, "key", change.mended),
    recent_calls: [...view.recent_calls, ...(change.calls ?? [])].slice(-RECENT_CALLS),
    opening: change.opening ?? view.opening,
    helps: change.helps ?? view.helps,
    room: change.room ?? view.room,
    notice: change.notice_changed ? change.notice : view.notice,
    catalogue_version: change.catalogue_version ?? view.catalogue_version,
  };
}

/** @param {Stream} stream @param {any} hello @returns {Update} */
function greeted(stream, hello) {
  const isOther = stream.view !== null && hello.epoch !== stream.view.epoch;
  return { stream: isOther ? { ...stream, wantsWhole: true } : stream };
}

/** @param {Stream} stream @param {any} view @returns {Update} */
function replaced(stream, view) {
  if (digest(view.tickets) !== view.hash) return askAnew(stream);
  return { stream: { ...stream, view, wantsWhole: false, promisedSeq: 0 } };
}

/** A change that begins and ends where the view stands is no step of the queue: estimates, devices. @param {Stream} stream @param {any} change @returns {Update} */
function changed(stream, change) {
  const { view } = stream;
  if (view === null || stream.wantsWhole || change.from_seq > view.seq) return askAnew(stream);
  if (change.from_seq < view.seq && change.to_seq <= view.seq) return { stream };
  const after = applied(view, change);
  if (change.from_seq !== view.seq || digest(after.tickets) !== change.hash) return askAnew(stream);
  return { stream: { ...stream, view: after, failures: 0 }, calls: change.calls ?? [] };
}

/** @param {Stream} stream @param {any} pulse @returns {Update} */
function pulsed(stream, pulse) {
  const { view } = stream;
  if (view === null || stream.wantsWhole || pulse.epoch !== view.epoch) return askAnew(stream);
  const isBehind = view.seq < stream.promisedSeq;
  if (isBehind || (pulse.seq === view.seq && pulse.hash !== view.hash)) return askAnew(stream);
  return { stream: { ...stream, promisedSeq: pulse.seq, failures: 0 } };
}

/** @param {Stream} stream @returns {Update} */
const askAnew = (stream) => ({ stream: { ...stream, wantsWhole: true }, mustHangUp: true });

/** @param {any[]} before @param {any[] | undefined} now @param {string} key @param {string[]} [gone] */
function merged(before, now, key, gone = []) {
  if (!now?.length && !gone?.length) return before;
  const lines = new Map(before.map((line) => [line[key], line]));
  for (const line of now ?? []) lines.set(line[key], line);
  for (const name of gone ?? []) lines.delete(name);
  return [...lines.values()];
}
