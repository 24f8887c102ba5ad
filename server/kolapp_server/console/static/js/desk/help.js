// SPDX-License-Identifier: EUPL-1.2
/**
 * Help without a sound. X pressed twice within two seconds asks every other console and the monitor to come to this desk.
 *
 * Twice, because one press is made by mistake while one types, and a question ("are you sure?") would have to be read and aimed at by
 * somebody who is afraid; the same key again needs neither eyes nor aim. Nothing of it is seen but on the key itself, in words that
 * tell a visitor nothing, and nothing is heard. It goes out beside whatever else is under way. 9 twice asks a colleague to sit in;
 * 0 comes to whoever asks; 0 twice says that one's own is over, so that hammering on X never does.
 */
import { find, icon, make, matchRows, setAttribute, show, write } from "../dom.js";
import { comingWords, helpWords, standing } from "../helps.js";
import { uuid7 } from "../ids.js";
import { clock } from "../moment.js";
import { helpPath } from "../paths.js";
import { send } from "../send.js";
import { text } from "../texts.js";
import { isSeated, page } from "./page.js";
import { announce, say } from "./say.js";

const TWICE_WITHIN_MS = 2_000;
const KEYS = { silent: "help", two_of_us: "two" };
/** @typedef {"silent" | "two_of_us"} Kind */
/** @type {{key: string, at: number}} what waits for its second press */
let first = { key: "", at: -Infinity };
/** @type {Record<string, string>} how one's own question goes, by kind, until the view shows it */
const sent = {};
/** @type {Set<string>} */
const announced = new Set();

/** One press of the key that asks: the second within two seconds does. @param {Kind} kind */
export function askForHelp(kind) {
  if (!isSeated()) return say(text("act.not_now"), true);
  if (own(kind)) return undefined;
  return twice(KEYS[kind], () => ask(kind));
}

/** One press of 0: comes to whoever asks; pressed twice it ends what was asked here. */
export function comeOrEnd() {
  const mine = mineStanding();
  if (mine) return twice("end", () => order(mine.help_id, "end"));
  const other = others().find((help) => !help.coming.includes(page.deskId));
  const answered = others().find((help) => help.kind === "visitor" && help.coming.includes(page.deskId));
  if (other && (!other.coming.length || !answered)) return come(other);
  return answered ? order(answered.help_id, "end") : say(text("help.nobody"), true);
}

/** Draws the two keys, and what colleagues and visitors ask. */
export function showHelps() {
  showKey("silent");
  showKey("two_of_us");
  show(find("help-over"), Boolean(mineStanding()));
  write(find("help-over-words"), text(isFirst("end") ? "help.again" : "help.over"));
  matchRows(find("helps"), others(), (help) => help.help_id, made, drawn);
  for (const help of others()) tell(help);
}

const others = () => standing(page.view).filter((help) => help.desk_id !== page.deskId);
/** @param {string} kind */
const own = (kind) => (page.view.helps ?? []).find((/** @type {any} */ help) => help.desk_id === page.deskId && help.kind === kind);
const mineStanding = () => own("silent") ?? own("two_of_us");
/** @param {string} key */
const isFirst = (key) => first.key === key && performance.now() - first.at < TWICE_WITHIN_MS;

/** @param {string} key @param {() => unknown} run */
function twice(key, run) {
  const isSecond = isFirst(key);
  first = isSecond ? { key: "", at: -Infinity } : { key, at: performance.now() };
  showHelps();
  if (isSecond) return run();
  setTimeout(showHelps, TWICE_WITHIN_MS + 50);
  return undefined;
}

/** It keeps its id however often the wire breaks, so that it stands once. @param {Kind} kind */
async function ask(kind) {
  sent[kind] = "sending";
  showHelps();
  const answer = await send({ method: "PUT", path: helpPath(uuid7()), body: { kind, desk_id: page.deskId } });
  sent[kind] = answer.value ? "" : "lost";
  showHelps();
  // Said in words that tell nothing to whoever overhears a screen reader.
  announce(text(answer.value ? "help.noted" : "help.lost_short"));
}

/** @param {any} help */
const come = (help) => order(help.help_id, "coming");

/** @param {string} helpId @param {"coming" | "end"} what */
async function order(helpId, what) {
  const answer = await send({ path: helpPath(helpId, what), body: { request_id: uuid7(), desk_id: page.deskId } });
  if (!answer.value) say(text(isSeated() ? "help.failed" : "act.not_now"), true);
}

/** @param {Kind} kind */
function showKey(kind) {
  const help = own(kind);
  const key = find(`${KEYS[kind]}-key`);
  write(find(`${KEYS[kind]}-words`), keyWords(kind, help));
  setAttribute(key, "data-help", help ? (help.coming.length ? "coming" : "asked") : sent[kind] || null);
  setAttribute(key, "aria-pressed", help ? "true" : "false");
}

/** @param {Kind} kind @param {any} help */
function keyWords(kind, help) {
  if (help) return comingWords(help, page.names) || text("help.noted_at", { time: clock(help.asked_at) });
  if (sent[kind]) return text(`help.${sent[kind]}`);
  return text(isFirst(KEYS[kind]) ? "help.again" : `help.${KEYS[kind]}`);
}

/** @param {any} help */
function made(help) {
  const go = make("button", { type: "button", class: "plain take", click: () => come(help) }, text("help.come"), make("kbd", { "aria-hidden": "true" }, "0"));
  const over = make("button", { type: "button", class: "plain over", click: () => order(help.help_id, "end") }, text("help.done"), make("kbd", { "aria-hidden": "true" }, "0"));
  return make("li", { class: `banner ${help.kind === "silent" ? "bad" : "warn"}` }, icon(help.kind === "silent" ? "shield" : "human"), make("p"), go, over);
}

/** @param {any} row @param {any} help */
function drawn(row, help) {
  const words = helpWords(help, page.view, page.names);
  const isMine = help.coming.includes(page.deskId);
  write(row.querySelector("p"), [words, comingWords(help, page.names)].filter(Boolean).join(" "));
  setAttribute(row.querySelector(".take"), "aria-label", `${text("help.come")}: ${words}`);
  show(row.querySelector(".take"), !isMine && isSeated());
  show(row.querySelector(".over"), isMine && help.kind === "visitor");
}

/** Those who listen hear of it once, and once more when somebody comes. @param {any} help */
function tell(help) {
  const key = `${help.help_id} ${help.coming.length > 0}`;
  if (announced.has(key)) return;
  announced.add(key);
  announce([helpWords(help, page.view, page.names), comingWords(help, page.names)].filter(Boolean).join(" "));
}
