// SPDX-License-Identifier: EUPL-1.2
/** Professional cards: made, printed and revoked. A card is known by its number; who holds it stands nowhere. */
import { closeDialog, onSubmit, openDialog } from "./dialog.js";
import { find, make, matchRows, write } from "./dom.js";
import { uuid7 } from "./ids.js";
import { dayOf } from "./moment.js";
import { holderName } from "./office_entrance.js";
import { fill } from "./options.js";
import { branchPath } from "./paths.js";
import { ask, send } from "./send.js";
import { inLanguage, text } from "./texts.js";

/** What holds while the page is open: the branch, its names, and the card that may be revoked. */
const office = { branchId: "", /** @type {any} */ names: null, /** @type {any} */ chosen: null };

/** Fills the form, lists the cards, and listens. @param {string} branchId @param {any} names */
export function prepareCards(branchId, names) {
  Object.assign(office, { branchId, names });
  const holders = names.catalogue.card_holders ?? [];
  fill(find("card-holder"), holders.map((/** @type {any} */ one) => [one.holder_id, inLanguage(one.names)]));
  onSubmit("card-form", makeCard);
  onSubmit("card-revoke-form", revoke);
  find("card-print").addEventListener("click", () => window.print());
  find("card-made").addEventListener("close", forgetPicture);
  find("cards").addEventListener("click", askToRevoke);
  showCards();
}

/** What was asked for last: an answer that comes after a newer question was asked is not shown. */
let asked = 0;

async function showCards() {
  const mine = (asked += 1);
  const { value } = await ask(branchPath(office.branchId, "cards"));
  if (value && mine === asked) matchRows(find("cards"), value.cards, (card) => card.card_id, madeRow, changeRow);
}

/** @param {any} card */
function madeRow(card) {
  const words = make("div", { class: "grow" }, make("strong", {}, cardName(card)), make("span", { class: "second" }));
  return make("li", {}, words, make("button", { type: "button", class: "plain", "data-revoke": card.card_id, "data-name": cardName(card) }, text("cards.revoke"), make("span", { class: "unseen" }, ` ${cardName(card)}`)));
}

/** @param {any} row @param {any} card */
function changeRow(row, card) {
  const said = card.revoked_at ? text("cards.revoked", { date: dayOf(card.revoked_at) }) : text("cards.made_on", { date: dayOf(card.made_at) });
  write(row.querySelector(".second"), said);
  if (card.revoked_at) row.querySelector("button")?.remove();
}

/** @param {any} card */
const cardName = (card) => text("cards.named", { number: card.number, holder: holderName(office.names, card.holder_id) });

/** @param {any} form */
async function makeCard({ elements }) {
  const order = { path: branchPath(office.branchId, "cards"), body: { request_id: uuid7(), holder_id: elements.holder.value } };
  const { value } = await send(order);
  if (!value) return tell(text("problem.unexpected"));
  showMade(value);
  tell(text("cards.did_make", { card: cardName(value.card) }));
  return showCards();
}

/** The only time that the code is on a screen. @param {any} made */
function showMade(made) {
  const picture = new DOMParser().parseFromString(made.picture, "image/svg+xml").documentElement;
  find("card-picture").replaceChildren(document.importNode(picture, true));
  write(find("card-code"), made.code);
  const save = find("card-save");
  save.href = URL.createObjectURL(new Blob([made.picture], { type: "image/svg+xml" }));
  save.download = `kort-${made.card.number}.svg`;
  openDialog("card-made");
  find("card-print").focus();
}

function forgetPicture() {
  URL.revokeObjectURL(find("card-save").href);
  find("card-picture").replaceChildren();
  write(find("card-code"), "");
}

/** @param {Event} event */
function askToRevoke(event) {
  const button = /** @type {Element} */ (event.target).closest("[data-revoke]");
  if (!button) return;
  office.chosen = { id: button.getAttribute("data-revoke"), name: button.getAttribute("data-name") };
  write(find("card-revoke-words"), text("cards.revoke_words", { card: office.chosen.name }));
  openDialog("card-revoke").querySelector(".primary").focus();
}

async function revoke() {
  const order = { path: branchPath(office.branchId, `cards/${office.chosen.id}/revoke`), body: {} };
  const { value } = await send(order);
  closeDialog("card-revoke");
  tell(value ? text("cards.did_revoke", { card: office.chosen.name }) : text("problem.unexpected"));
  return showCards();
}

/** @param {string} words */
const tell = (words) => write(find("card-told"), words);
