// SPDX-License-Identifier: EUPL-1.2
/** Those who are not in line just now: parked at this desk, or absent when they were called. */
import { openDialog } from "../dialog.js";
import { find, make, matchRows, show, write } from "../dom.js";
import { now, waited } from "../moment.js";
import { errandName } from "../names.js";
import { text } from "../texts.js";
import { takeStep } from "./acts.js";
import { page } from "./page.js";

/** Opens the list; it stays true while it is open. */
export function openAside() {
  openDialog("aside-dialog");
  showAside();
}

/** Draws the list. */
export function showAside() {
  const { parked, absent } = /** @type {any} */ (page.place);
  show(find("aside-empty"), parked.length + absent.length === 0);
  matchRows(find("aside-list"), [...parked, ...absent], (ticket) => `${ticket.ticket_id} ${ticket.state}`, made, (row, ticket) => {
    write(row.querySelector(".row-time"), waited(ticket.since, now()));
  });
}

/** P with nobody at the desk: the only parked visitor goes on, or one is chosen. */
export function resumeParked() {
  const { parked } = /** @type {any} */ (page.place);
  return parked.length === 1 ? takeStep("resume", {}, parked[0]) : openAside();
}

/** @param {any} ticket */
function made(ticket) {
  const step = ticket.state === "parked" ? "resume" : "return";
  const go = make("button", { type: "button", class: "plain", click: () => takeStep(step, {}, ticket) }, text(`aside.${step}`));
  return make(
    "li",
    { class: "choice" },
    make("strong", {}, ticket.number),
    make("span", { class: "grow" }, `${text(`state.${ticket.state}`)}, ${errandName(page.names, ticket.errand_id)}`),
    make("span", { class: "row-time" }),
    go,
  );
}
