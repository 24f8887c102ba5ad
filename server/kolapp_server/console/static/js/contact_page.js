// SPDX-License-Identifier: EUPL-1.2
/** The holder of a code sees how the matter stands. The code stays in the address's fragment, and goes to the server in a header. */
import { find, icon, make, show, write } from "./dom.js";
import { recall, remember } from "./memory.js";
import { longDate } from "./moment.js";
import { fill } from "./options.js";
import { ask } from "./send.js";
import { inLanguage, language, languages, ofTheBrowser, ownName, speak, text } from "./texts.js";

const ADDRESS = "/api/v1/contact";
const CODE_HEADER = "Kolapp-Code";
const COULD_BE = /^[A-Za-z0-9 -]{13,40}$/;
/** @type {Record<string, string>} */
const ICONS = { open: "clock", due: "clock", overdue: "warn", kept: "check", broken: "warn" };
/** @type {{state: any, problem: string, hasChosen: boolean}} */
const page = { state: null, problem: "", hasChosen: recall("language") !== null };

/** The code as it was typed or scanned. */
const typed = () => decodeURIComponent(location.hash.slice(1)).trim();

async function look() {
  const code = typed();
  page.state = null;
  page.problem = code && !COULD_BE.test(code) ? "unknown" : "";
  if (code && !page.problem) {
    const { value, problem } = await ask(ADDRESS, { [CODE_HEADER]: code });
    page.state = value ?? null;
    page.problem = value ? "" : problem?.code === "too_fast" ? "slow" : problem ? "unknown" : "lost";
  }
  if (page.state && !page.hasChosen) speak(page.state.language);
  draw();
  document.documentElement.dataset.ready = "true";
}

function draw() {
  for (const [id, key] of Object.entries(FIXED)) write(find(id), text(key));
  document.title = `${text("matter.title")} · Kölapp`;
  find("language").value = language();
  const { state, problem } = page;
  write(find("town"), state ? inLanguage(state.town) : "");
  show(find("matter"), Boolean(state));
  show(find("problem"), Boolean(problem));
  write(find("problem"), problem ? text(PROBLEMS[problem]) : "");
  show(find("code-form"), !state);
  if (state) drawState(state);
}

/** @type {Record<string, string>} */
const FIXED = { "page-title": "matter.title", "language-label": "language.label", "code-label": "matter.type", go: "matter.go", back: "matter.back" };
/** @type {Record<string, string>} */
const PROBLEMS = { unknown: "matter.unknown", slow: "matter.slow", lost: "matter.lost" };

/** @param {any} state */
function drawState(state) {
  find("matter").className = `matter ${state.state ?? "none"}`;
  const head = state.state ? text(`matter.state_${state.state}`) : text("matter.none");
  find("state").replaceChildren(icon(ICONS[state.state] ?? "note"), make("span", {}, head));
  const facts = [
    ["matter.opened", longDate(`${state.opened_on}T12:00:00Z`)],
    ...(state.owner ? [["matter.owner", inLanguage(state.owner)]] : []),
    ...(state.promise ? [["matter.promise", text(`matter.promise_${state.promise}`)]] : []),
    ...(state.due_on ? [["matter.by", longDate(`${state.due_on}T12:00:00Z`)]] : []),
  ];
  find("facts").replaceChildren(...facts.map(([key, words]) => make("div", {}, make("dt", {}, text(key)), make("dd", {}, words))));
}

function prepareLanguage() {
  const known = recall("language") ?? ofTheBrowser();
  if (known) speak(known);
  fill(find("language"), languages().map((code) => [code, ownName(code)]), language());
  find("language").addEventListener("change", (/** @type {any} */ event) => {
    page.hasChosen = true;
    remember("language", event.target.value);
    speak(event.target.value);
    draw();
  });
}

prepareLanguage();
find("code-form").addEventListener("submit", (/** @type {any} */ event) => {
  event.preventDefault();
  location.hash = encodeURIComponent(find("typed").value.trim());
  look();
});
window.addEventListener("hashchange", look);
draw();
look();
