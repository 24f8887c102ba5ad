// SPDX-License-Identifier: EUPL-1.2
/** What is asked for as help, in words: at a desk, by two of us, by a visitor at a kiosk. Pure but for the page's language. */
import { clock } from "./moment.js";
import { deskName, deskTitle } from "./names.js";
import { text } from "./texts.js";

/** What is most urgent first; then what nobody answers, then the oldest. */
const URGENCY = ["silent", "visitor", "two_of_us"];

/** @param {any} view */
export const standing = (view) =>
  [...(view.helps ?? [])].sort((one, other) => Number(one.coming.length > 0) - Number(other.coming.length > 0) || URGENCY.indexOf(one.kind) - URGENCY.indexOf(other.kind));

/** @param {any} help @param {any} view @param {any} names */
export function helpWords(help, view, names) {
  const kiosk = (view.devices ?? []).find((/** @type {any} */ line) => line.device_id === help.device_id)?.name ?? "";
  const desk = help.desk_id ? deskTitle(names, help.desk_id) : "";
  return text(`help.asks_${help.kind}`, { desk, kiosk, time: clock(help.asked_at) });
}

/** Who comes: "disk 2 kommer". Empty while nobody does. @param {any} help @param {any} names */
export function comingWords(help, names) {
  const desks = help.coming.map((/** @type {string} */ desk) => deskName(names, desk)).join(", ");
  return desks ? text("help.coming", { desk: desks }) : "";
}
