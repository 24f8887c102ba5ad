// SPDX-License-Identifier: EUPL-1.2
/** One message on all screens, and stopping an errand or the whole kiosk for today. Used by desk and office. */
import { onSubmit } from "./dialog.js";
import { find, make, matchRows, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { errandName } from "./names.js";
import { clock, now } from "./moment.js";
import { fill, fillErrands } from "./options.js";
import { branchPath } from "./paths.js";
import { text } from "./texts.js";

/** @typedef {{branchId: string, carryOut: (words: string, order: any) => Promise<any>, done: (words: string) => void}} Means */

/** Listens for both forms. @param {Means} means */
export function prepareStops(means) {
  onSubmit("notice-form", ({ elements }) => post(means, elements.text.value.trim() || null));
  find("notice-away").addEventListener("click", () => post(means, null));
  onSubmit("stop-form", ({ elements }) => stop(means, elements.errand.value || null, elements.text.value.trim() || null));
  onSubmit("longer-form", ({ elements }) => stayOpen(means, elements.until.value));
  find("stops-list").addEventListener("click", (/** @type {Event} */ event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-lift]");
    if (button) lift(means, button.getAttribute("data-lift") || null);
  });
}

/** Fills the forms with what is true now. @param {any} names @param {any} view */
export function fillStops(names, view) {
  fillErrands(find("stop-errand"), names, [["", text("stops.whole_kiosk")]]);
  find("notice-text").value = view.notice ?? "";
  fill(find("longer-until"), laterTimes(view));
}

const HALF_HOUR_MS = 30 * 60_000;

/** The whole and half hours of the next six hours, after the time when the reception closes. @param {any} view @returns {[string, string][]} */
function laterTimes(view) {
  const from = Math.max(now(), Date.parse(view.opening.closes_at ?? 0) || 0);
  const first = Math.floor(from / HALF_HOUR_MS) + 1;
  const instants = Array.from({ length: 12 }, (_, place) => new Date((first + place) * HALF_HOUR_MS));
  return instants.map((instant) => [instant.toISOString(), clock(instant.getTime())]);
}

/** Draws what is stopped. @param {any} names @param {any} view */
export function showStops(names, view) {
  const stopped = view.waits.filter((/** @type {any} */ line) => line.is_stopped).map((/** @type {any} */ line) => [line.key, errandName(names, line.key), line.stop_text]);
  const all = view.opening.is_stopped ? [["", text("stops.whole_kiosk"), view.opening.stop_text], ...stopped] : stopped;
  show(find("stops-none"), all.length === 0);
  show(find("notice-away"), Boolean(view.notice));
  matchRows(find("stops-list"), all, ([key]) => `stop-${key}`, ([key]) => madeStop(key), (row, [, name, words]) => {
    write(row.querySelector(".grow"), words ? `${name}: ${words}` : name);
  });
}

/** @param {string} key */
const madeStop = (key) =>
  make("li", { class: "choice" }, make("span", { class: "grow" }), make("button", { type: "button", class: "plain", "data-lift": key }, text("stops.lift")));

/** @param {Means} means @param {string | null} words */
async function post(means, words) {
  const did = text(words ? "did.notice" : "did.notice_away");
  const order = { path: branchPath(means.branchId, "notice"), body: { request_id: uuid7(), text: words } };
  if (await means.carryOut(did, order)) means.done(did);
  if (!words) find("notice-text").value = "";
}

/** @param {Means} means @param {string | null} errandId @param {string | null} words */
async function stop(means, errandId, words) {
  const body = { request_id: uuid7(), errand_id: errandId, text: words };
  if (await means.carryOut(text("did.stop"), { path: branchPath(means.branchId, "stops"), body })) means.done(text("did.stop"));
}

/** @param {Means} means @param {string | null} errandId */
async function lift(means, errandId) {
  const order = { path: branchPath(means.branchId, "stops/lift"), body: { request_id: uuid7(), errand_id: errandId } };
  if (await means.carryOut(text("did.lift"), order)) means.done(text("did.lift"));
}

/** @param {Means} means @param {string} until */
async function stayOpen(means, until) {
  const did = text("did.longer", { time: clock(until) });
  if (await means.carryOut(did, { path: branchPath(means.branchId, "opening"), body: { request_id: uuid7(), until } })) means.done(did);
}
