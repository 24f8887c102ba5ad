// SPDX-License-Identifier: EUPL-1.2
/**
 * Orders to the server. An order keeps its request_id however often the wire breaks, so that it happens once.
 *
 * @typedef {{method?: string, path: string, body?: object, headers?: Record<string, string>}} Order
 * @typedef {{value?: any, problem?: {code: string, status: number, detail?: string}, isLost?: boolean}} Answer
 */

const ANSWER_WITHIN_MS = 4_000;
const TRY_AGAIN_AFTER_MS = [300, 700, 1500, 3000];
const PASSING = new Set([502, 503, 504]);

/** @returns {string} */
const csrf = () => document.querySelector('meta[name="csrf"]')?.getAttribute("content") ?? "";

/**
 * Sends the order until it is answered, for some ten seconds; then its outcome is unknown.
 * @param {Order} order @param {() => void} [notYet] told each time that no answer came @returns {Promise<Answer>}
 */
export async function send(order, notYet = () => {}) {
  for (const pauseMs of [...TRY_AGAIN_AFTER_MS, null]) {
    const answer = await once(order);
    if (!answer.isLost || pauseMs === null) return answer;
    notYet();
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  return { isLost: true };
}

/** @param {string} path @param {Record<string, string>} [headers] @returns {Promise<Answer>} */
export const ask = (path, headers) => send({ method: "GET", path, headers });

/** @param {Order} order @returns {Promise<Answer>} */
async function once({ method = "POST", path, body, headers = {} }) {
  try {
    const response = await fetch(path, {
      method,
      headers: { ...(body ? { "Content-Type": "application/json", "Kolapp-CSRF": csrf() } : {}), ...headers },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return await understood(response);
  } catch {
    return { isLost: true };
  }
}

/** @param {Response} response @returns {Promise<Answer>} */
async function understood(response) {
  if (PASSING.has(response.status)) return { isLost: true };
  const body = await response.text();
  const said = body ? JSON.parse(body) : {};
  if (response.ok) return { value: said };
  return { problem: { code: "unexpected", ...said, status: response.status } };
}
