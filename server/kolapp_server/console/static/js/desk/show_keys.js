// SPDX-License-Identifier: EUPL-1.2
/** The keys below the visit: which can be pressed now, what has been chosen, and what "next" will do. */
import { find, setAttribute, write } from "../dom.js";
import { clock } from "../moment.js";
import { text } from "../texts.js";
import { OUTCOMES, outcomeName } from "./acts.js";
import { isSeated, page } from "./page.js";

const ASKED_OF_SERVER = ["next", "recall", "start", "park", "transfer", "absent", "undo", "finish", "other", "pause", "close"];

/** What may be pressed now, by the act's name; nothing that the server must carry out while it is away. @returns {Record<string, boolean>} */
export function allowed() {
  const place = /** @type {any} */ (page.place);
  const state = place?.visit?.state;
  if (page.isStale) return {};
  const isFree = isSeated() && !place.visit && !place.desk.takes_part && place.desk.state !== "paused";
  return {
    next: isSeated() && !place.desk.takes_part && place.desk.state !== "paused",
    recall: state === "called",
    start: state === "called",
    park: state === "serving" || (isFree && place.parked.length > 0),
    transfer: Boolean(state),
    absent: state === "called",
    undo: state === "called",
    finish: Boolean(state) && page.outcome !== null,
    other: isSeated() && place.desk.state !== "paused" && place.total > 0,
    pause: isSeated(),
    close: isSeated(),
  };
}

/** Draws the keys. */
export function showKeys() {
  const now = allowed();
  for (const name of ASKED_OF_SERVER) {
    for (const button of document.querySelectorAll(`[data-act="${name}"]`)) setAttribute(button, "aria-disabled", now[name] ? null : "true");
  }
  for (const outcome of OUTCOMES) showOutcome(outcome);
  const canResume = page.place?.visit?.state !== "serving" && allowed().park;
  write(find("park-words"), text(canResume ? "act.resume" : "act.park"));
  write(find("next-words"), page.isBusy ? "…" : nextWords());
  setAttribute(find("next"), "aria-busy", page.isBusy ? "true" : null);
  write(find("last"), page.last ? text("last", { order: page.last.words, time: clock(page.last.at) }) : "");
}

/** @param {string} outcome */
function showOutcome(outcome) {
  const button = document.querySelector(`[data-act="${outcome}"]`);
  if (!button) return;
  setAttribute(button, "aria-pressed", page.outcome === outcome ? "true" : "false");
  setAttribute(button, "aria-disabled", page.place?.visit ? null : "true");
}

/** What "next" does when it is pressed now, in one sentence. */
export function nextWords() {
  const place = /** @type {any} */ (page.place);
  const names = { visit: place.visit?.number, next: place.next?.number, outcome: page.outcome ? outcomeName(page.outcome) : "" };
  if (page.isStale) return text("next.stale");
  if (!isSeated()) return text("next.closed");
  if (place.desk.state === "paused") return text("next.paused");
  if (place.desk.takes_part) return text("next.joined");
  if (place.visit && !page.outcome) return text(place.next ? "next.asks" : "next.asks_alone", names);
  if (place.visit) return text(place.next ? "next.finish_and_call" : "next.finish_and_ready", names);
  if (place.next) return text("next.call", names);
  return text(place.desk.state === "ready" ? "next.is_ready" : "next.ready");
}
