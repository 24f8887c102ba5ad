// SPDX-License-Identifier: EUPL-1.2
/** A desk that opens later: whoever has its errands is told when, instead of waiting in vain. */
import { find } from "./dom.js";
import { uuid7 } from "./ids.js";
import { clock, onToday } from "./moment.js";
import { deskTitle, profileName } from "./names.js";
import { fill } from "./options.js";
import { deskPath } from "./paths.js";
import { carryOut, tell } from "./staff_page.js";
import { text } from "./texts.js";

/** Fills the choices and listens for the form. @param {any} names */
export function preparePlan(names) {
  fill(find("plan-desk"), [...names.desks.keys()].map((id) => [id, deskTitle(names, id)]));
  fill(find("plan-profile"), [...names.profiles.keys()].map((id) => [id, profileName(names, id)]));
  find("plan-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    plan(/** @type {any} */ (event.currentTarget).elements, names);
  });
}

/** @param {any} elements @param {any} names */
async function plan({ desk, profile, time }, names) {
  const opensAt = onToday(time.value);
  if (!opensAt) return;
  const words = text("did.plan", { desk: deskTitle(names, desk.value), time: clock(opensAt.getTime()) });
  const body = { request_id: uuid7(), profile_id: profile.value, opens_at: opensAt.toISOString() };
  if (await carryOut(words, { path: deskPath(desk.value, "plan"), body })) tell(words);
}
