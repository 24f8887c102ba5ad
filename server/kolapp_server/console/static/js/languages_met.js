// SPDX-License-Identifier: EUPL-1.2
/** How often visitors of the last four weeks were met by somebody who speaks their language. Few are not told. */
import { find, make, show, write } from "./dom.js";
import { languageName } from "./names.js";
import { branchPath } from "./paths.js";
import { ask } from "./send.js";
import { language, text } from "./texts.js";

/** Asks once and writes it down. @param {string} branchId */
export async function showLanguagesMet(branchId) {
  const { value } = await ask(branchPath(branchId, "languages-met"));
  if (!value) return write(find("languages-met-share"), text("problem.unexpected"));
  const rows = value.by_language ?? [];
  write(find("languages-met-share"), rows.length ? "" : text("languages_met.none"));
  show(find("languages-met-share"), rows.length === 0);
  show(find("languages-met-table"), rows.length > 0);
  find("languages-met-rows").replaceChildren(...rows.map(rowOf));
  return undefined;
}

/** @param {any} row */
function rowOf(row) {
  const visits = row.visits == null ? text("manual.few") : String(row.visits);
  return make("tr", {}, make("th", { scope: "row" }, languageName(row.language, language())), make("td", {}, visits), make("td", {}, metWords(row)));
}

/** @param {any} row */
const metWords = ({ visits, met }) =>
  met == null ? text("manual.hidden") : text("languages_met.share", { met, percent: Math.round((100 * met) / visits) });
