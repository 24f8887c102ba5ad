// SPDX-License-Identifier: EUPL-1.2
// Chime, Swedish, the visitor's own language: one sound after the other. A browser lets a page sound only after a touch,
// unless it was started for a screen; until then nothing is said and the page offers a key.

const TONES_HZ = [659.26, 523.25];
const TONE_S = 0.42;
const RING_S = 0.9;
const LONGEST_MS = 15_000;
const context = new AudioContext();
export const spoken = [];

export const isAllowed = () => context.state === "running";
export const allow = () => context.resume();

export async function say({ call, spoken: round }, branchId) {
  if (!isAllowed()) return;
  const started = performance.now();
  const languages = call.language.startsWith("sv") ? ["sv"] : ["sv", call.language];
  const sounds = languages.map((language) => fetched(branchId, language, call));
  if (round === 0) await chimed();
  const said = [];
  for (const [place, sound] of sounds.entries()) {
    const buffer = await sound;
    if (buffer && (await played(buffer))) said.push(languages[place]);
  }
  spoken.push({ number: call.number, round, languages: said, started, ended: performance.now() });
}

async function fetched(branchId, language, call) {
  try {
    const path = `/api/v1/branches/${branchId}/speech/${language}/${call.number}/${call.desk_id}.wav`;
    const said = [call.again && "again=true", call.is_fetched && "fetched=true"].filter(Boolean).join("&");
    const answer = await fetch(said ? `${path}?${said}` : path);
    return answer.ok ? await context.decodeAudioData(await answer.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

function chimed() {
  for (const [place, hertz] of TONES_HZ.entries()) struck(hertz, context.currentTime + place * TONE_S);
  return new Promise((done) => setTimeout(done, (TONE_S + RING_S) * 1000));
}

function struck(hertz, at) {
  const tone = new OscillatorNode(context, { frequency: hertz });
  const loud = new GainNode(context, { gain: 0 });
  loud.gain.setValueAtTime(0, at);
  loud.gain.linearRampToValueAtTime(0.3, at + 0.01);
  loud.gain.exponentialRampToValueAtTime(0.001, at + RING_S);
  tone.connect(loud).connect(context.destination);
  tone.start(at);
  tone.stop(at + RING_S);
}

function played(buffer) {
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start();
  return new Promise((done) => {
    source.onended = () => done(true);
    setTimeout(() => done(false), LONGEST_MS);
  });
}
