// SPDX-License-Identifier: EUPL-1.2
/** A slip once more, marked as a copy, on the first printer that can. */
import { uuid7 } from "../ids.js";
import { stepPath } from "../paths.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { say } from "./say.js";

/** @param {any} ticket */
export async function reprint(ticket) {
  const words = text("did.reprint", { number: ticket.number });
  const order = { path: stepPath(ticket.ticket_id, "reprint"), body: { request_id: uuid7() } };
  if (await carryOut(words, order)) say(words);
}
