// SPDX-License-Identifier: EUPL-1.2
/** In the office: how reachable officers are, unit by unit and of how many questions, where they are now, and saying so for them. */
import { onSubmit } from "./dialog.js";
import { find, make, matchRows, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { onToday } from "./moment.js";
import { officerName, presenceWords } from "./officer_names.js";
import { fill } from "./options.js";
import { branchPath } from "./paths.js";
import { ask, send } from "./send.js";
import { inLanguage, text } from "./texts.js";

/** Shows figures and places, and listens for the form. @param {string} branchId */
export async function prepareOfficers(branchId) {
  onSubmit("officer-place-form", (form) => save(branchId, form));
  const directory = await showPlaces(branchId);
  const { value } = await ask(branchPath(branchId, "officer-figures"));
  if (value) showFigures(value.units ?? [], directory?.units ?? []);
}

/** @param {string} branchId */
async function showPlaces(branchId) {
  const { value } = await ask(branchPath(branchId, "officers"));
  const officers = value?.officers ?? [];
  show(find("officer-none"), officers.length === 0);
  show(find("officer-place-form"), officers.length > 0);
  matchRows(find("officer-places"), officers, (each) => each.officer_id, () => make("div", {}, make("dt"), make("dd")), (row, each) => {
    write(row.querySelector("dt"), officerName(each));
    write(row.querySelector("dd"), presenceWords(each));
  });
  fill(find("place-who"), officers.map((/** @type {any} */ each) => [each.officer_id, officerName(each)]), find("place-who").value);
  return value;
}

/** @param {any[]} units @param {any[]} known */
function showFigures(units, known) {
  show(find("reach-none"), units.length === 0);
  show(find("reach-table"), units.length > 0);
  const nameOf = (/** @type {string} */ id) => inLanguage(known.find((unit) => unit.unit_id === id)?.names) || id;
  find("reach-rows").replaceChildren(...units.map((unit) => rowOf(unit, nameOf(unit.unit_id))));
}

/** @param {any} unit @param {string} name */
function rowOf({ told, answered, prompt, median_seconds: median }, name) {
  const share = (/** @type {number} */ count) => text("reach.share", { count, percent: Math.round((100 * count) / told) });
  const cells = [String(told), share(answered), share(prompt), median == null ? "–" : text("reach.seconds", { n: Math.round(median) })];
  return make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((words) => make("td", {}, words)));
}

/** @param {string} branchId @param {any} form */
async function save(branchId, { elements }) {
  const presence = elements.presence.value || null;
  const until = presence && elements.until.value ? onToday(elements.until.value) : null;
  const path = branchPath(branchId, `officers/${elements.officer.value}/status`);
  const { problem, isLost } = await send({ path, body: { request_id: uuid7(), presence, until } });
  const who = elements.officer.selectedOptions[0].textContent;
  const known = problem && text(`problem.${problem.code}`);
  const refused = known === `problem.${problem?.code}` ? text("problem.unexpected") : known;
  write(find("officer-told"), isLost ? text("order.unknown", { order: who }) : refused ?? text("did.officer_status", { who }));
  await showPlaces(branchId);
}
