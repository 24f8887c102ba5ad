// SPDX-License-Identifier: EUPL-1.2
/** "Next" with a visitor still here: first, how did it go? One key answers and calls. */
import { closeDialog, openDialog } from "../dialog.js";
import { find, write } from "../dom.js";
import { text } from "../texts.js";
import { callNext, OUTCOMES } from "./acts.js";
import { page } from "./page.js";

/** Listens for the answer. */
export function prepareOutcome() {
  find("ask-outcome").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const outcome = OUTCOMES[Number(event.key) - 1];
    if (outcome && !event.repeat) answered(outcome);
  });
  find("ask-outcome").addEventListener("click", (/** @type {Event} */ event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-outcome]");
    if (button) answered(button.getAttribute("data-outcome") ?? "");
  });
}

/** Calls the next, after asking where a visit is open and no outcome was given. */
export function next() {
  const visit = page.place?.visit;
  if (!visit || page.outcome) return callNext(visit ? page.outcome : null);
  write(find("ask-outcome-title"), text("ask.title", { number: visit.number }));
  return openDialog("ask-outcome");
}

/** @param {string} outcome */
function answered(outcome) {
  closeDialog("ask-outcome");
  if (page.place?.visit) callNext(outcome);
}
