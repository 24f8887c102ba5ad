// SPDX-License-Identifier: EUPL-1.2
/** What things are called: errands, desks and profiles from the branch's catalogue, codes from the page's own texts. */
import { useAccent } from "./accent.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { useZone } from "./moment.js";
import { inLanguage, language, text } from "./texts.js";

/** The colour that the style sheet already has, with a light sister for dark. */
const SKETCHED = "#0F3D6B";

const EASY_SWEDISH = "sv-Easy";

/** @typedef {{catalogue: any, errands: Map<string, any>, desks: Map<string, any>, profiles: Map<string, any>}} Names */

/** Asks until the catalogue has come. @param {string} branchId @returns {Promise<Names>} */
export async function fetchNames(branchId) {
  for (;;) {
    const { value } = await ask(branchPath(branchId, "catalogue"));
    if (value) return namesOf(value);
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

/** @param {any} catalogue @returns {Names} */
export function namesOf(catalogue) {
  useZone(catalogue.time_zone);
  if (catalogue.accent.toUpperCase() !== SKETCHED) useAccent(catalogue.accent);
  const by = (/** @type {any[]} */ things, /** @type {string} */ key) => new Map(things.map((thing) => [thing[key], thing]));
  return {
    catalogue,
    errands: by(catalogue.groups.flatMap((/** @type {any} */ group) => group.errands), "errand_id"),
    desks: by(catalogue.desks, "desk_id"),
    profiles: by(catalogue.profiles, "profile_id"),
  };
}

/** @param {Names} names @param {string | null | undefined} errandId */
export const errandName = (names, errandId) => inLanguage(names.errands.get(errandId ?? "")?.names) || (errandId ?? "");
/** "Disk 3", as a heading. @param {Names} names @param {string | null | undefined} deskId */
export const deskTitle = (names, deskId) => text("desk.named_first", { sign: deskSign(names, deskId) });
/** "disk 3", within a sentence. @param {Names} names @param {string | null | undefined} deskId */
export const deskName = (names, deskId) => text("desk.named", { sign: deskSign(names, deskId) });
/** @param {Names} names @param {string | null | undefined} deskId */
export const deskSign = (names, deskId) => names.desks.get(deskId ?? "")?.sign ?? deskId ?? "";
/** @param {Names} names @param {string | null | undefined} profileId */
export const profileName = (names, profileId) => inLanguage(names.profiles.get(profileId ?? "")?.names) || (profileId ?? "");
/** A language under its own name ("Suomi"), where the browser knows it, else in the page's language. @param {string} code @param {string} [within] */
export function languageName(code, within = code) {
  if (code === EASY_SWEDISH) return text("mark.easy_swedish");
  return capital(new Intl.DisplayNames([within, language()], { type: "language" }).of(code) ?? code);
}

/** What the clerk should know before the call, as icon and words. @param {any} ticket @param {string} pageLanguage @returns {{icon: string, words: string}[]} */
export function marks(ticket, pageLanguage) {
  const found = [];
  if (ticket.kind && ticket.kind !== "walk_in") found.push({ icon: KIND_ICONS[ticket.kind], words: text(`kind.${ticket.kind}`) });
  if (ticket.language && ticket.language !== "sv") found.push({ icon: "globe", words: languageName(ticket.language, pageLanguage) });
  if (ticket.number?.startsWith("K")) found.push({ icon: "off", words: text("mark.offline") });
  if (DISPLACED.test(ticket.number)) found.push({ icon: "warn", words: text("mark.same_number", { number: paper(ticket.number) }) });
  if (ticket.is_elsewhere) found.push({ icon: "out", words: text("mark.elsewhere") });
  if (ticket.has_note) found.push({ icon: "note", words: text("mark.note") });
  for (const need of ticket.needs ?? []) found.push({ icon: NEED_ICONS[need], words: text(`need.${need}`) });
  return found;
}

/** Two slips had the same number: the later one's ticket is called K901-07 where its slip says K1-07. */
const DISPLACED = /^K9(\d\d)-(\d+)$/;
/** @param {string} number */
const paper = (number) => number.replace(DISPLACED, (_, kiosk, count) => `K${Number(kiosk)}-${count}`);

/** @type {Record<string, string>} */
const KIND_ICONS = { priority: "clock", booked: "calendar", returning: "repeat" };
/** @type {Record<string, string>} */
const NEED_ICONS = { fetch_me: "human", sitting: "chair", hearing: "listen", sight: "sight", interpreter: "globe", more_time: "clock", discreet: "shield" };

/** @param {string} words */
function capital(words) {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
