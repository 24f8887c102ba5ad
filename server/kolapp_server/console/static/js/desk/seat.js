// SPDX-License-Identifier: EUPL-1.2
/** Sitting down: which desk, with which profile. The browser remembers both, since it usually stands on one desk. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find } from "../dom.js";
import { recall, remember } from "../memory.js";
import { deskTitle, profileName } from "../names.js";
import { fill } from "../options.js";
import { offerPractice } from "../practice.js";
import { text } from "../texts.js";
import { openDesk } from "./acts.js";
import { changed, page, sitsAt } from "./page.js";

/** @param {() => void} moved called when this console belongs to another desk */
export function prepareSeat(moved) {
  onSubmit("seat-form", async (form) => {
    const [deskId, profileId] = [form.elements.desk.value, form.elements.profile.value];
    if (!(await openDesk(deskId, profileId))) return;
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
  openDialog("seat");
  offerPractice();
}

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
