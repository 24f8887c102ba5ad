// SPDX-License-Identifier: EUPL-1.2
/** Where things are asked for: the same addresses as in kolapp_contract.paths. */

const API = "/api/v1";

/** @param {string} ticketId */
export const ticketPath = (ticketId) => `${API}/tickets/${ticketId}`;
/** @param {string} ticketId @param {string} step */
export const stepPath = (ticketId, step) => `${ticketPath(ticketId)}/${step}`;
/** @param {string} ticketId */
export const elsewherePath = (ticketId) => `${ticketPath(ticketId)}/elsewhere`;
/** @param {string} deskId @param {string} what calls, open, pause, resume or close */
export const deskPath = (deskId, what) => `${API}/desks/${deskId}/${what}`;
/** @param {string} deskId @param {string} ticketId */
export const whyPath = (deskId, ticketId) => deskPath(deskId, `why/${ticketId}`);
/** @param {string} jobId */
export const printJobPath = (jobId) => `${API}/print-jobs/${jobId}`;
/** @param {string} branchId @param {string} what catalogue, live, stops, stops/lift, notice or numbers/... */
export const branchPath = (branchId, what) => `${API}/branches/${branchId}/${what}`;
/** @param {string} helpId @param {string} [what] coming or end */
export const helpPath = (helpId, what = "") => [`${API}/helps/${helpId}`, what].filter(Boolean).join("/");
/** @param {string} callId @param {string} [what] reply */
export const officerCallPath = (callId, what = "") => [`${API}/officer-calls/${callId}`, what].filter(Boolean).join("/");
/** @param {string} branchId */
export const liveAddress = (branchId) =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${branchPath(branchId, "live")}`;
