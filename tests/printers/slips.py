# SPDX-License-Identifier: EUPL-1.2
"""Slips, papers and the way from one to the other, for the tests of this folder."""

from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from PIL import Image

from kolapp_contract.codes import CodeKind, code_of
from kolapp_contract.contacts import PromiseKind
from kolapp_contract.paths import contact_url
from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.tickets import Estimate
from kolapp_printers.layout import lay_out
from kolapp_printers.lines import Line
from kolapp_printers.paper import Paper
from kolapp_printers.picture import draw
from kolapp_printers.typefaces import Typefaces
from kolapp_printers.words import slip_texts
from kolapp_words.fonts import FONT_FOLDER

BRANCH_TIME = timezone(timedelta(hours=2))
PAGE_URL = "https://ko.ekvik.se/t#0192f0c1-7b3a-7c55-9d10-3f6f0a4e8b21.abcdefghijklmnopqrstuv"
WIDE, TM_T88, NARROW = Paper(), Paper(512, 180, "TM-T88V"), Paper(384, 203, "POS-5890")
PAPERS = (WIDE, TM_T88, NARROW)
SPOKEN = ("sv", "en", "fi", "ar")
ERRAND = {"sv": "Bygglov", "en": "Building permit", "fi": "Rakennuslupa", "ar": "رخصة بناء"}
LONG_ERRAND = {
    "sv": "Överförmyndarverksamhetens årsredovisning för ensamkommande",
    "en": "Environmental supervision and food establishment registration",
    "fi": "Varhaiskasvatuksen asiakasmaksupäätöksen oikaisuvaatimus",
    "ar": "الاستفسار عن الترخيص البيئي وتسجيل المنشآت الغذائية الجديدة",
}
CONTACT_CODE = code_of(CodeKind.CONTACT, bytes(range(11)))
OPENS_AT = datetime(2026, 10, 14, 11, 0, tzinfo=UTC)


def a_slip(language: str = "sv", **changed: Any) -> Slip:
    """A ticket's slip in Ekvik, with all that a slip can say of a wait."""
    facts: dict[str, Any] = {
        "slip_id": UUID(int=1),
        "language": language,
        "town": "Ekviks kommun",
        "number": "A042",
        "errand_name": ERRAND.get(language),
        "ahead": 3,
        "estimate": Estimate(minutes=7, low=4, high=12),
        "where_to_sit": "Sitt till höger i väntrummet",
        "page_url": PAGE_URL,
        "local_time": datetime(2026, 10, 14, 10, 24, tzinfo=BRANCH_TIME),
    }
    return Slip(**(facts | changed))


def a_receipt(language: str = "sv", **changed: Any) -> Slip:
    """A contact's receipt with all that it can say."""
    facts: dict[str, Any] = {
        "kind": SlipKind.CONTACT,
        "number": None,
        "errand_name": None,
        "ahead": None,
        "estimate": None,
        "where_to_sit": None,
        "code": CONTACT_CODE,
        "owner": "Bygg och företag",
        "promise": PromiseKind.LETTER,
        "due_on": date(2026, 11, 27),
        "page_url": contact_url("https://ko.ekvik.se", CONTACT_CODE),
    }
    return a_slip(language, **(facts | changed))


@cache
def typefaces(language: str) -> Typefaces:
    """The typefaces of a language, from the shared folder."""
    return Typefaces(slip_texts(language).language, Path(FONT_FOLDER))


def lines_of(slip: Slip, paper: Paper = WIDE) -> tuple[Line, ...]:
    """The slip laid out."""
    return lay_out(slip, paper, slip_texts(slip.language, slip.texts), typefaces(slip.language).measure)


def picture_of(slip: Slip, paper: Paper = WIDE) -> Image.Image:
    """The slip drawn."""
    return draw(lines_of(slip, paper), paper, typefaces(slip.language))
