// SPDX-License-Identifier: EUPL-1.2
// How large a call is written, by the same rule as the display's own: a capital is 0.0122 of the distance to the last seat
// (0.7 degrees, EN 301 549 5.1.4). Where the usual arrangement has no room for that, who waits gives its place to the call;
// where that is not enough, the earlier calls stand in a strip below.
//
//     /board/ekvik?last_seat_m=8&inches=55      metres to the last seat, and the screen's diagonal
//     /board/ekvik?layout=near                  a screen at eye height, to be walked up to
//     /board/ekvik?hearing_loop=true            the room has a hearing loop

const EYE = 0.0122;
const CAPITAL = 0.714;
const MM_PER_INCH = 25.4;
const LINE = 1.1;
const USUAL = { lastSeatM: 5, inches: 55 };
/** From here on a window is narrow (board.css): a phone, or a page at 200 %. Nobody sits five metres away from it. */
const NARROW_PX = 900;
const ARRANGEMENTS = ["whole", "no-waits", "strip"];

/** What the address tells of the room. */
export function roomOf(search) {
  const asked = new URLSearchParams(search);
  const positive = (name, usual) => (Number(asked.get(name)) > 0 ? Number(asked.get(name)) : usual);
  return {
    isNear: asked.get("layout") === "near",
    hasLoop: asked.get("hearing_loop") === "true",
    lastSeatM: positive("last_seat_m", USUAL.lastSeatM),
    inches: positive("inches", USUAL.inches),
  };
}

/** The size, in pixels of the page, that is read from the last seat. */
export function leastPx({ lastSeatM, inches }, widthPx, heightPx) {
  if (widthPx < NARROW_PX) return 0;
  const pxPerMm = Math.hypot(widthPx, heightPx) / (inches * MM_PER_INCH);
  return (EYE * lastSeatM * 1000 * pxPerMm) / CAPITAL;
}

/** The first arrangement in which number and sign of every call are large enough; else the last, which has most room. */
export function arrange(main, least) {
  main.style.setProperty("--least", `${least}px`);
  for (const arrangement of ARRANGEMENTS) {
    main.dataset.arrangement = arrangement;
    for (const desk of main.querySelectorAll(".desk")) partWhereSmall(desk, least);
    if (isRead(main, least)) return;
  }
}

/** The word for a desk stands small beside its sign where both together would be too small. */
function partWhereSmall(desk, least) {
  desk.classList.remove("is-parted");
  desk.classList.toggle("is-parted", sizeOf(desk) < least);
}

function isRead(main, least) {
  const numbers = [...main.querySelectorAll("#field .number")].every((number) => sizeOf(number) >= least);
  const signs = [...main.querySelectorAll("#field .sign")].every((sign) => sizeOf(sign) >= least);
  const plates = [...main.querySelectorAll(".desk")].every((desk) => desk.clientHeight >= least * LINE && !isTooWide(desk));
  return numbers && signs && plates && isWithin(main.querySelector(".calls"));
}

/** Whether the last desk ends where its field does. @param {Element | null} field */
function isWithin(field) {
  const last = field?.querySelector(".call:last-child .desk");
  return !field || !last || last.getBoundingClientRect().bottom <= field.getBoundingClientRect().bottom + 2;
}

const isTooWide = (desk) => desk.scrollWidth > desk.clientWidth + 1;
const sizeOf = (element) => parseFloat(getComputedStyle(element).fontSize);
