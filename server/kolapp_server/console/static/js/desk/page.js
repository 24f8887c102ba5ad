// SPDX-License-Identifier: EUPL-1.2
/** What the console holds in mind between two pictures of it. One object; `changed` draws the page anew. */
import { now } from "../moment.js";
import { placeOf } from "../queue.js";
import { recall } from "../memory.js";

const meta = (/** @type {string} */ name) => document.querySelector(`meta[name="${name}"]`)?.getAttribute("content") ?? "";

/**
 * `outcome` is what the clerk has pressed for the visit at the desk; `pending` an order whose outcome is unknown;
 * `detail` the visit's notes; `last` the last order that was carried out.
 */
export const page = {
  branchId: meta("branch"),
  clerk: meta("clerk"),
  deskId: /** @type {string | null} */ (recall("seat")?.deskId ?? null),
  /** @type {any} */ names: null,
  /** @type {any} */ view: null,
  /** @type {import("../queue.js").Place | null} */ place: null,
  /** @type {string | null} */ outcome: null,
  isBusy: false,
  isStale: false,
  heardMs: Date.now(),
  /** @type {{words: string, order: any} | null} */ pending: null,
  /** @type {{words: string, at: number} | null} */ last: recall("last"),
  /** @type {{words: string, isBad: boolean} | null} */ message: null,
  /** @type {any} */ detail: null,
};

/** @type {(() => void)[]} */
const drawers = [];

/** @param {() => void} draw called after every change */
export const whenChanged = (draw) => drawers.push(draw);

/** Works out anew what the view says about this desk, and draws. */
export function changed() {
  if (!page.view || !page.names) return;
  page.place = placeOf(page.view, page.names.profiles, page.deskId ?? "", now());
  if (page.place.visit?.ticket_id !== page.outcomeFor) forgetOutcome();
  for (const draw of drawers) draw();
}

/** No outcome is preselected: a new visit begins without one. */
export function forgetOutcome() {
  page.outcome = null;
  page.outcomeFor = page.place?.visit?.ticket_id;
}

/** Whether the signed-in clerk sits at this desk. */
export const isSeated = () => page.place !== null && sitsAt(page.place.desk);

/** Whether the signed-in clerk sits there: as the view says, else as this browser remembers. @param {any} desk */
export function sitsAt(desk) {
  if (desk.state === "closed") return false;
  const seat = recall("seat", {});
  return desk.clerk ? desk.clerk === page.clerk : seat.deskId === desk.desk_id && seat.clerk === page.clerk;
}
