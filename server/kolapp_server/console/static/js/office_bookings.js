// SPDX-License-Identifier: EUPL-1.2
/** How booked times were kept: each share beside what it is a part of. */
import { find, write } from "./dom.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { text } from "./texts.js";

/** @param {string} branchId */
export async function showBookings(branchId) {
  const { value } = await ask(branchPath(branchId, "bookings/figures?days=30"));
  if (!value) return write(find("bookings-booked"), text("bookings.unknown"));
  write(find("bookings-booked"), text("bookings.n", { n: value.booked, cancelled: value.cancelled }));
  write(find("bookings-on-time"), share(value.on_time, value.called));
  write(find("bookings-late"), share(value.late, value.came));
  write(find("bookings-missed"), share(value.missed, value.booked));
}

/** @param {number} part @param {number} whole */
const share = (part, whole) => (whole ? text("bookings.share", { part, whole, percent: Math.round((100 * part) / whole) }) : text("bookings.none"));
