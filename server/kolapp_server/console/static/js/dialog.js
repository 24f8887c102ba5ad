// SPDX-License-Identifier: EUPL-1.2
/** Dialogs: native ones, so that focus stays inside, Esc closes, and focus returns to where it was. */
import { find, write } from "./dom.js";

/** @param {string} id @returns {any} the dialog, open and with an empty message line */
export function openDialog(id) {
  const dialog = find(id);
  tellIn(dialog, "");
  if (!dialog.open) dialog.showModal();
  return dialog;
}

/** What the dialog's message line says, where it has one. @param {Element} dialog @param {string} words @param {boolean} [isGood] */
export function tellIn(dialog, words, isGood = false) {
  const line = dialog.querySelector(".dialog-message");
  if (!line) return;
  line.classList.toggle("good", isGood);
  write(line, words);
}

/** @param {string} id */
export const closeDialog = (id) => find(id).close();

/** What is done with a dialog's form when it is sent. @param {string} id of the form @param {(form: any) => unknown} submitted */
export function onSubmit(id, submitted) {
  find(id).addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    submitted(event.currentTarget);
  });
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});
