// SPDX-License-Identifier: EUPL-1.2
/** The office: the public rule in words, opening hours, what is stopped, and the message on all screens. */
import { find, make, matchRows, write } from "./dom.js";
import { weekday } from "./moment.js";
import { errandName } from "./names.js";
import { branchId, carryOut, follow, tell } from "./staff_page.js";
import { fillStops, prepareStops, showStops } from "./stops.js";
import { prepareContacts } from "./contact_figures.js";
import { showHandOvers } from "./hand_overs.js";
import { showLanguagesMet } from "./languages_met.js";
import { prepareManual } from "./manual_calls.js";
import { prepareCards } from "./office_cards.js";
import { prepareEntrance } from "./office_entrance.js";
import { prepareOfficers } from "./officer_office.js";
import { showBookings } from "./office_bookings.js";
import { preparePlan } from "./plan_opening.js";
import { prepareSwitch } from "./practice.js";
import { prepareRoom } from "./room_office.js";
import { inLanguage } from "./texts.js";

let isFirst = true;

/** @param {any} view @param {any} names */
function draw(view, names) {
  if (isFirst) begin(names, view);
  isFirst = false;
  showStops(names, view);
  showHours(names.catalogue.hours);
  showProfiles(names);
  write(find("branch-name"), inLanguage(names.catalogue.names));
}

/** @param {any} names @param {any} view */
function begin(names, view) {
  fillStops(names, view);
  preparePlan(names);
  showHandOvers(branchId, names);
  showLanguagesMet(branchId);
  prepareEntrance(branchId, names);
  prepareCards(branchId, names);
  showBookings(branchId);
  prepareRoom(branchId, names);
  prepareSwitch();
}

/** @param {any[]} hours */
function showHours(hours) {
  const days = [...new Set(hours.map((line) => line.day))].sort();
  matchRows(find("hours"), days, String, () => make("tr", {}, make("th", { scope: "row" }), make("td")), (row, day) => {
    write(row.querySelector("th"), weekday(day));
    write(row.querySelector("td"), hours.filter((line) => line.day === day).map((line) => `${line.opens}–${line.closes}`).join(", "));
  });
}

/** @param {any} names */
function showProfiles(names) {
  matchRows(find("profiles"), names.catalogue.profiles, (profile) => profile.profile_id, () => make("div", {}, make("dt"), make("dd")), (row, profile) => {
    write(row.querySelector("dt"), inLanguage(profile.names));
    write(row.querySelector("dd"), profile.errands.map((/** @type {string} */ errand) => errandName(names, errand)).join(", "));
  });
}

prepareManual(branchId);
prepareOfficers(branchId);
prepareContacts(branchId);
prepareStops({ branchId, carryOut, done: tell });
follow("facility", draw);
