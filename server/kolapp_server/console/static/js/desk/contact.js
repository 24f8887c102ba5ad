// SPDX-License-Identifier: EUPL-1.2
/** A contact's record: what it was about, how it went, what is promised. A visit with nothing to say needs none of it. */
import { newCode } from "../codes.js";
import { openDialog } from "../dialog.js";
import { find, icon, make, show, write } from "../dom.js";
import { uuid7 } from "../ids.js";
import { dayAhead } from "../moment.js";
import { profileName } from "../names.js";
import { fill, fillErrands } from "../options.js";
import { branchPath } from "../paths.js";
import { text } from "../texts.js";
import { choose, OUTCOMES } from "./acts.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";
import { printReceipt } from "./receipt.js";

const PROMISED = "promised";
const USUAL_DAYS = 7;

/** What the open form is about. `code` is known here alone, and only until the next form. */
let now = { requestId: "", contactId: "", code: "", visit: /** @type {any} */ (null), language: "sv" };

/** Listens for the form. */
export function prepareContact() {
  find("contact-form").addEventListener("submit", (/** @type {any} */ event) => {
    event.preventDefault();
    save(event.submitter?.value === "print");
  });
  find("contact-form").addEventListener("keydown", pressed);
  find("contact-form").addEventListener("change", showPromise);
  find("contact-errand").addEventListener("change", () => (find("contact-owner").value = ownerOf(find("contact-errand").value)));
}

/** Opens an empty form: for the visit at the desk, going on with an earlier matter where one is known. @param {any} [matter] */
export function openContact(matter = null) {
  const visit = page.place?.visit ?? null;
  const contactId = matter?.contact_id ?? visit?.contact_id ?? "";
  now = { requestId: uuid7(), contactId, code: matter?.code ?? (contactId ? "" : newCode("C")), visit, language: visit?.language ?? matter?.language ?? "sv" };
  find("contact-form").reset();
  fillErrands(find("contact-errand"), page.names);
  find("contact-errand").value = visit?.errand_id ?? matter?.errand_id ?? page.names.catalogue.human_errand_id;
  fill(find("contact-owner"), page.names.catalogue.profiles.map((/** @type {any} */ one) => [one.profile_id, profileName(page.names, one.profile_id)]), ownerOf(find("contact-errand").value));
  find("contact-due").min = dayAhead(0);
  find("contact-due").value = dayAhead(USUAL_DAYS);
  find("contact-form").elements.outcome.value = page.outcome ?? "";
  write(find("contact-title"), visit ? text("contact.title", { number: visit.number }) : text("contact.title_none"));
  show(find("contact-goes-on"), Boolean(contactId));
  show(find("contact-print"), Boolean(now.code));
  showStage(true);
  showPromise();
  openDialog("contact");
  find("contact-note").focus();
}

/** Ctrl and Enter save; Alt and a figure say how it went, wherever one writes. @param {KeyboardEvent} event */
function pressed(event) {
  const outcome = event.altKey ? OUTCOMES[Number(event.key) - 1] : undefined;
  if (event.key === "Enter" && event.ctrlKey) find("contact-form").requestSubmit();
  if (!outcome) return;
  event.preventDefault();
  find("contact-form").elements.outcome.value = outcome;
  showPromise();
}

/** The most special of the functions that meet an errand. @param {string} errandId @returns {string} */
function ownerOf(errandId) {
  const able = page.names.catalogue.profiles.filter((/** @type {any} */ one) => one.errands.includes(errandId));
  able.sort((/** @type {any} */ one, /** @type {any} */ other) => one.errands.length - other.errands.length);
  return (able[0] ?? page.names.catalogue.profiles[0]).profile_id;
}

/** @param {boolean} isAsking */
function showStage(isAsking) {
  show(find("contact-form"), isAsking);
  show(find("contact-saved"), !isAsking);
}

/** What is promised is asked for where something is. */
function showPromise() {
  const { elements } = find("contact-form");
  const isPromised = elements.outcome.value === PROMISED;
  if (isPromised && !elements.promise.value) elements.promise.value = "letter";
  if (!isPromised) elements.promise.value = "";
  show(find("contact-promise"), isPromised);
  find("contact-due").required = isPromised;
}

/** @param {boolean} hasReceipt */
async function save(hasReceipt) {
  const taken = await carryOut(text("did.contact"), { path: branchPath(page.branchId, "contacts"), body: written() });
  if (!taken) return;
  const { outcome } = find("contact-form").elements;
  if (outcome.value && page.place?.visit && page.outcome !== outcome.value) choose(outcome.value);
  showSaved(taken.contact_id);
  if (hasReceipt) await print(taken.contact_id);
}

/** The record as it is sent. */
function written() {
  const { elements } = find("contact-form");
  const promise = elements.promise.value ? { kind: elements.promise.value, due_on: elements.due.value, owner_id: elements.owner.value } : null;
  return {
    request_id: now.requestId,
    ...(now.contactId ? { contact_id: now.contactId } : { code: now.code }),
    ticket_id: now.visit?.ticket_id ?? null,
    desk_id: page.deskId,
    errand_id: elements.errand.value,
    language: now.language,
    note: elements.note.value.trim() || null,
    outcome: elements.outcome.value || null,
    avoidable: [...elements.avoidable].filter((box) => box.checked).map((box) => box.value),
    is_repeat: elements.repeat.checked,
    promise,
  };
}

/** The receipt is lost: another code opens the matter from now on, and is printed. @param {string} contactId */
async function renew(contactId) {
  const code = newCode("C");
  if ((await carryOut(text("did.renew"), { path: branchPath(page.branchId, `contacts/${contactId}/code`), body: { request_id: uuid7(), code } })) === null) return;
  now = { ...now, code };
  showSaved(contactId);
  find("contact-saved").querySelector(".lead").textContent = text("contact.renewed");
  await print(contactId);
}

/** @param {string} contactId */
function showSaved(contactId) {
  const print_ = make("button", { type: "button", class: "plain", click: () => print(contactId) }, icon("printer"), text("contact.print"));
  const renew_ = make("button", { type: "button", class: "plain", click: () => renew(contactId) }, icon("printer"), text("contact.renew"));
  const done = make("button", { type: "button", class: "primary", "data-close": true }, text("contact.done"));
  find("contact-saved").replaceChildren(
    make("p", { class: "lead" }, text("contact.saved")),
    ...(now.code ? [make("p", { class: "reference", dir: "ltr" }, now.code), make("p", { class: "hint" }, text("contact.code_hint"))] : []),
    make("div", { class: "dialog-keys" }, done, now.code ? print_ : renew_),
  );
  showStage(false);
  done.focus();
}

/** @param {string} contactId */
const print = (contactId) => printReceipt(branchPath(page.branchId, `contacts/${contactId}/receipt`), now.code);
