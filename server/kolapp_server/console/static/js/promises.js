// SPDX-License-Identifier: EUPL-1.2
/** Promises by whom answers for them, the first due first: read, and answered as kept or not. */
import { newCode } from "./codes.js";
import { find, icon, make, matchRows, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { dueDate, recordRows, STATE_ICONS } from "./matter.js";
import { shortDate } from "./moment.js";
import { errandName, profileName } from "./names.js";
import { fill } from "./options.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { branchId, carryOut, follow, tell } from "./staff_page.js";
import { text } from "./texts.js";

const ASKED_EVERY_MS = 30_000;
/** @type {{names: any, promises: any[]}} */
const page = { names: null, promises: [] };

/** @param {any} _view @param {any} names */
function begin(_view, names) {
  if (page.names) return;
  page.names = names;
  const owners = names.catalogue.profiles.map((/** @type {any} */ one) => [one.profile_id, profileName(names, one.profile_id)]);
  fill(find("owner"), [["", text("promises.all")], ...owners]);
  find("owner").addEventListener("change", draw);
  setInterval(look, ASKED_EVERY_MS);
  look();
}

/** What was asked for last: an answer that comes after a newer question was asked is not shown. */
let asked = 0;

async function look() {
  const mine = (asked += 1);
  const { value } = await ask(branchPath(branchId, "promises"));
  if (!value || mine !== asked) return;
  page.promises = value.promises;
  draw();
  document.documentElement.dataset.promises = "true";
}

function draw() {
  const owner = find("owner").value;
  const shown = page.promises.filter((promise) => !owner || promise.owner_id === owner);
  const late = shown.filter((promise) => promise.state === "overdue").length;
  const open = shown.filter((promise) => !promise.closed_at);
  show(find("none"), open.length === 0);
  write(find("late"), late ? text("promises.late", { n: late }) : "");
  matchRows(find("open"), open, (promise) => promise.promise_id, (promise) => madeOpen(promise), drawRow);
  const closed = shown.filter((promise) => promise.closed_at);
  show(find("closed-card"), closed.length > 0);
  matchRows(find("closed"), closed, (promise) => promise.promise_id, () => made(), drawRow);
}

/** @param {...Node} more */
const made = (...more) =>
  make("li", {}, make("span", { class: "state-icon" }), make("div", { class: "desk-words" }, make("strong", {}), make("span", {}), make("span", { class: "second" })), ...more);

/** @param {any} promise */
function madeOpen(promise) {
  const notes = make("ul", { class: "notes", hidden: true });
  const read = make("button", { type: "button", class: "plain", "aria-expanded": "false", click: () => readMatter(promise, notes, read) }, icon("note"), text("promises.read"));
  const keys = ["kept", "broken"].map((answer) =>
    make("button", { type: "button", class: answer === "kept" ? "primary" : "plain", "data-answer": answer, click: () => close(promise, answer === "kept") }, text(`promises.${answer}`)),
  );
  const renew_ = make("button", { type: "button", class: "plain", click: () => renew(promise, notes) }, icon("printer"), text("contact.renew"));
  return made(make("div", { class: "dialog-keys" }, read, ...keys, renew_), notes);
}

/** @param {Element} row @param {any} promise */
function drawRow(row, promise) {
  row.setAttribute("class", `promise-line ${promise.state}`);
  const [what, where, made_] = row.querySelectorAll(".desk-words > *");
  write(what, text("promises.line", { state: text(`promise_state.${promise.state}`), promise: text(`promise.${promise.kind}`), date: dueDate(promise) }));
  write(where, `${errandName(page.names, promise.errand_id)} · ${profileName(page.names, promise.owner_id)}`);
  write(made_, text("promises.made", { date: shortDate(promise.made_at) }));
  const place = /** @type {any} */ (row.querySelector(".state-icon"));
  if (place.dataset.state === promise.state) return;
  place.dataset.state = promise.state;
  place.replaceChildren(icon(STATE_ICONS[promise.state]));
}

/** What was said, asked for when somebody wants to read it: the server notes each reading. @param {any} promise @param {any} notes @param {any} button */
async function readMatter(promise, notes, button) {
  if (notes.hidden) {
    const { value, problem } = await ask(branchPath(branchId, `contacts/${promise.contact_id}`));
    if (!value) return tell(text(problem?.status === 403 ? "code.no_notes" : "problem.unexpected"));
    notes.replaceChildren(...recordRows(value, page.names));
  }
  show(notes, notes.hidden);
  button.setAttribute("aria-expanded", String(!notes.hidden));
  return undefined;
}

/** The receipt is lost: another code opens the matter from now on; it is shown here and printed. @param {any} promise @param {any} notes */
async function renew(promise, notes) {
  const code = newCode("C");
  const path = branchPath(branchId, `contacts/${promise.contact_id}`);
  if ((await carryOut(text("did.renew"), { path: `${path}/code`, body: { request_id: uuid7(), code } })) === null) return;
  notes.replaceChildren(make("li", {}, make("div", {}, make("strong", {}, text("contact.renewed")), make("p", { class: "reference", dir: "ltr" }, code))));
  show(notes, true);
  const isSent = await carryOut(text("did.receipt"), { path: `${path}/receipt`, body: { request_id: uuid7(), code } });
  tell(text(isSent ? "did.receipt" : "did.receipt_failed"));
}

/** @param {any} promise @param {boolean} isKept */
async function close(promise, isKept) {
  const words = text(isKept ? "did.promise_kept" : "did.promise_broken");
  const path = branchPath(branchId, `promises/${promise.promise_id}/close`);
  if (!(await carryOut(words, { path, body: { request_id: uuid7(), is_kept: isKept } }))) return;
  tell(words);
  await look();
  find("promises-title").focus();
}

follow("facility", begin);
