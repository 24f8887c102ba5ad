// SPDX-License-Identifier: EUPL-1.2
/** What was said before, when the visitor at the desk came back with a code: asked for once, at the call; the server notes who reads. */
import { find, show } from "../dom.js";
import { recordRows } from "../matter.js";
import { branchPath } from "../paths.js";
import { ask } from "../send.js";
import { page } from "./page.js";

/** @type {{ticketId: string, matter: any}} */
let known = { ticketId: "", matter: null };

/** Draws it under the visit, and asks for it when the visit has come. */
export function showEarlier() {
  const visit = page.place?.visit;
  const isNew = Boolean(visit?.contact_id) && known.ticketId !== visit.ticket_id;
  if (!visit) known = { ticketId: "", matter: null };
  if (isNew) follow(visit);
  const matter = visit && known.ticketId === visit.ticket_id ? known.matter : null;
  show(find("visit-earlier"), Boolean(matter));
}

/** @param {any} visit */
async function follow(visit) {
  known = { ticketId: visit.ticket_id, matter: null };
  const { value, isLost } = await ask(branchPath(page.branchId, `contacts/${visit.contact_id}`));
  if (known.ticketId !== visit.ticket_id) return;
  known = { ticketId: isLost ? "" : visit.ticket_id, matter: value ?? null };
  if (value) find("visit-earlier-list").replaceChildren(...recordRows(value, page.names, visit.ticket_id));
  showEarlier();
}
