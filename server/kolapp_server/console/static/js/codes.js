// SPDX-License-Identifier: EUPL-1.2
/** A code that a visitor carries on paper, as kolapp_contract.codes makes them: made here, before the first send. */

const ALPHABET = "2345679ACDEFGHJKLMNPQRTUVWXYZ";
const CHANCE_LENGTH = 11;

/** @param {string} kind the first letter, which says what the code opens @returns {string} "C-7KQM-3XHR-W2PA" */
export function newCode(kind) {
  const code = kind + Array.from({ length: CHANCE_LENGTH }, chance).join("");
  const sum = [...code].reduce((total, character, place) => total + (place + 2) * ALPHABET.indexOf(character), 0);
  return printed(code + ALPHABET[(ALPHABET.length - (sum % ALPHABET.length)) % ALPHABET.length]);
}

/** Each character is as likely as the other: bytes that would favour the first ones are thrown again. @returns {string} */
function chance() {
  const fair = 256 - (256 % ALPHABET.length);
  const [byte] = crypto.getRandomValues(new Uint8Array(1));
  return byte < fair ? ALPHABET[byte % ALPHABET.length] : chance();
}

/** @param {string} code */
const printed = (code) => [code.slice(0, 1), code.slice(1, 5), code.slice(5, 9), code.slice(9)].join("-");
