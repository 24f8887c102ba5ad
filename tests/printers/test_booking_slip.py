# SPDX-License-Identifier: EUPL-1.2
"""The slip of a booked time: the day and the time large, where and for what, the code in whole groups, on every paper."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kolapp_contract.codes import CodeKind, code_of, read_code
from kolapp_contract.paths import booked_url
from kolapp_contract.slip import Slip, SlipKind
from kolapp_printers.layout import room_dots
from kolapp_printers.lines import QrLine, TextLine
from kolapp_printers.paper import Paper
from kolapp_words.languages import LANGUAGES
from tests.printers.slips import BRANCH_TIME, ERRAND, PAPERS, WIDE, a_slip, lines_of, typefaces

CODE = code_of(CodeKind.BOOKING, bytes(range(11)))
LEAST_CAPITAL_MM = 5.0
CAPITAL = 0.714


def a_booking(language: str = "sv", **changed: Any) -> Slip:
    """A booked time with all that its slip can say."""
    facts: dict[str, Any] = {
        "kind": SlipKind.BOOKING,
        "number": None,
        "errand_name": ERRAND.get(language),
        "ahead": None,
        "estimate": None,
        "where_to_sit": None,
        "code": CODE,
        "owner": "Inspektör",
        "place": "Stadshusets reception",
        "booked_at": datetime(2026, 11, 27, 9, 20, tzinfo=BRANCH_TIME),
        "page_url": booked_url("https://ko.ekvik.se", "medborgarservice", CODE, language),
    }
    return a_slip(language, **(facts | changed))


def said(slip: Slip, paper: Paper = WIDE) -> str:
    return " ".join(line.text.replace("\u00a0", " ") for line in lines_of(slip, paper) if isinstance(line, TextLine))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_fits_on_the_widest_and_the_narrowest_paper(language: str) -> None:
    measure = typefaces(language).measure
    for paper in (PAPERS[0], PAPERS[-1]):
        for line in lines_of(a_booking(language), paper):
            if isinstance(line, TextLine):
                assert measure(line.text, line.size, line.face) + line.indent <= room_dots(paper)
                assert paper.mm(line.size) * CAPITAL >= LEAST_CAPITAL_MM


def test_it_says_when_where_for_what_and_whom_to_meet() -> None:
    words = said(a_booking())
    assert "fredag 27 nov. 09:20" in words
    assert "Stadshusets reception Bygglov Du träffar: Inspektör" in words


def test_a_sensitive_errand_and_a_time_with_nobody_in_particular_are_not_named() -> None:
    words = said(a_booking(errand_name=None, owner=None))
    assert "Bygglov" not in words
    assert "Du träffar" not in words


def test_the_code_can_be_typed_from_it_and_scanned_from_it() -> None:
    lines = lines_of(a_booking())
    texts = [line.text for line in lines if isinstance(line, TextLine)]
    first = next(place for place, text in enumerate(texts) if text.startswith("T-"))
    assert read_code(texts[first] + texts[first + 1]) == (CodeKind.BOOKING, CODE)
    assert [line.payload.partition("#")[2] for line in lines if isinstance(line, QrLine)] == [CODE]


def test_the_time_is_that_of_the_branchs_clock_as_the_slip_was_made_there() -> None:
    at = datetime(2026, 11, 27, 7, 20, tzinfo=UTC).astimezone(BRANCH_TIME)
    assert at.utcoffset() == timedelta(hours=2)
    assert "09:20" in said(Slip.model_validate_json(a_booking(booked_at=at).model_dump_json()))


def test_a_ticket_says_when_the_officer_comes_before_how_many_wait() -> None:
    words = said(a_slip(met_at=datetime(2026, 10, 14, 13, 15, tzinfo=BRANCH_TIME)))
    assert words.index("Du blir mött 13:15") < words.index("3 ")
    assert "Du blir mött" not in said(a_slip())
