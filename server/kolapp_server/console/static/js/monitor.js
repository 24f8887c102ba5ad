// SPDX-License-Identifier: EUPL-1.2
/** The monitor: what should be mended, how long the wait is against what was promised, desks and devices. */
import { find, icon, make, matchRows, setAttribute, show, write } from "./dom.js";
import { alarmWords, deskWords, deviceWords, waitLine } from "./lines.js";
import { drawRoom } from "./room_view.js";
import { branchId, carryOut, follow, tell } from "./staff_page.js";
import { text } from "./texts.js";

/** @param {any} view @param {any} names */
function draw(view, names) {
  drawRoom(view, names);
  drawAlarms(view, names);
  const waiting = view.waits.reduce((/** @type {number} */ sum, /** @type {any} */ wait) => sum + wait.waiting, 0);
  write(find("waits-count"), text("monitor.waiting", { n: waiting }));
  const lines = view.waits.map((/** @type {any} */ wait) => ({ key: wait.key, ...waitLine(wait, names) }));
  lines.sort((/** @type {any} */ one, /** @type {any} */ other) => other.longest - one.longest || other.waiting - one.waiting);
  matchRows(find("waits"), lines, (line) => line.key, madeWait, drawWait);
  matchRows(find("desks"), view.desks, (desk) => desk.desk_id, madeDesk, (row, desk) => drawDesk(row, desk, names));
  matchRows(find("devices"), view.devices, (device) => device.device_id, madeDevice, drawDevice);
  show(find("devices-none"), view.devices.length === 0);
}

/** @param {any} view @param {any} names */
function drawAlarms(view, names) {
  show(find("alarms-none"), view.alarms.length === 0);
  matchRows(
    find("alarms"),
    view.alarms,
    (alarm) => alarm.key,
    (alarm) => madeAlarm(alarm.key, alarmWords(alarm, view, names)),
    (row, alarm) => drawAlarm(row, alarmWords(alarm, view, names)),
  );
}

/** The row takes the focus when its button goes. @param {string} key @param {{isAdvice: boolean}} words */
function madeAlarm(key, { isAdvice }) {
  const row = make("li", { class: `banner ${isAdvice ? "tint" : "bad"}`, tabindex: "-1" }, icon(isAdvice ? "people" : "warn"), make("p"), make("span", { class: "since" }));
  if (!isAdvice) row.append(make("button", { type: "button", class: "plain take", click: () => take(key, row) }, text("monitor.take")));
  return row;
}

/** @param {any} row @param {{what: string, since: string, taken: string}} words */
function drawAlarm(row, { what, since, taken }) {
  write(row.querySelector("p"), what);
  write(row.querySelector(".since"), [since, taken].filter(Boolean).join(", "));
  const button = row.querySelector(".take");
  if (!button) return;
  setAttribute(button, "aria-label", `${text("monitor.take")}: ${what}`);
  if (taken && document.activeElement === button) row.focus();
  show(button, !taken);
}

/** Everybody sees who takes care of it; how it went is told where it did not. @param {string} key @param {any} row */
async function take(key, row) {
  tell("");
  const order = { path: `/api/v1/branches/${branchId}/alarms/take`, body: { key } };
  await carryOut(`${text("monitor.take")}: ${row.querySelector("p").textContent}`, order);
}

function madeWait() {
  const bar = make("span", { class: "bar", "aria-hidden": "true" }, make("span", { class: "bar-fill" }), make("span", { class: "bar-target" }));
  return make(
    "tr",
    {},
    make("th", { scope: "row" }, make("span", { class: "wait-name" }), make("span", { class: "second wait-note" })),
    make("td", { class: "figure wait-count" }),
    make("td", {}, make("span", { class: "wait-bar" }, bar, make("span", { class: "wait-words" }))),
  );
}

/** @param {any} row @param {any} line */
function drawWait(row, line) {
  row.classList.toggle("is-over", line.isOver);
  write(row.querySelector(".wait-name"), line.name);
  write(row.querySelector(".wait-note"), line.note);
  write(row.querySelector(".wait-count"), String(line.waiting));
  show(row.querySelector(".wait-bar"), line.waiting > 0);
  write(row.querySelector(".wait-words"), line.waiting ? text(line.isOver ? "monitor.over" : "monitor.within", { n: line.longest, target: line.target }) : "");
  row.querySelector(".bar-fill").style.width = `${Math.min(100, (line.longest / (line.target * 1.5)) * 100)}%`;
}

function madeDesk() {
  const parts = ["sign", "desk-words", "number"].map((name) => make("span", { class: name }));
  return make("li", { class: "desk-line" }, ...parts);
}

/** @param {any} row @param {any} desk @param {any} names */
function drawDesk(row, desk, names) {
  const words = deskWords(desk, names);
  setAttribute(row, "data-state", desk.state);
  write(row.querySelector(".sign"), words.sign);
  write(row.querySelector(".number"), words.number);
  const key = [words.state, words.since, words.who].join("|");
  if (row.dataset.words === key) return;
  row.dataset.words = key;
  const second = [words.who, words.since].filter(Boolean).join(" · ");
  row.querySelector(".desk-words").replaceChildren(make("strong", {}, words.state), make("span", { class: "second" }, second));
}

const madeDevice = () => make("li", { class: "device-line" });

/** @param {any} row @param {any} device */
function drawDevice(row, device) {
  const { name, kind, isGood, words } = deviceWords(device);
  const key = [name, words].join("|");
  if (row.dataset.words === key) return;
  row.dataset.words = key;
  setAttribute(row, "class", `device-line ${isGood ? "good" : "bad"}`);
  const named = make("span", { class: "grow" }, make("strong", {}, name), make("span", { class: "second" }, kind));
  row.replaceChildren(icon(isGood ? "check" : "warn"), named, make("span", { class: "state" }, words));
}

follow("monitor", draw);
