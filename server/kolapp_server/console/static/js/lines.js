// SPDX-License-Identifier: EUPL-1.2
/** The facility view in words and figures, for the monitor. Pure but for the page's language. */
import { clock, minutesSince, now } from "./moment.js";
import { deskName, deskSign, deskTitle, errandName, profileName } from "./names.js";
import { text } from "./texts.js";

/** @param {any} wait @param {any} names @returns {{name: string, waiting: number, longest: number, target: number, isOver: boolean, note: string}} */
export function waitLine(wait, names) {
  const target = names.errands.get(wait.key)?.target_minutes ?? 15;
  const longest = wait.longest_since ? minutesSince(wait.longest_since, now()) : 0;
  return { name: errandName(names, wait.key), waiting: wait.waiting, longest, target, isOver: longest > target, note: waitNote(wait) };
}

/** @param {any} wait */
function waitNote(wait) {
  if (wait.is_stopped) return text("monitor.stopped", { text: wait.stop_text ?? "" });
  if (wait.is_staffed) return "";
  return wait.opens_at ? text("monitor.opens", { time: clock(wait.opens_at) }) : text("monitor.unstaffed");
}

/** @param {any} desk @param {any} names */
export function deskWords(desk, names) {
  const planned = plansOf(desk);
  const since = desk.since && desk.state !== "closed" ? text("monitor.since", { time: clock(desk.since) }) : "";
  const who = [desk.profile_id && profileName(names, desk.profile_id), desk.clerk, ...planned].filter(Boolean).join(", ");
  return { sign: deskSign(names, desk.desk_id), state: stateWords(desk), number: desk.number ?? "", since, who };
}

/** A pause says what it is for. @param {any} desk */
const stateWords = (desk) => text(desk.state === "paused" && desk.pause_reason ? `pause.${desk.pause_reason}` : `desk_state.${desk.state}`);

/** @param {any} desk @returns {string[]} */
function plansOf(desk) {
  const breaks = (desk.breaks ?? []).filter((/** @type {any} */ each) => Date.parse(each.ends_at) > now());
  const times = breaks.map((/** @type {any} */ each) => `${clock(each.begins_at)}–${clock(each.ends_at)}`).join(", ");
  const opens = desk.opens_at ? [text("monitor.desk_opens", { time: clock(desk.opens_at) })] : [];
  return [...(times ? [text("monitor.breaks", { times })] : []), ...opens];
}

/** @param {any} device */
export function deviceWords(device) {
  const isGood = device.is_heard && (!device.printer || device.printer === "ok");
  const printer = device.printer && device.printer !== "ok" ? text(`printer.${device.printer}`) : "";
  const heard = device.is_heard ? text("device.heard") : silence(device);
  return { name: device.name, kind: text(`device.${device.kind}`), isGood, words: [device.is_heard ? "" : heard, printer].filter(Boolean).join(", ") || heard };
}

/** @param {any} device */
const silence = (device) => (device.last_seen_at ? text("device.silent", { time: clock(device.last_seen_at) }) : text("device.never"));

/** What somebody may do, rather than what is broken. */
const ADVICE = ["desk_needed", "desk_spare"];
/** @param {any} alarm @param {any} names */
const adviceDesk = (alarm, names) => (alarm.kind === "desk_needed" ? deskName : deskTitle)(names, alarm.desk_id);

/** @param {any} alarm @param {any} view @param {any} names */
export function alarmWords(alarm, view, names) {
  const device = view.devices.find((/** @type {any} */ line) => line.device_id === alarm.device_id);
  const isAdvice = ADVICE.includes(alarm.kind);
  const errand = alarm.errand_id ? errandName(names, alarm.errand_id) : "";
  const where = device?.name ?? (alarm.desk_id ? deskTitle(names, alarm.desk_id) : errand);
  const duty = view.desks.find((/** @type {any} */ line) => line.desk_id === alarm.desk_id)?.pause_reason;
  const facts = { errand, desk: isAdvice ? adviceDesk(alarm, names) : "", duty: duty ? text(`pause.${duty}`).toLowerCase() : "" };
  const what = text(`alarm.${alarm.kind}`, facts);
  return {
    isAdvice,
    what: where && !isAdvice ? `${where}: ${what}` : what,
    since: text("monitor.since", { time: clock(alarm.since) }),
    taken: alarm.taken_by ? text("monitor.taken", { clerk: alarm.taken_by }) : "",
  };
}
