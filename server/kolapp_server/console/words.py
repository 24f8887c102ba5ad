# SPDX-License-Identifier: EUPL-1.2
"""The pages' words: which language a browser gets, and the texts that its scripts need."""

from collections.abc import Container, Iterable
from pathlib import Path

from starlette.requests import Request

from kolapp_words.languages import LANGUAGES, STAFF_LANGUAGES, SWEDISH, meant_by
from kolapp_words.own import FOR_VISITORS, Own, Part, town_texts
from kolapp_words.texts import Texts, read_texts

LOCALE = Path(__file__).parent / "locale"
LANGUAGE_COOKIE = "kolapp-language"
VISITOR_KEYS = ("ticket.", "matter.", "desk.named", "language.")
PUBLIC_KEYS = FOR_VISITORS
"""What visitors read on a page. All else is for staff, and stands in the languages of the staff alone."""
OFFICER_KEYS = ("reply.",)
Catalogues = dict[str, dict[str, object]]


def texts_for(request: Request) -> Texts:
    """For staff: the language chosen on the sign-in page, else the browser's first that the pages are in, else Swedish."""
    return read_texts(LOCALE, _wanted(request, STAFF_LANGUAGES))


def visitor_texts(request: Request, chosen: str | None, offered: Container[str], own: Own) -> Texts:
    """For visitors: the language `chosen` on the page, else as for staff, among those `offered`, in the town's own words."""
    code = meant_by(chosen) if chosen else None
    wanted = code if code is not None and code in offered else _wanted(request, offered)
    return town_texts(LOCALE, wanted, Part.WEB, own)


def _wanted(request: Request, among: Container[str]) -> str:
    kept = request.cookies.get(LANGUAGE_COOKIE)
    return kept if kept and kept in among else preferred(request.headers.get("accept-language", ""), among)


def preferred(accepted: str, among: Container[str] = LANGUAGES) -> str:
    """The first known language of an Accept-Language header; browsers send them in order of preference."""
    codes = (meant_by(part.split(";")[0]) for part in accepted.split(","))
    return next((code for code in codes if code is not None and code in among), SWEDISH.code)


def words_of(texts: Texts) -> Catalogues:
    """What a staff page's scripts need: every text of one language."""
    return {texts.language.code: _catalogue(texts, ("",))}


def words_for_visitors(offered: Iterable[str] = LANGUAGES, own: Own = ()) -> Catalogues:
    """What a visitor's page needs: its own texts in every language that is offered, since only the ticket knows which one."""
    wanted = {SWEDISH.code, *offered}
    return {code: _catalogue(town_texts(LOCALE, code, Part.WEB, own), VISITOR_KEYS) for code in LANGUAGES if code in wanted}


def words_for_officers(texts: Texts) -> Catalogues:
    """What the page behind an officer's link needs."""
    return {texts.language.code: _catalogue(texts, OFFICER_KEYS)}


def _catalogue(texts: Texts, begins: tuple[str, ...]) -> dict[str, object]:
    entries = {key: list(forms) for key, forms in texts.entries.items() if key.startswith(begins)}
    spoken = texts.language
    about = {"isRtl": spoken.is_rtl, "name": spoken.own_name, "dates": [spoken.dated_in, SWEDISH.code]}
    return {**about, "plurals": plural_forms(texts), "texts": entries}


def plural_forms(texts: Texts) -> str:
    """Which form each number from 0 to 199 takes, a figure each; from 200 on they come back every hundred."""
    return "".join(str(texts.plural_form(n)) for n in range(2 * 100))
