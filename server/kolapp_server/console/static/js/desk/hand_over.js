// SPDX-License-Identifier: EUPL-1.2
/** Handing over: the number stays, a new errand begins, and what is known goes along to the team, the person or the desk. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find, make, show, write } from "../dom.js";
import { deskTitle, languageName } from "../names.js";
import { fill, fillErrands } from "../options.js";
import { isNeeded, speakingDesks, spokenName } from "../speakers.js";
import { inLanguage, language, text } from "../texts.js";
import { takeStep } from "./acts.js";
import { page } from "./page.js";

/** Listens for the form. */
export function prepareHandOver() {
  find("hand-over-errand").addEventListener("change", fillForErrand);
  onSubmit("hand-over-form", async (form) => {
    if (!(await takeStep("transfer", fieldsOf(form)))) return;
    form.elements.note.value = "";
    closeDialog("hand-over");
  });
}

/** Opens the dialog for the visit at the desk. */
export function handOver() {
  const visit = /** @type {any} */ (page.place).visit;
  write(find("hand-over-title"), text("transfer.title", { number: visit.number }));
  fillErrands(find("hand-over-errand"), page.names);
  const known = page.names.catalogue.languages;
  const spoken = known.includes(visit.language) ? known : [...known, visit.language];
  fill(find("hand-over-language"), spoken.map((/** @type {string} */ code) => [code, languageName(code, language())]), visit.language);
  fillWhom();
  for (const box of checkboxes("need")) box.checked = (visit.needs ?? []).includes(box.value);
  fillForErrand();
  openDialog("hand-over");
}

/** The team, the persons at their desks, and the desks. */
function fillWhom() {
  const others = page.view.desks.filter((/** @type {any} */ desk) => desk.desk_id !== page.deskId);
  const people = others.filter((/** @type {any} */ desk) => desk.clerk_id).map((/** @type {any} */ desk) => option(`clerk ${desk.clerk_id}`, personAt(desk)));
  const desks = others.map((/** @type {any} */ desk) => option(`desk ${desk.desk_id}`, deskWords(desk)));
  const group = (/** @type {string} */ key, /** @type {any[]} */ options) => (options.length ? make("optgroup", { label: text(key) }, ...options) : null);
  const groups = [group("transfer.persons", people), group("transfer.desks", desks)].filter((each) => each !== null);
  find("hand-over-desk").replaceChildren(option("", text("transfer.any_desk")), ...groups);
}

/** @param {any} desk */
const personAt = (desk) => text("transfer.person", { clerk: desk.clerk, desk: deskWords(desk) });

/** The desk, and that the visitor's language is spoken there. @param {any} desk */
function deskWords(desk) {
  const [title, wanted] = [deskTitle(page.names, desk.desk_id), find("hand-over-language").value || page.place?.visit?.language];
  const isSpoken = isNeeded(wanted) && speakingDesks(page.view, wanted).includes(desk);
  return isSpoken ? text("speaks.at", { desk: title, language: spokenName(wanted) }) : title;
}

/** @param {string} value @param {string} words */
const option = (value, words) => make("option", { value }, words);
/** @param {string} name @returns {any[]} */
const checkboxes = (name) => [...document.querySelectorAll(`#hand-over-form [name="${name}"]`)];

/** What the errand's specialists need, and how long they usually prepare. */
function fillForErrand() {
  const errand = page.names.errands.get(find("hand-over-errand").value);
  const items = errand?.checklist ?? [];
  show(find("hand-over-checklist"), items.length > 0);
  find("hand-over-items").replaceChildren(...items.map(itemBox));
  find("hand-over-prepare").value = String(errand?.preparation_minutes ?? 0);
}

/** @param {any} item */
const itemBox = (item) =>
  make("label", { class: "choice" }, make("input", { type: "checkbox", name: "item", value: item.item_id }), make("span", {}, inLanguage(item.names)));

/** @param {any} form */
function fieldsOf({ elements }) {
  const visit = /** @type {any} */ (page.place).visit;
  const [kind, id] = elements.desk.value.split(" ");
  const needs = checkboxes("need").filter((box) => box.checked).map((box) => box.value);
  const isSame = needs.length === (visit.needs ?? []).length && needs.every((need) => visit.needs.includes(need));
  const minutes = Number(elements.prepare.value);
  return {
    errand_id: elements.errand.value,
    note: elements.note.value.trim() || null,
    checked: checkboxes("item").filter((box) => box.checked).map((box) => box.value),
    ...(kind === "desk" ? { to_desk_id: id } : {}),
    ...(kind === "clerk" ? { to_clerk_id: id } : {}),
    ...(minutes > 0 ? { prepare_minutes: minutes } : {}),
    ...(elements.language.value === visit.language ? {} : { language: elements.language.value }),
    ...(isSame ? {} : { needs }),
  };
}
