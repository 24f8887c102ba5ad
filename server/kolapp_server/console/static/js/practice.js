// SPDX-License-Identifier: EUPL-1.2
/** The way to the practice and home again, and the office's switch. The page is loaded anew where one has come to. */
import { find, show, write } from "./dom.js";
import { ask, send } from "./send.js";
import { text } from "./texts.js";

const PRACTICE = "/api/v1/practice";

/** Where a desk is chosen: shows whether there is a practice to go to, or to leave. */
export async function offerPractice() {
  const { value } = await ask(PRACTICE);
  const isHere = Boolean(value?.is_here);
  show(find("practice-part"), isHere || Boolean(value?.is_on));
  write(find("practice-words"), text(isHere ? "practice.words" : "practice.lead"));
  write(find("practice-go"), text(isHere ? "practice.leave" : "practice.enter"));
  find("practice-go").onclick = () => turn(!isHere);
}

/** @param {boolean} isHere */
async function turn(isHere) {
  const { value, problem } = await send({ path: PRACTICE, body: { is_here: isHere } });
  if (value) return location.reload();
  return write(find("practice-words"), text(`problem.${problem?.code ?? "unexpected"}`, { number: "" }));
}

/** In the office: whether the practice is open, and the key that turns it. */
export async function prepareSwitch() {
  const { value } = await ask(PRACTICE);
  drawSwitch(Boolean(value?.is_on));
  find("practice-switch").addEventListener("click", async () => {
    const answer = await send({ path: `${PRACTICE}/switch`, body: { is_on: find("practice-switch").dataset.on !== "true" } });
    if (answer.value) drawSwitch(answer.value.is_on);
    else write(find("practice-state"), text("problem.unexpected"));
  });
}

/** @param {boolean} isOn */
function drawSwitch(isOn) {
  find("practice-switch").dataset.on = String(isOn);
  write(find("practice-state"), text(isOn ? "practice.is_on" : "practice.is_off"));
  write(find("practice-switch"), text(isOn ? "practice.end" : "practice.begin"));
}
