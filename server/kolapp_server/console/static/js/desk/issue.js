// SPDX-License-Identifier: EUPL-1.2
/** Giving a ticket at the desk, to whoever cannot or would rather not use the kiosk. Id and secret are made here. */
import { onSubmit, openDialog } from "../dialog.js";
import { find, icon, make, show } from "../dom.js";
import { secret, uuid7 } from "../ids.js";
import { deskName, languageName } from "../names.js";
import { fill, fillErrands } from "../options.js";
import { ticketPath } from "../paths.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";
import { reprint } from "./reprint.js";

/** The id is made when the form is entered: two quick presses, or a lost wire, give one ticket. */
let ticketId = uuid7();
let pageSecret = secret();

/** Listens for the form. */
export function prepareIssue() {
  onSubmit("issue-form", async ({ elements }) => {
    const body = {
      errand_id: elements.errand.value || null,
      language: elements.language.value,
      kind: elements.priority.checked ? "priority" : "walk_in",
      needs: [...elements.need].filter((box) => box.checked).map((box) => box.value),
      secret: pageSecret,
    };
    const ticket = await carryOut(text("did.issue"), { method: "PUT", path: ticketPath(ticketId), body });
    if (ticket) showIssued(ticket);
  });
}

/** Opens an empty form. */
export function issue() {
  [ticketId, pageSecret] = [uuid7(), secret()];
  find("issue-form").reset();
  fillErrands(find("issue-errand"), page.names, [["", text("issue.human")]]);
  fill(find("issue-language"), page.names.catalogue.languages.map((/** @type {string} */ code) => [code, languageName(code)]), "sv");
  show(find("issue-form"), true);
  show(find("issued"), false);
  openDialog("issue");
}

/** @param {any} ticket */
function showIssued(ticket) {
  const words = ticket.desk_id ? text("issue.go_to", { desk: deskName(page.names, ticket.desk_id) }) : text("issue.ahead", { n: ticket.ahead ?? 0 });
  const print = make("button", { type: "button", class: "plain", click: () => reprint(ticket) }, icon("printer"), text("find.reprint"));
  const another = make("button", { type: "button", class: "plain", click: issue }, icon("ticket"), text("issue.another"));
  find("issued").replaceChildren(
    make("p", { class: "huge", tabindex: "-1" }, ticket.number),
    make("p", { class: "lead" }, words),
    make("div", { class: "dialog-keys" }, print, another),
  );
  show(find("issue-form"), false);
  show(find("issued"), true);
  find("issued").querySelector(".huge").focus();
}
