// SPDX-License-Identifier: EUPL-1.2
// The waiting room's board in any browser: asks for the catalogue, listens, draws what stream.js and calls.js decide.

import * as calls from "./calls.js";
import { seenOnWhite, strongAccent } from "./colour.js";
import { withOwn } from "./own.js";
import { nearCalls, nearNotes, nearRow } from "./near.js";
import { icon, node, show } from "./nodes.js";
import { arrange, leastPx, roomOf } from "./room.js";
import * as rules from "./stream.js";
import * as voice from "./voice.js";

const branchId = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
const language = new URLSearchParams(location.search).get("lang") ?? "sv";
const api = `/api/v1/branches/${encodeURIComponent(branchId)}`;
const room = roomOf(location.search);
const at = (id) => document.getElementById(id);
const LONG = 5;
const ASK_AGAIN_MS = 5_000;
const WIDE = /[MW]/;

let stream = rules.begun(performance.now());
let board = calls.empty();
let catalogue = null;
let shipped = {};
let texts = {};
let isTalking = false;
/** The server's clock rules: a screen whose own is wrong still shows the right time. */
let serverAheadMs = 0;

function words(key, values = {}, code = language) {
  const spoken = texts[code] ?? texts.sv ?? {};
  const entry = spoken[key] ?? "";
  const form = typeof entry === "string" ? entry : entry[spoken.plurals[values.n < 200 ? values.n : 100 + (values.n % 100)]];
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

const wall = (instant) =>
  new Intl.DateTimeFormat("sv-SE", { hour: "2-digit", minute: "2-digit", timeZone: catalogue?.time_zone }).format(instant);

function deskOf(deskId) {
  const sign = deskId.split("-").at(-1).toUpperCase().slice(0, 2);
  return catalogue.desks.find((desk) => desk.desk_id === deskId) ?? { sign, direction: "ahead" };
}

function sizeOf(number) {
  const length = number.length + (WIDE.test(number) ? 1 : 0);
  return length > LONG ? "longest" : length === LONG ? "long" : "";
}

function drawField() {
  const { view } = board;
  const isClosed = view && !view.opening.is_open;
  const isMet = view?.tickets.some((line) => line.state === "called" || line.state === "serving");
  const shown = isClosed && !isMet ? [] : board.field;
  const key = JSON.stringify([shown.map(({ call, shownMs }) => [call, shownMs, othersAt(call)]), view?.opening, catalogue.version]);
  if (at("field").dataset.key === key) return;
  show(at("field"), key, shown.length ? fieldCalls(shown.map((one) => one.call)) : quiet(view?.opening));
  arrange(at("board"), leastPx(room, innerWidth, innerHeight));
  if (shown.some((one) => one.isNew && performance.now() - one.shownMs < 1_000)) pulse();
}

function pulse() {
  at("field").classList.remove("is-new");
  void at("field").offsetWidth;
  at("field").classList.add("is-new");
}

function fieldCalls(shown) {
  const isShared = shown.length > 1;
  const key = isShared ? "field.your_turns" : shown[0].again ? "field.again" : "field.your_turn";
  const heading = [node("p", { className: "turn" }, words(key))];
  const own = shown[0].language;
  if (!isShared && own !== language && texts[own]) {
    heading.push(node("p", { className: "own", lang: own.split("-")[0], dir: texts[own].direction }, words(key, {}, own)));
  }
  return node("div", { className: isShared ? "calls shared" : "calls" }, ...heading, ...shown.map(fieldCall));
}

function fieldCall(call) {
  const desk = deskOf(call.desk_id);
  const sign = [call.desk_id, ...othersAt(call)].map((desk) => deskOf(desk).sign).join("+");
  const label = words("desk", { sign });
  const className = `desk to-${desk.direction} ${label.length > 6 ? "long" : ""}`;
  return node(
    "div",
    { className: "call" },
    node("p", { className: `number ${sizeOf(call.number)}` }, call.number),
    call.is_fetched ? fetched() : coloured(node("p", { className }, node("span", {}, ...parted(label, sign)), icon(desk.direction)), desk),
  );
}

/** The desk's own colour around it; the sign says the same. */
function coloured(plate, { colour }) {
  if (!colour) return plate;
  plate.classList.add("coloured");
  plate.style.setProperty("--desk", seenOnWhite(colour));
  return plate;
}

/** That somebody comes, in place of a desk. */
const fetched = () => node("p", { className: "desk fetched" }, icon("human"), node("span", {}, words("field.fetched")));

/** The desk's name with its sign apart from the word, wherever in it a language has it. */
function parted(label, sign) {
  const place = label.lastIndexOf(sign);
  const word = (text) => (text ? [node("span", { className: "word" }, text)] : []);
  return [...word(label.slice(0, place)), node("b", { className: "sign" }, sign), ...word(label.slice(place + sign.length))];
}

/** The desks that take part in the visit besides the one that has it. */
function othersAt(call) {
  return board.view?.tickets.find((line) => line.number === call.number)?.joined_desk_ids ?? [];
}

function quiet(opening) {
  const isOpen = opening?.is_open ?? true;
  const opens = opening?.opens_at ? words("field.opens", { time: wall(new Date(opening.opens_at)) }) : words("field.closed_today");
  const [first, second] = isOpen ? [words("field.welcome"), words("field.how")] : [words("field.closed"), opens];
  return node("p", { className: "quiet" }, node("strong", {}, first), node("span", {}, second));
}

function drawEarlier() {
  const earlier = calls.earlierCalls(board);
  show(at("earlier-calls"), JSON.stringify([earlier, catalogue.version]), ...earlier.map(earlierCall));
}

function earlierCall(call) {
  const desk = deskOf(call.desk_id);
  const label = node("span", { className: "unseen" }, call.is_fetched ? words("field.fetched") : words("desk", { sign: "" }));
  const where = call.is_fetched ? [icon("human"), label] : [icon(desk.direction), label, node("span", { className: "sign" }, desk.sign)];
  return node("li", {}, node("b", { className: sizeOf(call.number) }, call.number), ...where);
}

/** The board at eye height. */
function drawNear() {
  const field = board.field.map((one) => one.call);
  const called = nearCalls(field, calls.earlierCalls(board));
  const rows = called.map((call) => {
    const { sign, direction } = deskOf(call.desk_id);
    return nearRow(call, { sign, direction, time: wall(new Date(call.at)) }, field.includes(call), words);
  });
  const nobody = node("li", { className: "near-nobody" }, words("near.nobody"));
  show(at("near-calls"), JSON.stringify([called, field.length, catalogue.version]), ...(rows.length ? rows : [nobody]));
  show(at("notes"), String(catalogue.version), ...nearNotes(room.hasLoop, words));
  at("near-title").textContent = words("near.calls");
}

function drawWaits(isStale) {
  const view = board.view;
  at("waits-title").textContent = isStale && view ? words("waits.then", { time: wall(new Date(view.at)) }) : words("waits.now");
  const rows = catalogue.groups.map((group) => [group.series, waitWords(view?.waits.find((line) => line.key === group.group_id))]);
  show(at("waits"), JSON.stringify(rows), ...rows.map(([series, lines]) => waitRow(series, lines)));
}

function waitRow(series, [first, second]) {
  const lines = [node("strong", {}, first), ...(second ? [node("span", {}, second)] : [])];
  return node("li", {}, node("span", { className: "series" }, series), node("div", { className: "wait" }, ...lines));
}

function waitWords(line) {
  const isStaffed = line?.is_staffed ?? true;
  const opensAt = line?.opens_at ?? line?.estimate?.opens_at;
  const opens = opensAt ? words("waits.opens", { time: wall(new Date(opensAt)) }) : "";
  if (!line?.waiting && line?.is_stopped) return [words("waits.stopped")];
  if (!line?.waiting) return isStaffed ? [words("waits.nobody")] : [words("waits.nobody_there"), opens];
  const first = words("waits.people", { n: line.waiting });
  if (!isStaffed) return [first, opens || words("waits.no_desk")];
  const estimate = estimateWords(line.estimate ?? {});
  return estimate ? [first, estimate] : [first];
}

/** Minutes: above it number and band together are wider than their column. */
const LONGEST_WITH_BAND = 19;

function estimateWords({ minutes = null, low = null, high = null }) {
  if (minutes === 0) return words("waits.soon");
  if (low === null || high === null) return minutes === null ? "" : words("waits.about", { n: minutes });
  if (minutes === null || high > LONGEST_WITH_BAND) return words("waits.range", { low, high });
  return words("waits.both", { n: minutes, low, high });
}

function drawBanner(silentMs) {
  const isStale = silentMs >= rules.STALE_MS;
  const [first, second] = bannerWords(isStale ? Math.floor(silentMs / 1000) : null);
  at("banner").hidden = !first;
  at("banner").className = isStale ? "is-stale" : "";
  const text = node("p", {}, node("strong", {}, first), ` ${second}`);
  show(at("banner"), `${isStale} ${first} ${second}`, icon(isStale ? "off" : "bell"), text);
}

function bannerWords(silentS) {
  const view = board.view;
  const opening = view?.opening;
  if (silentS !== null) return [words("banner.stale", { n: silentS }), words("banner.ask")];
  if (view?.notice || opening?.stop_text) return [view.notice || opening.stop_text, ""];
  if (view?.room?.is_full) return [words("banner.full"), fullWords(view.room.estimate)];
  const coming = comingWords(view?.tickets ?? []);
  if (coming) return [words("banner.coming", { who: coming }), ""];
  if (opening?.is_open && opening.closes_soon && opening.closes_at) {
    return [words("banner.closes", { time: wall(new Date(opening.closes_at)) }), words("banner.served")];
  }
  return room.hasLoop && !room.isNear ? [words("loop"), words("loop.how")] : ["", ""];
}

const MOST_COMING = 3;

/** Numbers to whom an officer is coming, with the time, the soonest first. Never who is coming. */
function comingWords(tickets) {
  const lines = tickets.filter((line) => line.officer?.coming_at).sort((a, b) => Date.parse(a.officer.coming_at) - Date.parse(b.officer.coming_at));
  return lines.slice(0, MOST_COMING).map((line) => `${line.number} ${wall(new Date(line.officer.coming_at))}`).join(", ");
}

/** The wait that goes with the invitation to wait elsewhere, so that it is an honest offer. */
const fullWords = (estimate) => (estimate?.low == null || estimate.high == null ? words("banner.full_follow") : words("banner.full_wait", { low: estimate.low, high: estimate.high }));

function draw() {
  if (!catalogue) return;
  const now = performance.now();
  const silentMs = rules.silentMs(stream, now);
  board = calls.ticked(board, now);
  at("clock").textContent = wall(new Date(Date.now() + serverAheadMs));
  if (room.isNear) drawNear();
  else drawField();
  drawEarlier();
  drawWaits(silentMs >= rules.STALE_MS);
  drawBanner(silentMs);
  at("sound").hidden = voice.isAllowed();
  talk();
}

async function talk() {
  if (isTalking) return;
  isTalking = true;
  for (board = calls.nextToSay(board); board.saying; board = calls.nextToSay(board)) {
    await voice.say(board.saying, branchId);
    board = calls.said(board);
  }
  isTalking = false;
}

function listen() {
  const wire = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${api}/live`);
  let heardMs = performance.now();
  // A wire that was pulled out says nothing at all, and a browser waits long before it believes that.
  const silence = setInterval(() => performance.now() - heardMs > rules.STALE_MS && leave(), 1_000);
  const leave = () => {
    wire.onmessage = wire.onclose = wire.onopen = null;
    clearInterval(silence);
    wire.close();
    setTimeout(listen, rules.delayMs(stream.failures, Math.random()));
    stream = rules.closed(stream);
  };
  wire.onopen = () => ask(wire);
  wire.onclose = leave;
  wire.onmessage = (event) => {
    heardMs = performance.now();
    if (hear(event.data)) leave();
  };
}

function ask(wire) {
  const [next, resume] = rules.opened(stream);
  stream = next;
  wire.send(JSON.stringify(resume));
}

/** Whether the wire must be left: what came does not follow on what is known. */
function hear(frame) {
  const message = understood(frame);
  if (message.type === "pulse") serverAheadMs = Date.parse(message.at) - Date.now() || 0;
  const update = rules.received(stream, message, performance.now());
  stream = update.stream;
  board = calls.followed(board, update, performance.now());
  if (stream.view && catalogue && stream.view.catalogue_version !== catalogue.version) learn();
  draw();
  return update.mustHangUp;
}

function understood(frame) {
  try {
    return JSON.parse(frame);
  } catch {
    return {};
  }
}

async function learn() {
  try {
    const answer = await fetch(`${api}/catalogue`);
    if (!answer.ok) throw new Error(`catalogue ${answer.status}`);
    wear(await answer.json());
  } catch {
    setTimeout(learn, ASK_AGAIN_MS);
  }
}

function wear(learned) {
  catalogue = learned;
  texts = withOwn(shipped, learned.texts ?? []);
  drawFixed();
  const name = learned.names[language] ?? learned.names.sv;
  document.title = `${name} – ${words("title")}`;
  at("title").textContent = document.title;
  document.documentElement.style.setProperty("--accent", strongAccent(learned.accent ?? "#0F3D6B"));
  draw();
}

function drawFixed() {
  at("earlier-title").textContent = words("earlier");
  at("sound-words").textContent = words("sound.on");
  at("rule").textContent = words("waits.rule");
}

async function begin() {
  shipped = await (await fetch("/static/board/texts.json")).json();
  texts = shipped;
  // Easy Swedish is Swedish to a screen reader.
  document.documentElement.lang = language in texts ? language.split("-")[0] : "sv";
  document.documentElement.dir = (texts[language] ?? texts.sv).direction;
  drawFixed();
  at("rule").href = `/rule/${encodeURIComponent(branchId)}?language=${encodeURIComponent(language)}`;
  at("sound").addEventListener("click", async () => {
    await voice.allow();
    draw();
  });
  at("board").classList.toggle("near", room.isNear);
  addEventListener("resize", () => arrange(at("board"), leastPx(room, innerWidth, innerHeight)));
  setInterval(draw, 250);
  listen();
  await learn();
}

// What the page has said can be looked at from the browser's console, and by tests.
window.kolapp = { spoken: voice.spoken, seen: () => ({ seq: stream.view?.seq, field: board.field.map((one) => one.call.number) }) };
begin();
