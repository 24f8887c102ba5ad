// SPDX-License-Identifier: EUPL-1.2
/** Carries out one order at a time. What is lost on the wire keeps its request_id and is sent again only as the same order. */
import { remember } from "../memory.js";
import { now } from "../moment.js";
import { send } from "../send.js";
import { text } from "../texts.js";
import { changed, page } from "./page.js";
import { hush, say, sayProblem } from "./say.js";

/**
 * @param {string} words what it does ("Kallar A043") @param {any} order @param {(value: any) => string} [did] what it did, when that is known
 * @returns {Promise<any>} the answer's value, or null
 */
export async function carryOut(words, order, did = () => words) {
  if (page.isBusy) return null;
  page.isBusy = true;
  page.pending = null;
  hush();
  changed();
  const answer = await send(order, () => say(text("order.not_yet", { order: words }), true));
  hush();
  await seen(answer.value?.seq);
  page.isBusy = false;
  return settled(words, order, answer, did);
}

/** Sends the order whose outcome is unknown once more: the same id, so that it happens once. */
export async function carryOutAgain() {
  const { pending } = page;
  return pending ? carryOut(pending.words, pending.order) : null;
}

/** The clerk has looked, and lets the order go. */
export function letGo() {
  page.pending = null;
  changed();
}

const SEEN_WITHIN_MS = 5000;

/** Until the live view shows what was answered, so that the next key meets what it stands on. @param {number | undefined} seq */
async function seen(seq) {
  const latest = Date.now() + SEEN_WITHIN_MS;
  while (seq !== undefined && page.view.seq < seq && !page.isStale && Date.now() < latest) await new Promise((resolve) => setTimeout(resolve, 15));
}

/** @param {string} words @param {any} order @param {import("../send.js").Answer} answer @param {(value: any) => string} did */
function settled(words, order, answer, did) {
  if (answer.isLost) {
    page.pending = { words, order };
    say(text("order.unknown", { order: words }), true);
    return null;
  }
  if (answer.problem) return refused(answer.problem);
  page.last = { words: did(answer.value), at: now() };
  remember("last", page.last);
  changed();
  return answer.value;
}

/** @param {any} problem */
function refused(problem) {
  if (problem.code === "not_signed_in") location.assign("/sign-in");
  sayProblem(problem);
  return null;
}
