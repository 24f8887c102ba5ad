// SPDX-License-Identifier: EUPL-1.2
/** Small hands for the page: find, make and change elements without touching what is already right. */

/** @param {string} id @returns {any} */
export const find = (id) => document.getElementById(id);

/** @param {string} tag @param {Record<string, any>} [attributes] @param {...(Node | string | null)} children @returns {any} */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** @param {Element} element @param {string} name @param {any} value null takes it away; a function listens. */
export function setAttribute(element, name, value) {
  if (typeof value === "function") element.addEventListener(name, value);
  else if (value === null || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value === true ? "" : value)) element.setAttribute(name, value === true ? "" : value);
}

/** Writes only what differs, so that a screen reader is not disturbed. @param {Element} element @param {string} words */
export function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** @param {Element} element @param {boolean} isShown */
export const show = (element, isShown) => setAttribute(element, "hidden", !isShown);

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name @returns {SVGElement} */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/static/icons.svg#${name}`);
  picture.append(use);
  return picture;
}

/**
 * Makes the children of `list` match `items`: rows stay the same elements, so that focus is kept.
 * @template T
 * @param {Element} list @param {T[]} items @param {(item: T) => string} key
 * @param {(item: T) => Element} made @param {(row: any, item: T) => void} changed
 */
export function matchRows(list, items, key, made, changed) {
  const rows = new Map([...list.children].map((row) => [row.getAttribute("data-key"), row]));
  items.forEach((item, place) => {
    const row = rows.get(key(item)) ?? made(item);
    rows.delete(key(item));
    row.setAttribute("data-key", key(item));
    changed(row, item);
    if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
  });
  for (const row of rows.values()) row.remove();
}
