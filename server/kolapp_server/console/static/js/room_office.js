// SPDX-License-Identifier: EUPL-1.2
/** In the office: how visitors at kiosks were answered, the incidents, which are fetched only when somebody asks to read them, and practice. */
import { find, make, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { clock, dayOf } from "./moment.js";
import { deskTitle } from "./names.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { text } from "./texts.js";

/** @param {string} branchId @param {any} names */
export function prepareRoom(branchId, names) {
  find("helped-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    lookHelped(branchId, find("helped-day").value);
  });
  lookHelped(branchId, "");
  find("incidents-read").addEventListener("click", () => readIncidents(branchId, names));
}

/** @param {string} branchId @param {string} day */
async function lookHelped(branchId, day) {
  const { value } = await ask(branchPath(branchId, `help-figures${day ? `?day=${day}` : ""}`));
  if (!value) return write(find("helped-words"), text("problem.unexpected"));
  find("helped-day").value = value.day;
  return write(find("helped-words"), helpedWords(value));
}

/** @param {any} told */
function helpedWords(told) {
  if (told.is_few) return text("helped.few");
  if (!told.asked) return text("helped.none");
  const parts = [text("helped.asked", { count: told.asked })];
  if (told.answered != null) parts.push(text("helped.answered", { count: told.answered }));
  if (told.slowest_s != null) parts.push(text("helped.times", { slowest: told.slowest_s, typical: told.typical_s }));
  return parts.join(" ");
}

/** @param {string} branchId @param {any} names */
async function readIncidents(branchId, names) {
  const { value } = await ask(branchPath(branchId, "incidents"));
  const incidents = value?.incidents ?? [];
  write(find("incidents-told"), value ? (incidents.length ? "" : text("incidents.none")) : text("problem.unexpected"));
  find("incidents-list").replaceChildren(...incidents.map((/** @type {any} */ incident) => row(incident, names)));
}

/** @param {any} incident @param {any} names */
function row(incident, names) {
  const where = incident.desk_id ? deskTitle(names, incident.desk_id) : "";
  const when = `${dayOf(incident.at)} ${clock(incident.at)}`;
  return make("div", {}, make("dt", {}, [text(`incident.${incident.kind}`), when, where].filter(Boolean).join(", ")), make("dd", {}, incident.text ?? ""));
}
