// SPDX-License-Identifier: EUPL-1.2
/**
 * How old the estimate is that a page shows. Pure: the clock is given.
 *
 * The server says with each pulse, more than once a second, for which moment its estimates hold. What has not been said to hold within
 * two seconds is shown with its age, whether the wire is silent or the server is slow.
 */

export const SAID_FROM_MS = 2_000;
/** So long before that it is said already: whoever draws it looks now and then, and may be late. */
const BEFORE_MS = 250;

export class Freshness {
  constructor() {
    this.isStale = false;
    this.heardMs = Date.now();
    /** @type {number | null} */
    this.holdsMs = null;
  }

  /** @param {{at: string, estimates_at?: string}} pulse @param {number} nowMs */
  pulsed(pulse, nowMs) {
    if (pulse.estimates_at) this.holdsMs = nowMs - Math.max(0, Date.parse(pulse.at) - Date.parse(pulse.estimates_at));
  }

  /** @param {boolean} isStale @param {number} heardMs */
  heard(isStale, heardMs) {
    Object.assign(this, { isStale, heardMs });
    this.holdsMs ??= heardMs;
  }

  /** Whole seconds since the estimate was known to hold; null while that is two seconds or less. @param {number} nowMs */
  oldForS(nowMs) {
    const ageMs = this.holdsMs === null ? 0 : nowMs - this.holdsMs;
    return ageMs > SAID_FROM_MS - BEFORE_MS ? Math.max(2, Math.floor(ageMs / 1000)) : null;
  }
}
