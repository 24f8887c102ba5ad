// SPDX-License-Identifier: EUPL-1.2
/** What a screen reader is told: at once when it is one's turn, politely when the state is another, and the place now and then. */
import { find, write } from "./dom.js";
import { text } from "./texts.js";
import { officerWords, stateWords } from "./visitor_words.js";

const PLACE_TOLD_EVERY_MS = 30_000;
let toldMs = -Infinity;
/** @type {number | null} */
let toldPlace = null;

/** @param {any} before @param {any} ticket @param {any} names */
export function tellChange(before, ticket, names) {
  const words = `${ticket.number}. ${stateWords(ticket, names)}`;
  if (ticket.state === "called") return write(find("alarm"), words);
  write(find("alarm"), "");
  if (before?.state !== ticket.state) return write(find("announcer"), words);
  if (officerWords(ticket) && officerWords(before) !== officerWords(ticket)) return write(find("announcer"), officerWords(ticket));
  return tellPlace(ticket);
}

/** The place, when it is another than was told last, and not more often than twice a minute. @param {any} ticket */
function tellPlace(ticket) {
  const { ahead = null } = ticket;
  if (ahead === null || ahead === toldPlace || performance.now() - toldMs < PLACE_TOLD_EVERY_MS) return;
  [toldPlace, toldMs] = [ahead, performance.now()];
  write(find("announcer"), ahead === 0 ? text("ticket.first") : text("ticket.place", { n: ahead }));
}
