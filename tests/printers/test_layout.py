# SPDX-License-Identifier: EUPL-1.2
"""What stands on a slip, and that it fits."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from kolapp_contract.tickets import Estimate
from kolapp_contract.wire import PlainText
from kolapp_printers.layout import NUMBER_SIZES, clusters, room_dots, runs_from_right, wrap
from kolapp_printers.lines import Face, NumberLine, QrLine, TextLine
from kolapp_printers.paper import Paper
from kolapp_printers.words import LOCALE_FOLDER, slip_texts
from kolapp_words.texts import read_texts
from tests.printers.slips import LONG_ERRAND, OPENS_AT, PAPERS, SPOKEN, WIDE, a_slip, lines_of, typefaces

LEAST_CAPITAL_MM = 5.0
LEAST_NUMBER_MM = 15.0
CAPITAL = 0.714
plain_text = TypeAdapter(PlainText)


def is_plain(text: str) -> bool:
    try:
        plain_text.validate_python(text)
    except ValidationError:
        return False
    return True


hostile = st.text(max_size=200).filter(is_plain)
numbers = st.from_regex(r"([AC-HJL-NP-Z][0-9]{3,4}|K[0-9]{1,3}-[0-9]{2,4})", fullmatch=True)


def words(slip_lines: object) -> str:
    assert isinstance(slip_lines, tuple)
    return " ".join(line.text.replace("\u00a0", " ") for line in slip_lines if isinstance(line, TextLine | NumberLine))


@settings(deadline=None, max_examples=60)
@given(
    language=st.sampled_from(SPOKEN),
    paper=st.sampled_from(PAPERS),
    number=numbers,
    errand=hostile,
    town=hostile,
    seat=hostile,
    sign=st.none() | st.from_regex(r"[A-Z0-9]{1,2}", fullmatch=True),
    ahead=st.none() | st.integers(0, 999),
)
def test_every_line_fits_and_no_letter_is_too_low(
    language: str, paper: Paper, number: str, errand: str, town: str, seat: str, sign: str | None, ahead: int | None
) -> None:
    slip = a_slip(
        language, number=number, errand_name=errand, town=town, where_to_sit=seat, desk_sign=sign, ahead=ahead, is_copy=True
    )
    measure = typefaces(language).measure
    for line in lines_of(slip, paper):
        if isinstance(line, TextLine):
            assert measure(line.text, line.size, line.face) + line.indent <= room_dots(paper)
            assert paper.mm(line.size) * CAPITAL >= LEAST_CAPITAL_MM
        if isinstance(line, NumberLine):
            assert measure(line.text, line.size, line.face) <= paper.width_dots
            assert paper.mm(line.size) * CAPITAL >= LEAST_NUMBER_MM


@settings(deadline=None)
@given(text=hostile, room=st.integers(8, 400))
@example(text="\u00a0", room=8)
def test_wrapping_loses_no_letter(text: str, room: int) -> None:
    lines = wrap(text, room, lambda piece: 10 * len(clusters(piece)))
    kept = "".join(lines).replace("-", "")
    assert "".join(kept.split()) == "".join(text.replace("-", "").split())


@given(text=st.text(alphabet="abcdeåäö ", max_size=80), room=st.integers(20, 400))
def test_no_line_is_wider_than_its_room(text: str, room: int) -> None:
    assert all(10 * len(line) <= room for line in wrap(text, room, lambda piece: 10 * len(piece)))


def test_a_word_is_broken_with_a_hyphen_and_an_arabic_one_without() -> None:
    assert wrap("väntrummet", 60, lambda piece: 10 * len(piece)) == ["väntr-", "ummet"]
    assert wrap("الانتظار", 50, lambda piece: 10 * len(piece)) == ["الان", "تظار"]


def test_a_mark_stays_with_its_letter() -> None:
    assert clusters("e\u0301a") == ["e\u0301", "a"]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("number", ["A042", "L1042", "K1-07", "K12-345", "K123-1234"])
def test_every_number_is_whole_and_high_on_every_paper(paper: Paper, number: str) -> None:
    lines = [line for line in lines_of(a_slip(number=number), paper) if isinstance(line, NumberLine)]
    assert "".join(line.text for line in lines) == number
    assert all(line.size >= paper.dots(NUMBER_SIZES[-1]) for line in lines)


def test_a_usual_number_is_20_mm_high_on_wide_paper() -> None:
    (line,) = (line for line in lines_of(a_slip()) if isinstance(line, NumberLine))
    assert WIDE.mm(line.size) * CAPITAL == pytest.approx(20, abs=0.1)
    assert line.face is Face.BOLD


def test_the_swedish_slip_says_all_that_a_visitor_needs() -> None:
    said = words(lines_of(a_slip()))
    for expected in ("Ekviks kommun", "A042", "Bygglov", "3 före dig", "cirka 7 min", "troligen 4–12 min", "Sitt till höger"):
        assert expected in said
    for expected in ("Missar du numret?", "Säg till oss", "Följ din plats i mobilen", "14 okt. kl. 10:24"):
        assert expected in said


def test_a_sensitive_errand_is_not_printed() -> None:
    assert "Bygglov" not in words(lines_of(a_slip(errand_name=None)))


def test_the_secret_stands_in_the_code_only() -> None:
    lines = lines_of(a_slip())
    assert "abcdefghijklmnopqrstuv" not in words(lines)
    assert any(isinstance(line, QrLine) and "abcdefghijklmnopqrstuv" in line.payload for line in lines)


def test_without_an_estimate_no_wait_is_promised() -> None:
    assert "min" not in words(lines_of(a_slip(estimate=None))).split()


def test_an_estimate_without_minutes_says_when_the_desk_opens_by_the_branch_clock() -> None:
    assert "kl. 13:00" in words(lines_of(a_slip(estimate=Estimate(opens_at=OPENS_AT))))


def test_a_band_that_says_nothing_more_is_left_out() -> None:
    assert "troligen" not in words(lines_of(a_slip(estimate=Estimate(minutes=7, low=7, high=7))))


def test_a_ready_desk_takes_the_place_of_the_queue() -> None:
    said = words(lines_of(a_slip(desk_sign="3")))
    assert "Gå till disk 3" in said
    assert "före dig" not in said
    assert "cirka" not in said


def test_a_copy_says_so_first_of_all() -> None:
    first = next(line for line in lines_of(a_slip(is_copy=True)) if isinstance(line, TextLine))
    assert first.text == "KOPIA"
    assert first.is_inverse
    assert "KOPIA" not in words(lines_of(a_slip()))


def test_a_slip_from_an_offline_kiosk_says_that_the_number_holds() -> None:
    said = words(lines_of(a_slip(is_offline=True)))
    assert "Utan kontakt med servern" in said
    assert "Numret gäller" in said


def test_arabic_ranges_are_in_words_since_a_dash_turns_over() -> None:
    said = words(lines_of(a_slip("ar")))
    assert "إلى" in said
    assert "–" not in said


@pytest.mark.parametrize(
    ("text", "is_rtl_slip", "expected"),
    [
        ("رخصة", False, True),
        ("Bygglov", True, False),
        ("\u20683\u2069 قبلك", False, True),
        ("12:30", True, True),
        ("", False, False),
    ],
)
def test_a_paragraph_runs_as_its_first_strong_letter(text: str, is_rtl_slip: bool, expected: bool) -> None:
    assert runs_from_right(text, is_rtl_slip) is expected


def test_all_languages_have_all_texts_and_all_plural_forms() -> None:
    swedish = read_texts(LOCALE_FOLDER, "sv").entries
    for language in SPOKEN:
        entries = slip_texts(language).entries
        assert entries.keys() == swedish.keys(), language
        assert all(all(forms) for forms in entries.values()), language


@pytest.mark.parametrize("language", SPOKEN)
def test_every_count_can_be_said(language: str) -> None:
    for count in (1, 2, 3, 10, 11, 21, 100, 101, 111):
        assert words(lines_of(a_slip(language, ahead=count, estimate=Estimate(minutes=count))))


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("paper", PAPERS)
def test_no_letter_of_any_language_is_missing_in_its_typeface(language: str, paper: Paper) -> None:
    faces = typefaces(language)
    for line in lines_of(a_slip(language, errand_name=LONG_ERRAND[language], is_copy=True, is_offline=True), paper):
        if isinstance(line, TextLine | NumberLine):
            assert faces.drawable(line.text) == line.text
