// SPDX-License-Identifier: EUPL-1.2
/** Times in words, in the branch's own time zone. */
import { dateLanguages, text } from "./texts.js";

let zone = "Europe/Stockholm";

/** @param {string} name a time zone of IANA's */
export function useZone(name) {
  zone = name;
}

let aheadMs = 0;

/** The server's clock rules: a desk computer that is minutes off still shows true waits. @param {string} at the server's now */
export function useServerTime(at) {
  aheadMs = Date.parse(at) - Date.now();
}

/** What this computer's clock says, as the server's clock has it. @param {number} ownMs */
export const onTheServer = (ownMs) => ownMs + aheadMs;

/** The server's now, in milliseconds. */
export const now = () => onTheServer(Date.now());

/** "10:24" in Latin figures. @param {string | number} instant */
export function clock(instant) {
  const parts = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, numberingSystem: "latn" };
  return new Intl.DateTimeFormat("sv", /** @type {any} */ (parts)).format(new Date(instant));
}

/** "2026-11-23" where the branch is. @param {string} instant */
export const dayOf = (instant) => new Intl.DateTimeFormat("sv", { dateStyle: "short", timeZone: zone, numberingSystem: "latn" }).format(new Date(instant));

/** That wall-clock time of today in the branch; null when it is no time. @param {string} wall "11:30" */
export function onToday(wall) {
  const [hours, minutes] = wall.split(":").map(Number);
  if (!Number.isInteger(hours) || !Number.isInteger(minutes)) return null;
  const [nowHours, nowMinutes] = clock(now()).split(":").map(Number);
  const startOfMinute = Math.floor(now() / 60_000) * 60_000;
  return new Date(startOfMinute + ((hours - nowHours) * 60 + minutes - nowMinutes) * 60_000);
}

/** "27 nov.", in the page's language. @param {string} instant */
export const shortDate = (instant) => dated(instant, { day: "numeric", month: "short" });

/** "fredag 27 november", in the page's language. @param {string} instant */
export const longDate = (instant) => dated(instant, { weekday: "long", day: "numeric", month: "long" });

/** @param {string} instant @param {object} parts */
const dated = (instant, parts) => new Intl.DateTimeFormat(dateLanguages(), { ...parts, timeZone: zone, calendar: "gregory", numberingSystem: "latn" }).format(new Date(instant));

/** So many days from today in the branch, as a date field has it: "2026-11-27". @param {number} days */
export const dayAhead = (days) => new Intl.DateTimeFormat("sv", { timeZone: zone }).format(new Date(now() + days * 86_400_000));

/** "04:12", or "1:04:12". @param {number} elapsedMs */
export function stopwatch(elapsedMs) {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const shown = [minutes, seconds % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return hours ? `${hours}:${shown}` : shown;
}

/** Whole minutes since `instant`. @param {string} instant @param {number} nowMs */
export const minutesSince = (instant, nowMs) => Math.max(0, Math.floor((nowMs - Date.parse(instant)) / 60_000));

/** "12 min". @param {string} instant @param {number} nowMs */
export const waited = (instant, nowMs) => text("time.minutes", { n: minutesSince(instant, nowMs) });

/** The weekday's name. @param {number} day 0 is Monday */
export const weekday = (day) =>
  new Intl.DateTimeFormat(dateLanguages(), { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, 1 + day)));
