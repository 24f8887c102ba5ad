// SPDX-License-Identifier: EUPL-1.2
// A town's own colour, darkened until it gives 7:1 to all that it meets.

const GROUNDS = ["#F5F3EE", "#FFFFFF", "#E4ECF4"];
const STRONG = 7;
const SEEN = 3;

export function strongAccent(accent) {
  for (let step = 0; step <= 40; step += 1) {
    const colour = channels(accent).map((value) => Math.round(value * (1 - step / 40)));
    if (Math.min(...GROUNDS.map((ground) => contrast(colour, channels(ground)))) >= STRONG) return `rgb(${colour.join(" ")})`;
  }
  return accent;
}

/** A desk's own colour, darkened until it gives 3:1 to the white that it stands on. @param {string} colour */
export function seenOnWhite(colour) {
  for (let step = 0; step <= 40; step += 1) {
    const shade = channels(colour).map((value) => Math.round(value * (1 - step / 40)));
    if (contrast(shade, channels("#FFFFFF")) >= SEEN) return `rgb(${shade.join(" ")})`;
  }
  return colour;
}

const channels = (hex) => [1, 3, 5].map((place) => parseInt(hex.slice(place, place + 2), 16));

function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour) {
  const linear = colour.map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}
