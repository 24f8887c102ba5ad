// SPDX-License-Identifier: EUPL-1.2
// Elements of the page. Nothing is ever set as markup.

export function node(tag, options = {}, ...children) {
  const made = Object.assign(document.createElement(tag), options);
  made.append(...children);
  return made;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

/** Draws `children` where what they tell has changed. */
export function show(place, key, ...children) {
  if (place.dataset.key === key) return;
  place.dataset.key = key;
  place.replaceChildren(...children);
}
