// SPDX-License-Identifier: EUPL-1.2
/** Two notes and a buzz when it is the visitor's turn. A browser lets a page sound only after a touch, so it is asked for. */
import { find, show, write } from "./dom.js";
import { text } from "./texts.js";

const NOTES_HZ = [660, 880];
const NOTE_S = 0.35;

/** @type {AudioContext | null} */
let audio = null;

/** Listens for the wish. */
export function prepareSound() {
  find("sound").addEventListener("click", () => {
    if (audio) audio.close();
    audio = audio ? null : new AudioContext();
    showSound(true);
  });
}

/** @param {boolean} isShown */
export function showSound(isShown) {
  show(find("sound"), isShown && "AudioContext" in window);
  write(find("sound"), text(audio ? "ticket.sound_off" : "ticket.sound_on"));
}

/** It is the visitor's turn. */
export function ring() {
  navigator.vibrate?.([300, 150, 300]);
  if (!audio) return;
  const { currentTime: beginsAt, destination } = audio;
  for (const [place, frequency] of NOTES_HZ.entries()) {
    const note = new OscillatorNode(audio, { frequency });
    const volume = new GainNode(audio, { gain: 0.2 });
    note.connect(volume).connect(destination);
    note.start(beginsAt + place * NOTE_S);
    note.stop(beginsAt + (place + 1) * NOTE_S);
  }
}
