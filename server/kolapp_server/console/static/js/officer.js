// SPDX-License-Identifier: EUPL-1.2
/** The page behind the link in an officer's mail. To open it answers nothing; a press does, once. The secret stays in the fragment. */
import { find, show, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { clock, useZone } from "./moment.js";
import { officerCallPath } from "./paths.js";
import { ask, send } from "./send.js";
import { text } from "./texts.js";

const [callId, secret] = location.hash.slice(1).split(".");
const headers = { "Kolapp-Officer-Secret": secret ?? "" };
/** Made once: a press that is sent again is one answer. */
const requestId = uuid7();

async function look() {
  const { value, problem } = callId ? await ask(officerCallPath(callId), headers) : { value: null, problem: { status: 404 } };
  if (!value) return write(find("told"), text(problem ? "reply.spent" : "reply.lost"));
  useZone(value.time_zone);
  write(find("number"), value.number);
  write(find("since"), text("reply.since", { time: clock(value.told_at) }));
  show(find("call"), true);
  show(find("answers"), value.is_open);
  return document.documentElement.setAttribute("data-ready", "true");
}

/** @param {DOMStringMap} key */
async function reply({ answer, minutes }) {
  show(find("answers"), false);
  const body = { request_id: requestId, answer, minutes: Number(minutes) };
  const { value, problem } = await send({ path: officerCallPath(callId, "reply"), body, headers });
  if (value) return write(find("told"), value.answer === "coming" ? text("reply.thanks", { time: clock(value.coming_at) }) : text("reply.thanks_cannot"));
  show(find("answers"), !problem);
  return write(find("told"), text(problem ? "reply.spent" : "reply.lost"));
}

find("answers").addEventListener("click", (/** @type {Event} */ event) => {
  const key = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-answer]"));
  if (key) reply(key.dataset);
});
window.addEventListener("hashchange", () => location.reload());
look();
