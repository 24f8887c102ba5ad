// SPDX-License-Identifier: EUPL-1.2
/** What is told: in the live region for those who listen, in the message line for those who look. Never steals the focus. */
import { tellIn } from "../dialog.js";
import { find, write } from "../dom.js";
import { text } from "../texts.js";
import { changed, page } from "./page.js";

/** @param {string} words */
export function announce(words) {
  const region = find("announcer");
  region.textContent = "";
  requestAnimationFrame(() => write(region, words));
}

/** @param {string} words @param {boolean} [isBad] */
export function say(words, isBad = false) {
  page.message = { words, isBad };
  const dialog = document.querySelector("dialog[open]:has(.dialog-message)");
  if (dialog) tellIn(dialog, words, !isBad);
  else announce(words);
  changed();
}

/** Why the server would not. @param {{code: string, detail?: string}} problem */
export function sayProblem(problem) {
  const key = `problem.${problem.code}`;
  const words = text(key, { number: page.place?.visit?.number ?? "" });
  say(words === key ? text("problem.unexpected") : words, true);
}

/** The last message has been answered by an act. */
export function hush() {
  if (!page.message) return;
  page.message = null;
  changed();
}
