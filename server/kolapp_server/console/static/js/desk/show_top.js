// SPDX-License-Identifier: EUPL-1.2
/** The line above: which desk, what it does, and whether all is well. And the banners: what everybody must know now. */
import { find, icon, make, matchRows, setAttribute, write } from "../dom.js";
import { clock, now, onTheServer } from "../moment.js";
import { deskTitle, profileName } from "../names.js";
import { text } from "../texts.js";
import { officerBanners } from "./officers.js";
import { isSeated, page } from "./page.js";
import { breakDue, span } from "./pause.js";
import { jointBanners } from "./together.js";

/** Draws desk, state, profile and health. */
export function showTop() {
  const { desk } = /** @type {any} */ (page.place);
  write(find("desk-name"), page.deskId ? deskTitle(page.names, page.deskId) : text("desk.none"));
  write(find("profile-name"), isSeated() ? profileName(page.names, desk.profile_id) : text("desk.choose"));
  const state = !isSeated() ? "closed" : desk.state === "paused" ? "paused" : "visit";
  for (const button of document.querySelectorAll("[data-segment]")) {
    setAttribute(button, "aria-pressed", button.getAttribute("data-segment") === state ? "true" : "false");
  }
  showHealth();
}

/** Writes the time of day; every second. */
export const showClock = () => write(find("clock"), clock(now()));

function showHealth() {
  const count = page.view.alarms.length;
  const health = find("health");
  const state = page.isStale ? "stale" : count ? "alarms" : "good";
  if (health.dataset.state === state && health.dataset.count === String(count)) return;
  Object.assign(health.dataset, { state, count });
  health.replaceChildren(icon(state === "good" ? "check" : "warn"), make("span", {}, text(`health.${state}`, { n: count })));
}

/** @returns {{key: string, tone: string, icon: string, words: string, acts?: [string, string][]}[]} */
function banners() {
  const { view } = page;
  const due = isSeated() && breakDue(/** @type {any} */ (page.place).desk);
  return [
    page.isStale && stale(),
    page.pending && unknown(page.pending),
    view.opening.is_stopped && { key: "stopped", tone: "warn", icon: "kiosk", words: stopped(view.opening.stop_text) },
    view.opening.closes_soon && { key: "closing", tone: "warn", icon: "clock", words: closing(view.opening) },
    ...officerBanners(),
    ...jointBanners(),
    due && { key: `break-${due.begins_at}`, tone: "tint", icon: "clock", words: text("banner.break", { time: span(due) }), acts: [["pause", text("banner.break_go")]] },
    view.notice && { key: "notice", tone: "tint", icon: "message", words: text("banner.notice", { text: view.notice }) },
  ].filter(Boolean);
}

/** Draws the banners; those that stay keep their place. */
export function showBanners() {
  matchRows(find("banners"), banners(), (banner) => banner.key, madeBanner, (row, banner) => {
    write(row.querySelector("p"), banner.words);
  });
}

/** @param {any} banner */
function madeBanner(banner) {
  const acts = (banner.acts ?? []).map(([act, words]) => make("button", { type: "button", class: "plain", "data-act": act }, words));
  return make("div", { class: `banner ${banner.tone}` }, icon(banner.icon), make("p"), ...acts);
}

function stale() {
  const last = page.last ? text("banner.last_order", { order: page.last.words, time: clock(page.last.at) }) : "";
  const words = [text("banner.stale", { time: clock(onTheServer(page.heardMs)) }), last, text("banner.stale_advice")];
  return { key: "stale", tone: "warn", icon: "off", words: words.filter(Boolean).join(" ") };
}

/** @param {{words: string}} pending */
const unknown = (pending) => ({
  key: "unknown",
  tone: "warn",
  icon: "warn",
  words: text("banner.unknown", { order: pending.words }),
  acts: [["send-again", text("order.again")], ["let-go", text("order.let_go")]],
});

/** @param {string | null} words */
const stopped = (words) => (words ? text("banner.stopped_text", { text: words }) : text("banner.stopped"));
/** @param {any} opening */
const closing = (opening) => text("banner.closing", { time: clock(opening.closes_at) });
