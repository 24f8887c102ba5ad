// SPDX-License-Identifier: EUPL-1.2
/** Whether two hold the same view: CRC-32 (IEEE 802.3) over its sorted lines, as kolapp_contract.live.digest computes it. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/** @param {Uint8Array} bytes @returns {number} */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** @param {{number: string, state: string, desk_id?: string | null}[]} tickets @returns {number} */
export function digest(tickets) {
  const lines = tickets.map((ticket) => `${ticket.number}|${ticket.state}|${ticket.desk_id ?? ""}`).sort();
  return crc32(new TextEncoder().encode(lines.join("\n")));
}
