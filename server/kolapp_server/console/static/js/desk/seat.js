// SPDX-License-Identifier: EUPL-1.2
/** Sitting down: which desk, with which profile. The browser remembers both, since it usually stands on one desk. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find, make } from "../dom.js";
import { recall, remember } from "../memory.js";
import { deskTitle, languageName, profileName } from "../names.js";
import { fill } from "../options.js";
import { offerPractice } from "../practice.js";
import { isNeeded } from "../speakers.js";
import { language, text } from "../texts.js";
import { openDesk } from "./acts.js";
import { changed, page, sitsAt } from "./page.js";

/** @param {() => void} moved called when this console belongs to another desk */
export function prepareSeat(moved) {
  onSubmit("seat-form", async (form) => {
    const [deskId, profileId] = [form.elements.desk.value, form.elements.profile.value];
    const spoken = boxes().filter((box) => box.checked).map((box) => box.value);
    if (!(await openDesk(deskId, profileId, spoken))) return;
    find("seat-languages").dataset.spoken = spoken.join(" ");
    remember("seat", { deskId, profileId, clerk: page.clerk });
    page.deskId = deskId;
    changed();
    moved();
    closeDialog("seat");
  });
}

/** Opens the dialog with what was chosen last. */
export function chooseSeat() {
  const seat = recall("seat", {});
  fill(find("seat-desk"), [...page.names.desks.keys()].map((id) => [id, deskWords(id)]), page.deskId ?? seat.deskId);
  const profile = page.place?.desk.profile_id ?? seat.profileId;
  fill(find("seat-profile"), [...page.names.profiles.keys()].map((id) => [id, profileName(page.names, id)]), profile);
  fillLanguages();
  openDialog("seat");
  offerPractice();
}

/** The languages of the branch, and what this clerk has told of before. */
function fillLanguages() {
  const spoken = (find("seat-languages").dataset.spoken ?? "").split(" ").filter(Boolean);
  const offered = page.names.catalogue.languages.filter(isNeeded);
  const known = [...offered, ...spoken.filter((/** @type {string} */ code) => !offered.includes(code))];
  find("seat-spoken").replaceChildren(...known.map((code) => languageBox(code, spoken.includes(code))));
}

/** @param {string} code @param {boolean} checked */
const languageBox = (code, checked) =>
  make("label", { class: "choice" }, make("input", { type: "checkbox", name: "spoken", value: code, checked }), make("span", {}, languageName(code, language())));

/** @returns {any[]} */
const boxes = () => [...document.querySelectorAll('#seat-form [name="spoken"]')];

/** @param {string} deskId */
function deskWords(deskId) {
  const line = page.view.desks.find((/** @type {any} */ desk) => desk.desk_id === deskId);
  const isTaken = line?.clerk && line.state !== "closed" && line.clerk !== page.clerk;
  return isTaken ? text("seat.taken", { desk: deskTitle(page.names, deskId), clerk: line.clerk ?? "" }) : deskTitle(page.names, deskId);
}

/** The desk at which this clerk already sits, as the server says. @returns {string | null} */
export function seatOnServer() {
  return page.view.desks.find(sitsAt)?.desk_id ?? null;
}
