// SPDX-License-Identifier: EUPL-1.2
/** The wire of a live view: connects, follows, gives signs of life, and comes back by itself. */
import { useServerTime } from "./moment.js";
import { liveAddress } from "./paths.js";
import { delayMs, isStale, newStream, received, resumeFrame } from "./stream.js";

const ALIVE_EVERY_MS = 5_000;
const LOOK_EVERY_MS = 1_000;

export class Live {
  /**
   * @param {{branches: string[], who: () => object, onView: (view: any, calls: any[]) => void,
   *          onFreshness: (isStale: boolean, heardMs: number) => void, onPulse?: (pulse: any) => void}} wishes
   *   `branches` are tried in turn until one knows who asks.
   */
  constructor(wishes) {
    this.wishes = wishes;
    this.stream = newStream(Date.now());
    this.branch = 0;
    this.wasStale = false;
  }

  /** Begins to listen; goes on until the page is left. */
  start() {
    this.#connect();
    setInterval(() => this.#alive(), ALIVE_EVERY_MS);
    setInterval(() => this.#look(), LOOK_EVERY_MS);
    window.addEventListener("online", () => this.again());
    document.addEventListener("visibilitychange", () => this.#look());
  }

  /** Connects anew at once and asks for the whole: another desk, or a page that came back. */
  again() {
    this.stream = { ...this.stream, wantsWhole: true, failures: 0 };
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) this.socket.close();
    else this.#connect();
  }

  #connect() {
    clearTimeout(this.retry);
    if (this.socket && this.socket.readyState <= WebSocket.OPEN) return;
    const socket = new WebSocket(liveAddress(this.wishes.branches[this.branch]));
    this.socket = socket;
    this.hadView = false;
    socket.onopen = () => socket.send(JSON.stringify(resumeFrame(this.stream, this.wishes.who())));
    socket.onmessage = (event) => this.#heard(JSON.parse(event.data));
    socket.onclose = () => this.#closed(socket);
  }

  /** @param {any} message */
  #heard(message) {
    const update = received(this.stream, message, Date.now());
    this.stream = update.stream;
    if (message.type === "pulse") this.#pulsed(message);
    if (update.mustHangUp) this.socket.close();
    else if (this.stream.view && (message.type === "snapshot" || message.type === "change")) this.#tell(update.calls ?? []);
    this.#look();
  }

  /** @param {any} pulse */
  #pulsed(pulse) {
    useServerTime(pulse.at);
    this.wishes.onPulse?.(pulse);
  }

  /** @param {any[]} calls */
  #tell(calls) {
    this.hadView = true;
    this.wishes.onView(this.stream.view, calls);
  }

  /** @param {WebSocket} socket */
  #closed(socket) {
    if (socket !== this.socket) return;
    if (!this.hadView && this.stream.view === null) this.branch = (this.branch + 1) % this.wishes.branches.length;
    this.stream = { ...this.stream, failures: this.stream.failures + 1 };
    this.retry = setTimeout(() => this.#connect(), delayMs(this.stream.failures - 1, Math.random()));
  }

  #alive() {
    const { desk_id: deskId = null } = this.wishes.who();
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "alive", desk_id: deskId }));
  }

  #look() {
    const stale = isStale(this.stream, Date.now());
    if (stale && !this.wasStale) this.socket?.close();
    this.wasStale = stale;
    this.wishes.onFreshness(stale, this.stream.heardMs);
  }
}
