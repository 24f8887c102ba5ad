// SPDX-License-Identifier: EUPL-1.2
/** The way in, for the office: how straight it was, whether answers were enough, and which answers must be read again. */
import { find, icon, make, write } from "./dom.js";
import { errandName } from "./names.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { inLanguage, text } from "./texts.js";

/** @param {string} branchId @param {any} names */
export function prepareEntrance(branchId, names) {
  showFigures(branchId, names);
  showReview(branchId, names);
}

/** @param {string} branchId @param {any} names */
async function showFigures(branchId, names) {
  const { value } = await ask(branchPath(branchId, "entrance-figures"));
  if (!value) return write(find("entrance-span"), text("problem.unexpected"));
  write(find("entrance-span"), text("entrance.span", { since: value.since, until: value.until }));
  const ways = value.ways.length ? value.ways.map((/** @type {any} */ way) => wayRow(way, names)) : [nothing(5)];
  find("ways").replaceChildren(...ways);
  write(find("detours"), detourWords(value.detours));
  write(find("channels"), value.channels.map(channelWords).join(", ") || text("entrance.nothing"));
  write(find("digital"), digitalWords(value.digital_help));
  const reads = value.answers.length ? value.answers.map((/** @type {any} */ read) => row(errandName(names, read.errand_id), told(read.opened), told(read.enough))) : [nothing(3)];
  return find("reads").replaceChildren(...reads);
}

/** @param {any} way @param {any} names */
function wayRow(way, names) {
  const holder = holderName(names, way.holder_id);
  const name = way.way === "card" ? text("entrance.by_card", { holder }) : text("entrance.direct");
  return row(name, told(way.tickets), told(way.ready), minutes(way.median_minutes), minutes(way.p90_minutes));
}

/** @param {any} names @param {string | undefined} holderId */
export const holderName = (names, holderId) => inLanguage(names.catalogue.card_holders?.find((/** @type {any} */ one) => one.holder_id === holderId)?.names) || (holderId ?? "");

/** @param {any} told */
function detourWords({ visits, by_guide: byGuide, median_minutes_before: before }) {
  const words = text("entrance.detour_words", { visits: told(visits), guide: told(byGuide) });
  return before == null ? words : `${words} ${text("entrance.detour_minutes", { minutes: minutes(before) })}`;
}

/** @param {any} line */
const channelWords = ({ channel, contacts }) => `${text(CHANNELS[channel])}: ${told(contacts)}`;

/** @type {Record<string, string>} */
const CHANNELS = { visit: "entrance.visit", telephone: "channel.telephone", email: "channel.email" };

/** @param {any} digital */
const digitalWords = ({ visits, median_minutes: median }) => text("entrance.digital_words", { visits: told(visits), minutes: minutes(median) });

/** @param {string} name @param {...string} cells */
const row = (name, ...cells) => make("tr", {}, make("th", { scope: "row" }, name), ...cells.map((cell) => make("td", {}, cell)));
/** @param {number} columns */
const nothing = (columns) => make("tr", {}, make("td", { colspan: columns }, text("entrance.nothing")));
/** @param {{count?: number, is_few: boolean}} number */
const told = ({ count, is_few: isFew }) => (isFew ? text("manual.few") : String(count ?? 0));
/** @param {number | null | undefined} length */
const minutes = (length) => (length == null ? "–" : text("entrance.minutes", { minutes: Math.round(length) }));

/** @param {string} branchId @param {any} names */
async function showReview(branchId, names) {
  const { value } = await ask(branchPath(branchId, "answers"));
  if (!value) return write(find("review-stale"), text("problem.unexpected"));
  const stale = value.answers.filter((/** @type {any} */ answer) => answer.is_stale).length;
  write(find("review-stale"), text(stale ? "answers.some_stale" : "answers.all_fresh", { n: stale }));
  const oldestFirst = [...value.answers].sort((one, other) => one.review_by.localeCompare(other.review_by));
  return find("review").replaceChildren(...oldestFirst.map((answer) => reviewRow(answer, names)));
}

/** @param {any} answer @param {any} names */
function reviewRow(answer, names) {
  const where = text(answer.is_public ? "answers.public" : "answers.internal");
  const words = make("div", { class: "grow" }, make("strong", {}, errandName(names, answer.errand_id)), make("span", { class: "second" }, `${answer.owner}. ${where}.`));
  const date = text("answers.by", { date: answer.review_by });
  const flag = answer.is_stale ? make("span", { class: "flag" }, icon("warn"), `${text("answers.stale")}: ${answer.review_by}`) : make("span", { class: "second" }, date);
  return make("li", {}, words, flag);
}
