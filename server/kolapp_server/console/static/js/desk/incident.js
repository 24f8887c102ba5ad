// SPDX-License-Identifier: EUPL-1.2
/** Something happened: a kind, and a few words that name nobody. Managers read it; nobody else does, and no list shows it here. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find } from "../dom.js";
import { uuid7 } from "../ids.js";
import { branchPath } from "../paths.js";
import { text } from "../texts.js";
import { carryOut } from "./order.js";
import { page } from "./page.js";
import { say } from "./say.js";

/** Listens for the form. */
export function prepareIncident() {
  onSubmit("incident-form", async (form) => {
    const { kind, text: words } = form.elements;
    const body = { request_id: uuid7(), kind: kind.value, text: words.value, ...(page.deskId ? { desk_id: page.deskId } : {}) };
    if (!(await carryOut(text("incident.did"), { path: branchPath(page.branchId, "incidents"), body }))) return;
    form.reset();
    closeDialog("incident");
    say(text("incident.did"));
  });
}

/** Opens the dialog, empty. */
export function openIncident() {
  find("incident-form").reset();
  openDialog("incident");
}
