// SPDX-License-Identifier: EUPL-1.2
// What is known of the live view, by the same rules as kolapp_client/stream.py. Decides only; the wire is board.js's.

export const STALE_MS = 10_000;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const RECENT_CALLS = 10;
const KEYS = { desks: "desk_id", waits: "key" };

export const begun = (nowMs) => ({ view: null, wantsWhole: true, sinceMs: nowMs, heardMs: null, promised: 0, failures: 0 });

export function opened(stream) {
  const known = stream.wantsWhole ? null : stream.view;
  const resume = { type: "resume", view: "board", ...(known && { epoch: known.epoch, seq: known.seq }) };
  return [{ ...stream, promised: 0 }, resume];
}

/** The stream after a frame: {stream, calls, isWhole, mustHangUp}. */
export function received(stream, message, nowMs) {
  const heard = { ...stream, heardMs: nowMs };
  const rules = { hello: greeted, snapshot: replaced, change: changed, pulse: pulsed };
  const rule = rules[message.type];
  return { calls: [], isWhole: false, mustHangUp: false, ...(rule ? rule(heard, message) : anew(heard)) };
}

export const closed = (stream) => ({ ...stream, failures: stream.failures + 1 });

export function delayMs(failures, jitter) {
  const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 16));
  return Math.max(FIRST_DELAY_MS, longest * (0.5 + jitter / 2));
}

export const silentMs = (stream, nowMs) => Math.max(0, nowMs - (stream.heardMs ?? stream.sinceMs));

/** CRC-32 over the sorted number|state|desk lines. */
export function digest(tickets) {
  const lines = tickets.map((line) => `${line.number}|${line.state}|${line.desk_id ?? ""}`).sort();
  return crc32(new TextEncoder().encode(lines.join("\n")));
}

function greeted(stream, hello) {
  const isOther = stream.view && stream.view.epoch !== hello.epoch;
  return { stream: isOther ? { ...stream, wantsWhole: true } : stream };
}

function replaced(stream, { view }) {
  const whole = { tickets: [], desks: [], waits: [], recent_calls: [], ...view };
  if (digest(whole.tickets) !== whole.hash) return anew(stream);
  whole.recent_calls = recent([], whole.recent_calls);
  return { stream: { ...stream, view: whole, wantsWhole: false, promised: 0 }, isWhole: true };
}

function changed(stream, change) {
  const { view } = stream;
  if (!view || stream.wantsWhole || change.from_seq > view.seq) return anew(stream);
  if (change.from_seq < view.seq && change.to_seq <= view.seq) return { stream };
  const after = applied(view, change);
  if (change.from_seq !== view.seq || digest(after.tickets) !== change.hash) return anew(stream);
  return { stream: { ...stream, view: after, failures: 0 }, calls: change.calls ?? [] };
}

function pulsed(stream, pulse) {
  const { view } = stream;
  if (!view || stream.wantsWhole || pulse.epoch !== view.epoch) return anew(stream);
  if (view.seq < stream.promised || (pulse.seq === view.seq && pulse.hash !== view.hash)) return anew(stream);
  return { stream: { ...stream, promised: pulse.seq, failures: 0 } };
}

const anew = (stream) => ({ stream: { ...stream, wantsWhole: true }, mustHangUp: true });

function applied(view, change) {
  const gone = new Set(change.gone ?? []);
  const after = { ...view, seq: change.to_seq, at: change.at, hash: change.hash };
  after.tickets = merged(view.tickets, change.tickets, "number").filter((line) => !gone.has(line.number));
  for (const [part, key] of Object.entries(KEYS)) after[part] = merged(view[part], change[part], key);
  after.recent_calls = recent(view.recent_calls, change.calls ?? []);
  after.opening = change.opening ?? view.opening;
  after.room = change.room ?? view.room;
  after.notice = change.notice_changed ? change.notice ?? null : view.notice;
  after.catalogue_version = change.catalogue_version ?? view.catalogue_version;
  return after;
}

function merged(before, now, key) {
  const lines = new Map([...before, ...(now ?? [])].map((line) => [line[key], line]));
  return [...lines.values()];
}

function recent(before, now) {
  const calls = new Map([...before, ...now].map((call) => [`${call.seq} ${call.number}`, call]));
  return [...calls.values()].sort((one, other) => one.seq - other.seq).slice(-RECENT_CALLS);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit += 1) rest = rest & 1 ? 0xedb88320 ^ (rest >>> 1) : rest >>> 1;
  return rest;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
