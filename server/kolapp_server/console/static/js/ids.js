// SPDX-License-Identifier: EUPL-1.2
/** Identity before the first send: the browser makes the ids of tickets and orders, and the secret of a visitor's page. */

/** @param {number} count @returns {Uint8Array} */
const randomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/** A UUIDv7 (RFC 9562): the time first, so that ids sort as they were made. @returns {string} */
export function uuid7(nowMs = Date.now()) {
  const bytes = randomBytes(16);
  for (let place = 0; place < 6; place += 1) {
    bytes[place] = Math.floor(nowMs / 2 ** (8 * (5 - place))) % 256;
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** 128 random bits, base64url without padding. @returns {string} */
export function secret() {
  return btoa(String.fromCharCode(...randomBytes(16))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
