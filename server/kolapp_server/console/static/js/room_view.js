// SPDX-License-Identifier: EUPL-1.2
/** On the monitor: who needs help and who comes, and how many are in the room. */
import { find, icon, make, matchRows, show, write } from "./dom.js";
import { comingWords, helpWords, standing } from "./helps.js";
import { text } from "./texts.js";

/** @param {any} view @param {any} names */
export function drawRoom(view, names) {
  matchRows(find("helps"), standing(view), (help) => help.help_id, madeHelp, (row, help) => {
    write(row.querySelector("p"), helpWords(help, view, names));
    write(row.querySelector(".since"), comingWords(help, names) || text("help.nobody_yet"));
  });
  const { waiting = 0, at_desks: atDesks = 0, elsewhere = 0, limit } = view.room ?? {};
  write(find("room-waiting"), String(waiting));
  write(find("room-at-desks"), String(atDesks));
  write(find("room-elsewhere"), String(elsewhere));
  show(find("room-limit-part"), limit != null);
  write(find("room-limit"), String(limit ?? ""));
}

/** @param {any} help */
function madeHelp(help) {
  const isSilent = help.kind === "silent";
  return make("li", { class: `banner ${isSilent ? "bad" : "warn"}` }, icon(isSilent ? "shield" : "human"), make("p"), make("span", { class: "since" }));
}
