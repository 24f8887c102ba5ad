// SPDX-License-Identifier: EUPL-1.2
/** The notes of the visit at the desk. They never travel with the live view; they are asked for when the visit comes. */
import { branchPath } from "../paths.js";
import { ask } from "../send.js";
import { changed, page } from "./page.js";

let asked = "";

/** Asks for the notes of the visit that has come to the desk, once. */
export async function followNotes() {
  const visit = page.place?.visit;
  if (!visit) asked = "";
  if (!visit || asked === visit.ticket_id || page.detail?.ticket_id === visit.ticket_id) return;
  asked = visit.ticket_id;
  const { value } = await ask(branchPath(page.branchId, `numbers/${visit.number}`));
  if (value?.ticket_id !== page.place?.visit?.ticket_id) return;
  page.detail = value;
  changed();
}
