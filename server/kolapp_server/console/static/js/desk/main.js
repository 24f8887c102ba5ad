// SPDX-License-Identifier: EUPL-1.2
/** The desk console: wires the live view, the keys and the pictures together. */
import { closeDialog, openDialog } from "../dialog.js";
import { find } from "../dom.js";
import { Live } from "../live.js";
import { turnLook } from "../looks.js";
import { recall, remember } from "../memory.js";
import { fetchNames } from "../names.js";
import { fillStops, prepareStops, showStops } from "../stops.js";
import { text } from "../texts.js";
import * as acts from "./acts.js";
import { next, prepareOutcome } from "./ask_outcome.js";
import { openAnswers, prepareAnswers, showAnswerKey } from "./answers.js";
import { openAside, resumeParked, showAside } from "./aside.js";
import { callOther, prepareOther } from "./call_other.js";
import { openBooking, prepareBooking } from "./booking.js";
import { openChannel, prepareChannel } from "./channel.js";
import { openFind, prepareFind } from "./find_number.js";
import { handOver, prepareHandOver } from "./hand_over.js";
import { askForHelp, comeOrEnd, showHelps } from "./help.js";
import { openIncident, prepareIncident } from "./incident.js";
import { issue, prepareIssue } from "./issue.js";
import { listen } from "./keyboard.js";
import { followNotes } from "./notes.js";
import { openCode, prepareCode } from "./code.js";
import { openContact, prepareContact } from "./contact.js";
import { showEarlier } from "./earlier.js";
import { openOfficers, prepareOfficers, showOfficers } from "./officers.js";
import { carryOut, carryOutAgain, letGo } from "./order.js";
import { changed, isSeated, page, whenChanged } from "./page.js";
import { openPause, preparePause, showBreaks } from "./pause.js";
import { announce, say } from "./say.js";
import { chooseSeat, prepareSeat, seatOnServer } from "./seat.js";
import { drawPreparation, judge, mayJudge, prepareSheet, showHandOver } from "./sheet.js";
import { allowed, showKeys } from "./show_keys.js";
import { showLine } from "./show_line.js";
import { showBanners, showClock, showTop } from "./show_top.js";
import { showTimer, showVisit } from "./show_visit.js";
import { endAsking, joinVisit, leaveVisit, openTogether, prepareTogether, showTogether } from "./together.js";

const may = (/** @type {string} */ name) => () => allowed()[name];
const onlyOnce = { isFirst: true };

/** @type {Record<string, import("./keyboard.js").Act>} */
const ACTS = {
  next: { key: "n", mayRun: may("next"), run: next },
  recall: { key: "r", mayRun: may("recall"), run: () => acts.takeStep("recall") },
  start: { key: "s", mayRun: may("start"), run: () => acts.takeStep("start") },
  park: { key: "p", mayRun: may("park"), run: parkOrResume },
  transfer: { key: "l", mayRun: may("transfer"), run: handOver },
  absent: { key: "u", mayRun: may("absent"), run: () => acts.takeStep("absent") },
  undo: { key: "z", mayRun: may("undo"), run: () => acts.takeStep("undo") },
  finish: { key: "a", mayRun: may("finish"), run: acts.finishOnly },
  other: { key: "k", mayRun: may("other"), run: () => callOther() },
  aside: { key: "b", run: openAside },
  issue: { key: "t", run: issue },
  find: { key: "f", run: openFind },
  contact: { key: "c", run: () => openContact() },
  code: { key: "e", run: openCode },
  together: { key: "g", mayRun: isSeated, run: openTogether },
  complete: { key: "+", mayRun: mayJudge, run: () => judge(true) },
  missing: { key: "-", mayRun: mayJudge, run: () => judge(false) },
  "join-visit": { key: "", mayRun: isSeated, run: joinVisit },
  "end-asking": { key: "", mayRun: isSeated, run: endAsking },
  "leave-visit": { key: "", mayRun: isSeated, run: leaveVisit },
  stops: { key: "m", run: openStops },
  officers: { key: "h", run: openOfficers },
  seat: { key: "d", run: chooseSeat },
  answers: { key: "q", run: openAnswers },
  channel: { key: "j", run: openChannel },
  booking: { key: "i", run: openBooking },
  look: { key: "v", run: turnLook },
  help: { key: "x", isEager: true, run: () => askForHelp("silent") },
  two: { key: "9", isEager: true, run: () => askForHelp("two_of_us") },
  "help-come": { key: "0", isEager: true, run: comeOrEnd },
  incident: { key: "y", run: openIncident },
  keys: { key: "?", run: () => openDialog("keys") },
  visit: { key: "", run: openOrResume },
  pause: { key: "o", mayRun: may("pause"), run: openPause },
  close: { key: "", mayRun: may("close"), run: () => acts.turnDesk("close") },
  "send-again": { key: "", run: carryOutAgain },
  "let-go": { key: "", run: letGo },
  ...Object.fromEntries(acts.OUTCOMES.map((outcome, place) => [outcome, { key: String(place + 1), run: () => acts.choose(outcome) }])),
};

const live = new Live({
  branches: [page.branchId],
  who: () => ({ view: "desk", ...(page.deskId ? { desk_id: page.deskId } : {}) }),
  onView: seen,
  onFreshness: freshness,
});

function parkOrResume() {
  return page.place?.visit ? acts.takeStep("park") : resumeParked();
}

function openOrResume() {
  if (!isSeated()) return chooseSeat();
  return page.place?.desk.state === "paused" ? acts.turnDesk("resume") : undefined;
}

function openStops() {
  fillStops(page.names, page.view);
  openDialog("stops");
}

/** @param {any} view @param {any[]} calls */
function seen(view, calls) {
  page.view = view;
  page.deskId = seatOnServer() ?? page.deskId;
  changed();
  followNotes();
  tellCalls(calls);
  if (onlyOnce.isFirst && !isSeated()) chooseSeat();
  onlyOnce.isFirst = false;
  document.documentElement.dataset.ready = "true";
}

/** Somebody was called to this desk while it stood ready. @param {any[]} calls */
function tellCalls(calls) {
  if (page.isBusy) return;
  for (const call of calls) if (call.desk_id === page.deskId && !call.again) announce(text("said.called", { number: call.number }));
}

/** @param {boolean} isStale @param {number} heardMs */
function freshness(isStale, heardMs) {
  page.heardMs = heardMs;
  if (isStale === page.isStale) return;
  page.isStale = isStale;
  announce(text(isStale ? "said.stale" : "said.fresh"));
  changed();
}

function everySecond() {
  showClock();
  if (page.place) showTimer();
}

async function begin() {
  page.names = await fetchNames(page.branchId);
  for (const draw of [showTop, showBanners, showVisit, showHandOver, drawPreparation, showTogether, showKeys, showLine, showAside, showBreaks, showOfficers, showAnswerKey, showHelps, showEarlier, () => showStops(page.names, page.view)]) whenChanged(draw);
  for (const prepare of [prepareOutcome, prepareHandOver, prepareSheet, prepareTogether, prepareOther, prepareFind, prepareIssue, preparePause, prepareAnswers, prepareChannel, prepareBooking, prepareIncident, prepareContact, prepareCode]) prepare();
  prepareSeat(() => live.again());
  prepareStops({ branchId: page.branchId, carryOut, done: (words) => (closeDialog("stops"), say(words)) });
  prepareOfficers();
  prepareLetters();
  listen(ACTS);
  setInterval(everySecond, 1000);
  setInterval(changed, 15_000);
  everySecond();
  live.start();
}

function prepareLetters() {
  const box = find("letters");
  box.checked = recall("letters", true);
  box.addEventListener("change", () => remember("letters", box.checked));
}

begin();
