// SPDX-License-Identifier: EUPL-1.2
/** What monitor and office share: the branch, the clock, how fresh the view is, and orders with a word back. */
import { find, icon, make, write } from "./dom.js";
import { Live } from "./live.js";
import { clock, now } from "./moment.js";
import { fetchNames } from "./names.js";
import { send } from "./send.js";
import { text } from "./texts.js";

export const branchId = document.querySelector('meta[name="branch"]')?.getAttribute("content") ?? "";

/** Follows a view and draws it whenever it changes. @param {string} view @param {(view: any, names: any) => void} draw */
export async function follow(view, draw) {
  /** @type {{names: any, view: any}} */
  const known = { names: await fetchNames(branchId), view: null };
  const redraw = () => known.view && draw(known.view, known.names);
  const live = new Live({
    branches: [branchId],
    who: () => ({ view }),
    onView: (seen) => {
      known.view = seen;
      redraw();
      document.documentElement.dataset.ready = "true";
    },
    onFreshness: showFreshness,
  });
  const tick = () => write(find("clock"), clock(now()));
  tick();
  setInterval(tick, 1000);
  setInterval(redraw, 15_000);
  live.start();
}

/** @param {boolean} isStale @param {number} heardMs */
function showFreshness(isStale, heardMs) {
  const line = find("health");
  const words = isStale ? text("banner.stale", { time: clock(heardMs) }) : text("health.live");
  if (line.dataset.words === words) return;
  Object.assign(line.dataset, { words, state: isStale ? "stale" : "good" });
  line.replaceChildren(icon(isStale ? "off" : "check"), make("span", {}, words));
}

/** @param {string} words @param {any} order @returns {Promise<any>} */
export async function carryOut(words, order) {
  const { value, problem, isLost } = await send(order);
  if (value) return value;
  const key = `problem.${problem?.code}`;
  const known = text(key, { number: "" });
  tell(isLost ? text("order.unknown", { order: words }) : known === key ? text("problem.unexpected") : known);
  return null;
}

/** @param {string} words */
export const tell = (words) => write(find("told"), words);
