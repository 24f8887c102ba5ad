// SPDX-License-Identifier: EUPL-1.2
/** Waiting on another floor or in the park: the place stays, and the room has one more seat. */
import { find, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { send } from "./send.js";
import { text } from "./texts.js";

/** @type {{path: string, headers: Record<string, string>}} */
let way = { path: "", headers: {} };
let isElsewhere = false;

/** @param {{path: string, headers: Record<string, string>}} given where it is said, and by what right */
export function prepareElsewhere(given) {
  way = given;
  find("elsewhere").addEventListener("click", turn);
}

/** @param {any} ticket @param {any} room what is known of the waiting room */
export function showElsewhere(ticket, room) {
  const isWaiting = ticket?.state === "waiting";
  if (isWaiting && ticket.is_elsewhere != null) isElsewhere = ticket.is_elsewhere;
  show(find("elsewhere"), isWaiting);
  show(find("elsewhere-words"), isWaiting && isElsewhere);
  show(find("room-full"), isWaiting && Boolean(room?.is_full) && !isElsewhere);
  write(find("room-full-text"), text("ticket.room_full"));
  write(find("elsewhere"), text(isElsewhere ? "ticket.elsewhere_back" : "ticket.elsewhere"));
  write(find("elsewhere-words"), isElsewhere ? text("ticket.elsewhere_set") : "");
}

async function turn() {
  const body = { request_id: uuid7(), is_elsewhere: !isElsewhere };
  const { value } = await send({ ...way, body });
  if (!value) return write(find("announcer"), text("ticket.leave_failed"));
  isElsewhere = body.is_elsewhere;
  return showElsewhere({ state: "waiting" }, null);
}
