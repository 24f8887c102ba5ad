// SPDX-License-Identifier: EUPL-1.2
/** The answers that the town has written down: the visit's own first, any other by search. With owner and date, read at the call. */
import { openDialog } from "../dialog.js";
import { find, icon, make, matchRows, show, write } from "../dom.js";
import { findErrands } from "../errand_search.js";
import { errandName, languageName } from "../names.js";
import { branchPath } from "../paths.js";
import { ask } from "../send.js";
import { inLanguage, language, text } from "../texts.js";
import { page } from "./page.js";

/** @type {Map<string, any>} */
let answers = new Map();

/** Asks for the answers, and listens for the search. */
export function prepareAnswers() {
  fetchAnswers();
  find("answers-search").addEventListener("input", showList);
  find("answers-form").addEventListener("submit", (/** @type {Event} */ event) => {
    event.preventDefault();
    find("answers-list").querySelector("button")?.click();
  });
  find("answers-list").addEventListener("click", (/** @type {Event} */ event) => {
    const button = /** @type {Element} */ (event.target).closest("[data-errand]");
    if (button) read(button.getAttribute("data-errand") ?? "");
  });
}

async function fetchAnswers() {
  const { value } = await ask(branchPath(page.branchId, "answers"));
  if (value) answers = new Map(value.answers.map((/** @type {any} */ answer) => [answer.errand_id, answer]));
  showAnswerKey();
}

/** Whether the visit at the desk has an answer: its key stands on the visit's card then. */
export function showAnswerKey() {
  const errandId = page.place?.visit?.errand_id;
  show(find("visit-answer"), Boolean(errandId && answers.has(errandId)));
}

/** Opens the dialog, at the visit's own answer where there is one. */
export async function openAnswers() {
  await fetchAnswers();
  find("answers-form").reset();
  showList();
  const errandId = page.place?.visit?.errand_id;
  show(find("answers-one"), false);
  openDialog("answers");
  if (errandId && answers.has(errandId)) read(errandId);
}

function showList() {
  const found = findErrands(page.names, find("answers-search").value).filter((errand) => answers.has(errand.errand_id));
  show(find("answers-none"), found.length === 0);
  matchRows(find("answers-list"), found, (errand) => errand.errand_id, madeChoice, () => {});
}

/** @param {any} errand */
function madeChoice(errand) {
  const answer = answers.get(errand.errand_id);
  const mark = answer.is_stale ? make("span", { class: "stale" }, icon("warn"), text("answers.stale")) : null;
  const name = make("span", { class: "grow" }, inLanguage(errand.names));
  return make("li", {}, make("button", { type: "button", class: "plain wide", "data-errand": errand.errand_id }, name, mark));
}

/** @param {string} errandId */
function read(errandId) {
  const answer = answers.get(errandId);
  const heading = make("h3", { tabindex: "-1" }, errandName(page.names, errandId));
  find("answers-one").replaceChildren(heading, madeMarks(answer), ...madeTexts(answer), madeOwner(answer), ...madeLink(answer));
  show(find("answers-one"), true);
  heading.focus();
  find("answers").scrollTop = 0;
}

/** @param {any} answer */
function madeMarks(answer) {
  const list = make("ul", { class: "marks" });
  list.append(make("li", {}, icon(answer.is_public ? "kiosk" : "shield"), text(answer.is_public ? "answers.public" : "answers.internal")));
  if (answer.is_stale) list.append(make("li", { class: "stale" }, icon("warn"), text("answers.stale_long", { date: answer.review_by })));
  return list;
}

/** The clerk's language, and the visitor's where it is another. @param {any} answer */
function madeTexts(answer) {
  const spoken = page.place?.visit?.language;
  const own = make("p", { class: "answer-text", dir: "auto" }, inLanguage(answer.texts));
  if (!spoken || spoken === language() || !answer.texts[spoken]) return [own];
  const theirs = make("p", { class: "answer-text", lang: spoken, dir: "auto" }, answer.texts[spoken]);
  return [own, make("h4", {}, languageName(spoken, language())), theirs];
}

/** @param {any} answer */
const madeOwner = (answer) => make("p", { class: "second" }, text("answers.owner", { owner: answer.owner, date: answer.review_by }));

/** @param {any} answer */
const madeLink = (answer) => (answer.link ? [make("p", {}, make("a", { class: "link", href: answer.link, target: "_blank", rel: "noreferrer" }, answer.link))] : []);
