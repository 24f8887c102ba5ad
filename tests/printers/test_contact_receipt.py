# SPDX-License-Identifier: EUPL-1.2
"""The receipt of a contact: the code large and in whole groups, who owns it, what was promised by when, on every paper."""

import pytest

from kolapp_contract.codes import CodeKind, read_code
from kolapp_contract.contacts import PromiseKind
from kolapp_contract.slip import Slip
from kolapp_printers.layout import room_dots
from kolapp_printers.lines import QrLine, TextLine
from kolapp_printers.paper import Paper
from tests.printers.slips import CONTACT_CODE, PAPERS, SPOKEN, WIDE, a_receipt, lines_of, typefaces

LEAST_CAPITAL_MM = 5.0
CAPITAL = 0.714


def said(slip: Slip, paper: Paper = WIDE) -> str:
    return " ".join(line.text.replace("\u00a0", " ") for line in lines_of(slip, paper) if isinstance(line, TextLine))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.width_dots)
@pytest.mark.parametrize("language", SPOKEN)
def test_every_line_fits_on_every_paper_in_every_language(language: str, paper: Paper) -> None:
    measure = typefaces(language).measure
    for kind in PromiseKind:
        for line in lines_of(a_receipt(language, promise=kind), paper):
            if isinstance(line, TextLine):
                assert measure(line.text, line.size, line.face) + line.indent <= room_dots(paper)
                assert paper.mm(line.size) * CAPITAL >= LEAST_CAPITAL_MM


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.width_dots)
def test_the_code_stands_in_two_lines_of_whole_groups_and_can_be_typed_from_them(paper: Paper) -> None:
    texts = [line.text for line in lines_of(a_receipt(), paper) if isinstance(line, TextLine)]
    first = next(place for place, text in enumerate(texts) if text.startswith("C-"))
    assert read_code(texts[first] + texts[first + 1]) == (CodeKind.CONTACT, CONTACT_CODE)
    assert [len(group) for group in (texts[first] + texts[first + 1]).split("-")] == [1, 4, 4, 4]


def test_it_says_who_owns_it_what_was_promised_and_by_when() -> None:
    words = said(a_receipt())
    assert "Bygg och företag ansvarar" in words
    assert "skriftligt svar" in words
    assert "senast 27 nov." in words
    assert [line.payload for line in lines_of(a_receipt()) if isinstance(line, QrLine)] == [
        f"https://ko.ekvik.se/c#{CONTACT_CODE}"
    ]


def test_where_nothing_was_promised_it_promises_nothing() -> None:
    words = said(a_receipt(promise=None, due_on=None, owner=None))
    assert "senast" not in words
    assert "ansvarar" not in words
    assert "Kommer du tillbaka?" in words
