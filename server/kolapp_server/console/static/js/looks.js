// SPDX-License-Identifier: EUPL-1.2
/** Light or dark: as the machine says, until somebody presses the key. Loaded on every page before it is shown. */
import { recall, remember } from "./memory.js";

const root = document.documentElement;

/** @returns {boolean} */
const isDark = () => root.dataset.look === "dark" || (!root.dataset.look && matchMedia("(prefers-color-scheme: dark)").matches);

/** Light becomes dark and dark light, also next time. */
export function turnLook() {
  root.dataset.look = isDark() ? "light" : "dark";
  remember("look", root.dataset.look);
}

const known = recall("look");
if (known) root.dataset.look = known;
document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-turn-look]")) turnLook();
});
