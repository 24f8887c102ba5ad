// SPDX-License-Identifier: EUPL-1.2
/** A code that the visitor has on paper, typed or scanned at the desk: what it opens, and what can be done with it. */
import { closeDialog, onSubmit, openDialog, tellIn } from "../dialog.js";
import { find, icon, make, show } from "../dom.js";
import { uuid7 } from "../ids.js";
import { recordRows } from "../matter.js";
import { errandName } from "../names.js";
import { branchPath, ticketPath } from "../paths.js";
import { ask, send } from "../send.js";
import { text } from "../texts.js";
import { openContact } from "./contact.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";

/** Listens for the form. */
export function prepareCode() {
  onSubmit("code-form", ({ elements }) => look(elements.code.value.trim()));
}

/** Opens the dialog, empty. */
export function openCode() {
  find("code-form").reset();
  show(find("code-found"), false);
  openDialog("code");
}

/** @param {string} typed */
async function look(typed) {
  const { value, problem } = await send({ path: branchPath(page.branchId, "codes/look"), body: { code: typed } });
  show(find("code-found"), false);
  if (value?.contact) await showMatter(typed, value.contact);
  else tellIn(find("code"), refusal(value, problem));
}

/** @param {any} value @param {any} problem */
function refusal(value, problem) {
  if (value) return text("code.other");
  if (problem?.code === "too_fast") return text("code.slow");
  return text(problem?.code === "not_found" ? "code.nothing" : "problem.unexpected");
}

/** @param {string} code @param {any} opened */
async function showMatter(code, opened) {
  const { value } = await ask(branchPath(page.branchId, `contacts/${opened.contact_id}`));
  tellIn(find("code"), value ? "" : text("code.no_notes"));
  const matter = { ...opened, code, language: value?.language };
  const give = make("button", { type: "button", class: "primary", click: () => giveTicket(matter) }, icon("ticket"), text("code.give"));
  const write_ = make("button", { type: "button", class: "plain", click: () => goOn(matter) }, icon("note"), text("code.note"));
  find("code-found").replaceChildren(
    make("p", { class: "lead" }, errandName(page.names, opened.errand_id)),
    make("ul", { class: "notes" }, ...(value ? recordRows(value, page.names) : [])),
    make("div", { class: "dialog-keys" }, ...(page.place?.visit ? [write_, give] : [give, write_])),
  );
  show(find("code-found"), true);
  find("code-found").querySelector("button").focus();
}

/** @param {any} matter */
function goOn(matter) {
  closeDialog("code");
  openContact(matter);
}

/** The visitor waits for those who met the errand before. @param {any} matter */
async function giveTicket(matter) {
  const body = { errand_id: matter.errand_id, language: matter.language ?? "sv", contact_code: matter.code };
  const ticket = await carryOut(text("did.issue"), { method: "PUT", path: ticketPath(uuid7()), body });
  if (!ticket) return;
  find("code-found").replaceChildren(
    make("p", { class: "huge", tabindex: "-1" }, ticket.number),
    make("p", { class: "lead" }, text("issue.ahead", { n: ticket.ahead ?? 0 })),
  );
  find("code-found").querySelector(".huge").focus();
}
