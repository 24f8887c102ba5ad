# SPDX-License-Identifier: EUPL-1.2
"""The pages' words: which language a browser gets, and the texts that its scripts need."""

from pathlib import Path

from starlette.requests import Request

from kolapp_words.languages import LANGUAGES, SWEDISH
from kolapp_words.texts import Texts, read_texts

LOCALE = Path(__file__).parent / "locale"
LANGUAGE_COOKIE = "kolapp-language"
VISITOR_KEYS = ("ticket.", "matter.", "desk.named", "language.")
OFFICER_KEYS = ("reply.",)
Catalogues = dict[str, dict[str, object]]


def texts_for(request: Request) -> Texts:
    """The language that was chosen on the sign-in page, else the first of the browser's that is known, else Swedish."""
    return read_texts(LOCALE, request.cookies.get(LANGUAGE_COOKIE) or preferred(request.headers.get("accept-language", "")))


def preferred(accepted: str) -> str:
    """The first known language of an Accept-Language header; browsers send them in order of preference."""
    codes = (part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return next((code for code in codes if code in LANGUAGES), SWEDISH.code)


def words_of(texts: Texts) -> Catalogues:
    """What a staff page's scripts need: every text of one language."""
    return {texts.language.code: _catalogue(texts, ("",))}


def words_for_visitors() -> Catalogues:
    """What a visitor's page needs: its own texts in every language, since only the ticket knows which one."""
    return {code: _catalogue(read_texts(LOCALE, code), VISITOR_KEYS) for code in LANGUAGES}


def words_for_officers(texts: Texts) -> Catalogues:
    """What the page behind an officer's link needs."""
    return {texts.language.code: _catalogue(texts, OFFICER_KEYS)}


def _catalogue(texts: Texts, begins: tuple[str, ...]) -> dict[str, object]:
    entries = {key: list(forms) for key, forms in texts.entries.items() if key.startswith(begins)}
    return {"isRtl": texts.language.is_rtl, "texts": entries}
