// SPDX-License-Identifier: EUPL-1.2
/** The town's one colour, made strong enough to read: 7:1 (WCAG 2) on paper, card and tint, in light and in dark. */

const LIGHT = { grounds: ["#f5f3ee", "#ffffff", "#e4ecf4"], towards: 0 };
const DARK = { grounds: ["#10171e", "#1b2530", "#24384c"], towards: 255 };
const INKS = ["#ffffff", "#0c1c2c"];
const ENOUGH = 7;

/** @typedef {[number, number, number]} Rgb */

/** @param {string} hex @returns {Rgb} */
const rgb = (hex) => /** @type {Rgb} */ ([1, 3, 5].map((place) => parseInt(hex.slice(place, place + 2), 16)));
/** @param {Rgb} colour */
const hex = (colour) => `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
/** @param {number} part */
const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
/** @param {Rgb} colour */
const luminance = ([red, green, blue]) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

/** @param {string} one @param {string} other */
export function contrast(one, other) {
  const [low, high] = [luminance(rgb(one)), luminance(rgb(other))].sort((left, right) => left - right);
  return (high + 0.05) / (low + 0.05);
}

/** The colour, darkened or lightened until it can be read on every ground. @param {string} colour @param {typeof LIGHT} look */
export function strong(colour, look) {
  let found = rgb(colour);
  for (let step = 0; step < 100; step += 1) {
    if (look.grounds.every((ground) => contrast(hex(found), ground) >= ENOUGH)) break;
    found = /** @type {Rgb} */ (found.map((part) => part + (look.towards - part) * 0.05));
  }
  return hex(found);
}

/** The page takes the town's colour. @param {string} colour */
export function useAccent(colour) {
  for (const [name, look] of Object.entries({ light: LIGHT, dark: DARK })) {
    const accent = strong(colour, look);
    const ink = contrast(accent, INKS[0]) >= contrast(accent, INKS[1]) ? INKS[0] : INKS[1];
    document.documentElement.style.setProperty(`--town-${name}`, accent);
    document.documentElement.style.setProperty(`--on-town-${name}`, ink);
  }
}
