// SPDX-License-Identifier: EUPL-1.2
/** "Why this one, and why not that one?" in one line of the page's language, from the facts that the server gives. Pure. */
import { clock } from "./moment.js";
import { deskName, deskTitle } from "./names.js";
import { text } from "./texts.js";

/** @param {any} why facts of kolapp_contract.desk.Why @param {any} names @param {string | null} deskId the desk that is meant where none is told */
export function whyWords(why, names, deskId) {
  const at = why.code === "desk_closed" ? deskTitle : deskName;
  return text(`because.${codeOf(why)}`, {
    number: why.number ?? "",
    first: why.first ?? why.number ?? "",
    desk: at(names, why.desk_id ?? deskId),
    state: why.state ? text(`state.${why.state}`).toLowerCase() : "",
    reason: reasonName(why.manual_reason),
    came: time(why.came_at),
    counts: time(why.counts_from),
    firstCounts: time(why.first_counts_from),
    booked: time(why.booked_at),
    until: time(why.until),
    at: time(why.at),
  });
}

/** An earlier turn has one sentence for each kind of the one who comes first. @param {any} why */
function codeOf(why) {
  if (why.code !== "earlier_turn") return why.code;
  return why.first ? `earlier_${why.first_kind}` : "nobody_first";
}

/** @param {string | null | undefined} at */
const time = (at) => (at ? clock(at) : "");

/** A reason that this page does not know is shown as its code. @param {string | null | undefined} code */
export function reasonName(code) {
  const key = `reason.${code}`;
  const known = text(key);
  return known === key ? (code ?? "") : known;
}
