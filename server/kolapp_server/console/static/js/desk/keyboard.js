// SPDX-License-Identifier: EUPL-1.2
/** Keys and buttons are one: both name an act. Single letters rest while one writes, in dialogs, and when switched off. */
import { recall } from "../memory.js";
import { text } from "../texts.js";
import { page } from "./page.js";
import { hush, say } from "./say.js";

const SAME_PRESS_MS = 400;

/** An act that `isEager` waits for nothing and counts each press by itself. @typedef {{key: string, isEager?: boolean, mayRun?: () => boolean, run: () => unknown}} Act */

/** @param {Record<string, Act>} acts by the name in data-act */
export function listen(acts) {
  const byKey = new Map(Object.entries(acts).map(([name, act]) => [act.key, name]));
  const inTurn = debounced((/** @type {string} */ name) => attempt(acts[name]));
  const run = (/** @type {string} */ name) => (acts[name]?.isEager ? acts[name].run() : inTurn(name));
  document.addEventListener("keydown", (event) => {
    const name = byKey.get(event.key.toLowerCase());
    if (!name || !isForUs(event)) return;
    event.preventDefault();
    run(name);
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (button) run(button.getAttribute("data-act") ?? "");
  });
}

/** Whether single letters are on in this browser. */
export const lettersAreOn = () => recall("letters", true);

/** @param {KeyboardEvent} event */
function isForUs(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return false;
  if (document.querySelector("dialog[open]")) return false;
  const field = /** @type {Element} */ (event.target).closest("input, textarea, select, [contenteditable]");
  // A field of a dialog that has just closed keeps the focus until the next frame; nobody writes in it any more.
  if (field?.checkVisibility()) return false;
  return lettersAreOn() || event.key === "?";
}

/** @param {Act | undefined} act */
function attempt(act) {
  if (!act || page.isBusy) return;
  hush();
  if (act.mayRun && !act.mayRun()) say(text(page.isStale ? "act.no_server" : "act.not_now"), true);
  else act.run();
}

/** The same act twice within a moment is one press. @param {(name: string) => void} run */
function debounced(run) {
  let last = { name: "", at: -Infinity };
  return (/** @type {string} */ name) => {
    const at = performance.now();
    const isSame = name === last.name && at - last.at < SAME_PRESS_MS;
    if (!isSame) last = { name, at };
    if (!isSame) run(name);
  };
}
