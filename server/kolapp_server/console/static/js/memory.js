// SPDX-License-Identifier: EUPL-1.2
/** What this browser remembers: the desk it stands on, how it looks, the last order. Never a visitor's secret. */

/** @param {string} key @param {any} otherwise */
export function recall(key, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(`kolapp.${key}`) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} key @param {any} value null forgets */
export function remember(key, value) {
  try {
    if (value === null) localStorage.removeItem(`kolapp.${key}`);
    else localStorage.setItem(`kolapp.${key}`, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still works; it only forgets.
  }
}
