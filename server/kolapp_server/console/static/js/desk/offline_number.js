// SPDX-License-Identifier: EUPL-1.2
/** A number that the server does not know, on a slip from a kiosk that has no connection: it can be called all the same. */
import { closeDialog } from "../dialog.js";
import { icon, make } from "../dom.js";
import { text } from "../texts.js";
import { callNext } from "./acts.js";
import { allowed } from "./show_keys.js";
import { page } from "./page.js";

/** "k1-7" is K1-07; null for a number that no kiosk gives by itself. @param {string} typed @returns {string | null} */
export function asOfflineNumber(typed) {
  const found = /^K(\d{1,3})\s*[-– ]\s*(\d{1,4})$/.exec(typed.trim().toUpperCase());
  return found ? `K${found[1]}-${found[2].padStart(2, "0")}` : null;
}

/** What is shown where that number is not known. @param {string} number @returns {Element[]} */
export function offer(number) {
  const call = make("button", { type: "button", class: "primary", id: "call-offline", click: () => callUntold(number) }, icon("off"), text("find.call_offline"));
  return [
    make("p", { class: "huge" }, number),
    make("p", {}, text("find.offline")),
    ...(allowed().next ? [make("div", { class: "dialog-keys" }, call)] : []),
  ];
}

/** @param {string} number */
function callUntold(number) {
  closeDialog("find");
  return callNext(page.outcome, { offline_number: number, number });
}
