// SPDX-License-Identifier: EUPL-1.2
// What the room sees and hears, by the same rules as kolapp_display/board.py: two calls share the field, a third waits among
// the earlier ones, none is lost, all are said one after the other.

const SHOWN_AT_LEAST_MS = 20_000;
const SHARED_BY = 2;
const EARLIER_CALLS = 5;
const EARLIER_KEPT = 40;
const ROUNDS = 2;
const SAID_WITHIN_MS = 60_000;
const FORGOTTEN_AFTER_MS = 8 * 3_600_000;

export const empty = () => ({ field: [], queue: [], earlier: [], toSay: [], saying: null, epoch: null, lastSeq: 0, view: null });

export function followed(board, update, nowMs) {
  const { view } = update.stream;
  if (!view) return board;
  if (board.epoch === null) return begun({ ...board, view }, nowMs);
  const calls = newCalls(board, update);
  const heard = remembered({ ...board, view, epoch: view.epoch, lastSeq: newest(view, board.lastSeq) });
  return ticked(calls.reduce((after, call) => called(after, call, nowMs), heard), nowMs);
}

export function ticked(board, nowMs) {
  const isNew = (shown) => nowMs - shown.shownMs < SHOWN_AT_LEAST_MS;
  if (!board.queue.length || board.field.filter(isNew).length >= SHARED_BY) return board;
  const [first, ...queue] = board.queue;
  const standing = staying(board, isNew);
  const left = board.field.filter((shown) => !standing.includes(shown)).map((shown) => shown.call);
  const field = [...standing, { call: first, shownMs: nowMs, isNew: true }];
  return ticked({ ...board, field, queue, earlier: eachOnce([...left, ...board.earlier]).slice(0, EARLIER_KEPT) }, nowMs);
}

/** The calls that leave one place free: what is new stays, then whose visitor has not arrived, the latest. */
function staying(board, isNew) {
  const awaited = board.field.filter((shown) => !isNew(shown) && isCalled(board.view, shown.call));
  const room = SHARED_BY - 1 - board.field.filter(isNew).length;
  const kept = room > 0 ? awaited.slice(-room) : [];
  return board.field.filter((shown) => isNew(shown) || kept.includes(shown));
}

export function nextToSay(board) {
  const waiting = board.toSay.filter(({ call }) => isWorthSaying(board.view, call));
  if (board.saying || !waiting.length) return { ...board, toSay: waiting };
  return { ...board, saying: waiting[0], toSay: waiting.slice(1) };
}

export function said(board) {
  if (!board.saying) return board;
  const again = { ...board.saying, spoken: board.saying.spoken + 1 };
  return { ...board, saying: !board.toSay.length && again.spoken < ROUNDS ? again : null };
}

export function earlierCalls(board) {
  const inField = new Set(board.field.map((shown) => shown.call.number));
  const others = [...board.queue].reverse().concat(board.earlier).filter((call) => !inField.has(call.number));
  const newestFirst = eachOnce([...(board.view ? discreetCalls(board.view) : []), ...others]);
  const awaited = newestFirst.filter((call) => isCalled(board.view, call));
  const stay = [...awaited, ...newestFirst.filter((call) => !awaited.includes(call))].slice(0, EARLIER_CALLS);
  return newestFirst.filter((call) => stay.includes(call));
}

/** Whoever is called discreetly now, the newest first: without the field and the voice, and gone when the visitor has come. */
export function discreetCalls(view) {
  const lines = view.tickets.filter((line) => line.is_discreet && line.state === "called" && line.desk_id);
  const called = lines.map(({ number, desk_id, called_at, is_fetched }) => ({ number, desk_id, language: "sv", at: called_at ?? view.at, is_fetched, seq: 0 }));
  return called.sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || (one.number < other.number ? 1 : -1));
}

function begun(board, nowMs) {
  const { view } = board;
  const newestFirst = eachOnce([...view.recent_calls].reverse().filter((call) => !isForgotten(view, call)));
  const shared = newestFirst.slice(0, SHARED_BY).filter((call, place) => !place || isCalled(view, call));
  const field = [...shared].reverse().map((call) => ({ call, shownMs: nowMs, isNew: false }));
  const earlier = newestFirst.slice(shared.length).slice(0, EARLIER_KEPT);
  return { ...board, field, earlier, epoch: view.epoch, lastSeq: newest(view, 0) };
}

function newCalls(board, update) {
  if (!update.isWhole) return update.calls;
  const { view } = update.stream;
  const known = new Set([...board.field.map((shown) => shown.call), ...board.queue, ...board.earlier].map((call) => `${call.number} ${call.at}`));
  const isNew = (call) => (board.epoch === view.epoch ? call.seq > board.lastSeq : !known.has(`${call.number} ${call.at}`));
  return view.recent_calls.filter((call) => isCalled(view, call) && isNew(call));
}

function called(board, call, nowMs) {
  const others = (lines) => lines.filter((line) => (line.call ?? line).number !== call.number);
  const toSay = [...others(board.toSay), { call, spoken: 0 }];
  if (others(board.field).length < board.field.length) {
    const anew = (shown) => (shown.call.number === call.number ? { call, shownMs: nowMs, isNew: true } : shown);
    return { ...board, toSay, field: board.field.map(anew) };
  }
  return { ...board, toSay, queue: [...others(board.queue), call], earlier: others(board.earlier) };
}

function remembered(board) {
  const keep = (line) => !isForgotten(board.view, line.call ?? line);
  const [field, queue, earlier, toSay] = [board.field, board.queue, board.earlier, board.toSay].map((lines) => lines.filter(keep));
  return { ...board, field, queue, earlier, toSay };
}

const stateOf = (view, call) => view.tickets.find((line) => line.number === call.number)?.state;
const isCalled = (view, call) => stateOf(view, call) === "called";
const ageMs = (view, call) => Date.parse(view.at) - Date.parse(call.at);
const isForgotten = (view, call) => stateOf(view, call) === "waiting" || ageMs(view, call) > FORGOTTEN_AFTER_MS;
const isWorthSaying = (view, call) => ageMs(view, call) <= SAID_WITHIN_MS || isCalled(view, call);
const newest = (view, soFar) => Math.max(soFar <= view.seq ? soFar : 0, ...view.recent_calls.map((call) => call.seq));
const eachOnce = (calls) => calls.filter((call, place) => calls.findIndex((other) => other.number === call.number) === place);
