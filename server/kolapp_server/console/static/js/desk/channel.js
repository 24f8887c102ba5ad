// SPDX-License-Identifier: EUPL-1.2
/** A contact by telephone or e-mail, in the same list as the visits: what it was about, how it went, in a few keys. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find, make, show } from "../dom.js";
import { findErrands } from "../errand_search.js";
import { uuid7 } from "../ids.js";
import { branchPath } from "../paths.js";
import { inLanguage, text } from "../texts.js";
import { OUTCOMES, outcomeName } from "./acts.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";
import { announce, say } from "./say.js";

const SHOWN = 6;

/** The id is made when the form is entered: a press that is sent again is one contact. */
let requestId = uuid7();

/** Listens for the form. */
export function prepareChannel() {
  find("channel-search").addEventListener("input", showErrands);
  find("channel-search").addEventListener("keydown", goOn);
  find("channel").addEventListener("keydown", chooseOutcome);
  onSubmit("channel-form", save);
}

/** Opens an empty form. */
export function openChannel() {
  requestId = uuid7();
  find("channel-form").reset();
  showErrands();
  openDialog("channel");
}

/** The errands that fit what was typed; the first is chosen. */
function showErrands() {
  const found = findErrands(page.names, find("channel-search").value).slice(0, SHOWN);
  show(find("channel-none"), found.length === 0);
  find("channel-errands").replaceChildren(...found.map(madeChoice));
  if (find("channel-search").value && found.length) announce(text("channel.first", { n: found.length, errand: inLanguage(found[0].names) }));
}

/** @param {any} errand @param {number} place */
function madeChoice(errand, place) {
  const box = make("input", { type: "radio", name: "errand", value: errand.errand_id, required: true });
  box.checked = place === 0 && find("channel-search").value !== "";
  return make("label", { class: "choice" }, box, make("span", {}, inLanguage(errand.names)));
}

/** Enter takes the first errand and goes on to how it went. @param {KeyboardEvent} event */
function goOn(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  if (chosen("errand")) find("channel-form").querySelector('[name="outcome"]').focus();
}

/** 1 to 7 choose how it went, as at the desk. @param {KeyboardEvent} event */
function chooseOutcome(event) {
  const outcome = OUTCOMES[Number(event.key) - 1];
  const isWriting = /** @type {Element} */ (event.target).closest("textarea, input:not([type=radio])");
  if (!outcome || isWriting || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  const box = find("channel-form").querySelector(`[name="outcome"][value="${outcome}"]`);
  box.checked = true;
  box.focus();
}

/** @param {string} name */
const chosen = (name) => find("channel-form").querySelector(`[name="${name}"]:checked`)?.value;

/** @param {any} form */
async function save({ elements }) {
  const [errandId, channel, outcome] = [chosen("errand"), chosen("channel"), chosen("outcome")];
  const note = elements.note.value.trim() || null;
  const body = { request_id: requestId, channel, errand_id: errandId, outcome, note, desk_id: page.deskId };
  const words = text("did.channel", { errand: inLanguage(page.names.errands.get(errandId).names), outcome: outcomeName(outcome) });
  if (!(await carryOut(words, { path: branchPath(page.branchId, "contacts"), body }))) return;
  closeDialog("channel");
  say(words);
}
