// SPDX-License-Identifier: EUPL-1.2
/** A slip once more, marked as a copy, on the first printer that can; and whether it came out, as soon as that is known. */
import { uuid7 } from "../ids.js";
import { printJobPath, stepPath } from "../paths.js";
import { ask } from "../send.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { say } from "./say.js";

const ASKED_EVERY_MS = 1_000;
/** A slip that nobody fetched is given up by the server after two minutes. */
const ASKED_FOR_MS = 130_000;

/** @param {any} ticket */
export async function reprint(ticket) {
  const words = text("did.reprint", { number: ticket.number });
  const jobId = uuid7();
  const order = { path: stepPath(ticket.ticket_id, "reprint"), body: { request_id: jobId } };
  if (!(await carryOut(words, order))) return;
  say(words);
  const result = await came(jobId);
  say(text(`did.reprint_${result}`, { number: ticket.number }), result !== "confirmed");
}

/** What is known of the paper: confirmed, failed or unknown. @param {string} jobId */
export async function came(jobId) {
  const latest = Date.now() + ASKED_FOR_MS;
  while (Date.now() < latest) {
    await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
    const { value, problem } = await ask(printJobPath(jobId));
    if (problem) break;
    if (value?.result) return value.result;
    if (value?.is_expired) return "failed";
  }
  return "unknown";
}
