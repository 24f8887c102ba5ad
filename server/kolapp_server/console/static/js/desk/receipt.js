// SPDX-License-Identifier: EUPL-1.2
/** A visitor's receipt on the first printer that can; and whether it came out, as soon as that is known. */
import { uuid7 } from "../ids.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { came } from "./reprint.js";
import { say } from "./say.js";

/** @param {string} path @param {string} code which the server does not keep, so whoever asks brings it */
export async function printReceipt(path, code) {
  const jobId = uuid7();
  if (!(await carryOut(text("did.receipt"), { path, body: { request_id: jobId, code } }))) return;
  say(text("did.receipt"));
  const result = await came(jobId);
  say(text(`did.receipt_${result}`), result !== "confirmed");
}
