# SPDX-License-Identifier: EUPL-1.2
"""What the kiosk says: the same in every language, and with letters that can be drawn."""

import re
from pathlib import Path

import pytest

from kolapp_kiosk import ui
from kolapp_kiosk.ui.language import texts
from kolapp_kiosk.ui.lettering import Manner, assert_shaping, set_text
from kolapp_kiosk.ui.strokes import icons
from kolapp_words.fonts import Weight, characters, font_path
from kolapp_words.languages import LANGUAGES
from tests.kiosk import town

FOLDER = Path(ui.__file__).parent
FONTS = Path("var/fonts")
DRAWN_AS_NOTHING = {0x2068, 0x2069, ord("\n"), ord("*")}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_text(code: str) -> None:
    assert set(texts(code).entries) == set(texts("sv").entries)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_asks_for_the_same_values(code: str) -> None:
    for key, forms in texts("sv").entries.items():
        wanted = set(re.findall(r"{(\w+)}", forms[-1]))
        for form in texts(code).entries[key]:
            assert set(re.findall(r"{(\w+)}", form)) <= wanted, key


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("weight", list(Weight))
def test_every_letter_has_a_shape(code: str, weight: Weight) -> None:
    drawable = characters(font_path(LANGUAGES[code].family, weight, FONTS))
    said = "".join(form for forms in texts(code).entries.values() for form in forms) + LANGUAGES[code].own_name
    assert {chr(c) for c in set(map(ord, said)) - drawable - DRAWN_AS_NOTHING} == set()


@pytest.mark.parametrize("code", town.LANGUAGES)
def test_nobody_is_called_a_customer(code: str) -> None:
    said = " ".join(form for forms in texts(code).entries.values() for form in forms).lower()
    assert not re.search(r"\bkund|customer|client|asiakas", said)


def test_arabic_is_joined_from_the_right() -> None:
    assert_shaping()
    joined = set_text("كيف", Manner("ar", 40, False, FONTS), None).width
    loose = sum(set_text(letter, Manner("ar", 40, False, FONTS), None).width for letter in "كيف")
    assert joined < loose


def test_a_text_breaks_where_its_width_ends() -> None:
    set_in_lines = set_text("**12 väntar**, cirka 10–15 min", Manner("sv", 40, False, FONTS), 300)
    assert len(set_in_lines.lines) == 2
    assert set_in_lines.width == 300


def test_layouts_hold_no_words_and_no_colours() -> None:
    for layout in FOLDER.rglob("*.kv"):
        for line in layout.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"(text|hint|heading|color)\w*:\s*[\"'(]", line), f"{layout.name}: {line}"
            assert not re.search(r"#[0-9A-Fa-f]{6}\b|rgba?:", line), f"{layout.name}: {line}"
            assert not re.search(r":\s.*[*/+]", line.partition("#:")[0]), f"{layout.name}: {line}"


def test_every_screen_has_a_module_and_a_layout() -> None:
    screens = FOLDER / "screens"
    layouts = {path.stem for path in screens.glob("*.kv")}
    assert layouts == {path.stem for path in screens.glob("*.py")} - {"__init__", "screen", "all"}


def test_every_icon_can_be_read() -> None:
    assert len(icons()) > 40
    assert all(len(stroke.points) > 1 for strokes in icons().values() for stroke in strokes)
    assert {"emblem", "support", "human"} <= set(icons())


def test_a_word_too_long_for_its_line_is_parted_at_a_syllable() -> None:
    for word, parts in {
        "Överförmyndarhandläggare": ["Överförmyndar-", "handläggare"],
        "Ympäristötarkastaja": ["Ympäristö-", "tarkastaja"],
        "Edunvalvontakäsittelijä": ["Edunvalvonta-", "käsittelijä"],
    }.items():
        broken = set_text(word, Manner("sv", 40, False, FONTS, may_break=True), 330)
        assert ["".join(text for text, _ in line) for line in broken.lines] == parts
        assert broken.width == 330
        assert set_text(word, Manner("sv", 40, False, FONTS), 330).width > 330


def test_a_word_that_fits_and_one_whose_letters_join_stay_whole() -> None:
    manner = Manner("sv", 40, False, FONTS, may_break=True)
    assert len(set_text("Miljöinspektör", manner, 500).lines) == 1
    assert len(set_text("والتصريحاتالتصريحات", Manner("ar", 40, False, FONTS, may_break=True), 60).lines) == 1
