// SPDX-License-Identifier: EUPL-1.2
/** Who speaks a visitor's language now, in words. Pure but for the page's language. */
import { deskSign } from "./names.js";
import { language, text } from "./texts.js";

const HOUSE_LANGUAGE = "sv";

/** "finska", within a sentence. @param {string} code */
export const spokenName = (code) => new Intl.DisplayNames([language()], { type: "language" }).of(code) ?? code;

/** Whether somebody should be found who speaks it; easy Swedish is Swedish to whoever listens. @param {string | undefined} code */
export const isNeeded = (code) => Boolean(code) && code?.split("-")[0] !== HOUSE_LANGUAGE;

/** The desks where it is spoken now. @param {any} view @param {string} code @returns {any[]} */
export const speakingDesks = (view, code) =>
  view.desks.filter((/** @type {any} */ desk) => desk.state !== "closed" && (desk.languages ?? []).includes(code));

/**
 * The marks of a ticket, its language told together with who speaks it. @param {{icon: string, words: string}[]} found
 * @param {any} ticket @param {any} page
 */
export function withSpeakers(found, ticket, page) {
  if (!isNeeded(ticket.language)) return found;
  const words = speakersWords(page, ticket.language);
  const place = found.findIndex((mark) => mark.icon === "globe");
  return found.map((mark, at) => (at === place ? { icon: mark.icon, words } : mark));
}

/** "Talar finska: disk 3, 5". @param {any} page @param {string} code */
export function speakersWords(page, code) {
  const desks = speakingDesks(page.view, code);
  const spoken = { language: spokenName(code) };
  if (desks.length === 0) return text("speaks.nobody", spoken);
  if (desks.some((desk) => desk.desk_id === page.deskId)) return text("speaks.you", spoken);
  return text("speaks.desks", { ...spoken, signs: desks.map((desk) => deskSign(page.names, desk.desk_id)).join(", ") });
}
