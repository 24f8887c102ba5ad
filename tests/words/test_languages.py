# SPDX-License-Identifier: EUPL-1.2
"""Every language: what it is called, whose it is, with which letters it is written and on which days of the week."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.dates import format_date, get_day_names

from kolapp_server.console.words import plural_forms, preferred
from kolapp_words.fonts import Weight, characters, font_path
from kolapp_words.languages import LANGUAGES, STAFF_LANGUAGES, meant_by
from kolapp_words.texts import read_texts
from tests.architecture.sources import files

FONTS = Path("var/fonts")
FOLDERS = sorted({path.parent for path in files(".po")})
NEVER_DRAWN = set(map(ord, "\n\u2068\u2069\u200c\u200d"))
LATIN = set(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖabcdefghijklmnopqrstuvwxyzåäö0123456789:–·-"))


def missing(code: str, text: str) -> set[str]:
    drawable = set.intersection(*(set(characters(font_path(LANGUAGES[code].family, weight, FONTS))) for weight in Weight))
    return {chr(letter) for letter in set(map(ord, text)) | LATIN if letter not in drawable | NEVER_DRAWN}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_letter_that_any_program_says_is_in_the_typeface_of_the_language(code: str) -> None:
    said = [LANGUAGES[code].own_name]
    for folder in FOLDERS:
        if (folder / f"{code}.po").exists():
            said += [form for forms in read_texts(folder, code).entries.values() for form in forms]
    assert missing(code, "".join(said)) == set()


def test_a_letter_that_a_typeface_lacks_is_found() -> None:
    assert missing("sv", "ቋንቋ") == set("ቋን")


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_name_in_another_script_is_drawn_in_its_own_letters(code: str) -> None:
    assert LANGUAGES[code].own_name.strip()
    assert LANGUAGES[code].is_rtl == (LANGUAGES[code].family == "Noto Sans Arabic")


@pytest.mark.parametrize("code", LANGUAGES)
def test_days_are_told_in_gregorian_months_and_plain_figures(code: str) -> None:
    said = format_date(date(2026, 3, 5), "EEEE d MMMM", locale=LANGUAGES[code].dated_in)
    assert re.search(r"(?<![0-9])5(?![0-9])", said)
    assert len({get_day_names("wide", "stand-alone", locale=LANGUAGES[code].dated_in)[day] for day in range(7)}) == 7


def test_four_languages_are_the_staffs() -> None:
    assert list(STAFF_LANGUAGES) == ["sv", "en", "fi", "ar"]


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("sv-SE", "sv"),
        ("sv-easy", "sv-Easy"),
        ("fa-AF", "fa"),
        ("prs", "fa"),
        ("hr-HR", "bs"),
        ("sr-Latn-RS", "bs"),
        ("fit", "fit"),
        ("fi-FI", "fi"),
        ("se-NO", "se"),
        ("EN-us", "en"),
        ("ti_ER", "ti"),
        ("da", None),
        ("", None),
        ("*", None),
    ],
)
def test_a_browsers_tag_means_the_nearest_language(tag: str, code: str | None) -> None:
    assert meant_by(tag) == code


def test_the_first_known_language_of_a_browser_is_taken() -> None:
    assert preferred("da, fit;q=0.9, fi;q=0.8") == "fit"
    assert preferred("prs-AF,en;q=0.5") == "fa"
    assert preferred("uk,fi;q=0.5", STAFF_LANGUAGES) == "fi"
    assert preferred("da") == "sv"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_finds_the_form_of_every_number(code: str) -> None:
    for folder in FOLDERS:
        if not (folder / f"{code}.po").exists():
            continue
        texts = read_texts(folder, code)
        table = plural_forms(texts)
        assert all(int(table[n if n < 200 else 100 + n % 100]) == texts.plural_form(n) for n in (*range(0, 1300, 7), 1, 2, 101))
