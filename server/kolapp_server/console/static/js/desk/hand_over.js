// SPDX-License-Identifier: EUPL-1.2
/** Handing over: the number stays, a new errand begins, and the note goes along to the next desk. */
import { closeDialog, onSubmit, openDialog } from "../dialog.js";
import { find, write } from "../dom.js";
import { deskTitle } from "../names.js";
import { fill, fillErrands } from "../options.js";
import { text } from "../texts.js";
import { takeStep } from "./acts.js";
import { page } from "./page.js";

/** Listens for the form. */
export function prepareHandOver() {
  onSubmit("hand-over-form", async ({ elements }) => {
    const note = elements.note.value.trim();
    const fields = { errand_id: elements.errand.value, to_desk_id: elements.desk.value || null, note: note || null };
    if (!(await takeStep("transfer", fields))) return;
    elements.note.value = "";
    closeDialog("hand-over");
  });
}

/** Opens the dialog for the visit at the desk. */
export function handOver() {
  write(find("hand-over-title"), text("transfer.title", { number: page.place?.visit.number }));
  fillErrands(find("hand-over-errand"), page.names);
  const others = [...page.names.desks.keys()].filter((id) => id !== page.deskId);
  const desks = /** @type {[string, string][]} */ (others.map((id) => [id, deskTitle(page.names, id)]));
  fill(find("hand-over-desk"), [["", text("transfer.any_desk")], ...desks]);
  openDialog("hand-over");
}
