// SPDX-License-Identifier: EUPL-1.2
/** What officers are called and where they are, in words. */
import { clock, dayOf, now } from "./moment.js";
import { inLanguage, text } from "./texts.js";

/** By name where there is one, with the function. @param {any} officer */
export const officerName = (officer) =>
  [officer.name, inLanguage(officer.function)].filter(Boolean).join(", ");

/** "Åter 13:15", "Ledig enligt kalendern". @param {any} officer */
export function presenceWords(officer) {
  const { presence, until } = officer;
  if (!until || presence === "here" || presence === "free") return text(`presence.${presence}`);
  const isToday = dayOf(until) === dayOf(new Date(now()).toISOString());
  return text("presence.back", { time: isToday ? clock(until) : `${dayOf(until)} ${clock(until)}` });
}

/** What is known of one who waits for an officer. @param {any} line */
export function answerWords(line) {
  if (line.answer === "coming") return text("officers.coming", { time: clock(line.coming_at) });
  if (line.purpose === "message") return text("officers.wants_message");
  if (line.purpose !== "wait") return text(`purpose.${line.purpose}`);
  if (line.answer) return text(`officers.${line.answer}`);
  return text("officers.told", { time: clock(line.told_at) });
}

/** The mark of a visitor who wants to leave a message for an officer. @param {any} ticket @returns {{icon: string, words: string}[]} */
export const messageMarks = (ticket) => (ticket.officer?.purpose === "message" ? [{ icon: "message", words: text("purpose.message") }] : []);
