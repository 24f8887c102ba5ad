# SPDX-License-Identifier: EUPL-1.2
"""The eye of the gallery sees what is wrong with a picture: each kind of fault is planted once, and found."""

from pathlib import Path

import numpy as np
import pytest

from kolapp_words.fonts import Weight, font_path
from kolapp_words.languages import LATIN_SCRIPT
from tests.gallery.eye import Drawing, Pixels, Written, capital_px, contrast_of, is_cut, missing, overlapping
from tests.gallery.measured import KIOSK, Picture, judged, measured

WIDTH, HEIGHT = 200, 100
LATIN = font_path(LATIN_SCRIPT, Weight.REGULAR)
WHITE, BLACK, GREY, NEARLY_GREY = (255, 255, 255), (0, 0, 0), (128, 128, 128), (140, 140, 140)
Colour = tuple[int, int, int]


def text(left: int = 20, top: int = 30, words: str = "Nummer", **changes: object) -> Written:
    """A text whose ink is a bar of 80 x 20 pixels."""
    given: dict[str, object] = {"font": LATIN, "size_px": 40.0, "mask": np.full((20, 80), 255, np.uint8)}
    return Written(words=words, left=left, top=top, **(given | changes))


def drawing(ink: Colour, ground: Colour, one: Written) -> Drawing:
    """A sheet of one colour with the text on it."""
    behind = np.full((HEIGHT, WIDTH, 3), ground, np.uint8)
    return Drawing(painted(behind, one, ink), behind)


def painted(sheet: Pixels, one: Written, ink: Colour) -> Pixels:
    drawn = sheet.copy()
    drawn[max(0, one.top) : one.top + 20, max(0, one.left) : one.left + 80] = ink
    return drawn


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast_of(text(), drawing(BLACK, WHITE, text())) == 21.0


def test_grey_on_grey_is_found() -> None:
    ratio = contrast_of(text(), drawing(NEARLY_GREY, GREY, text()))
    assert ratio is not None
    assert ratio < 1.3


def test_a_text_is_measured_against_what_lies_behind_it_and_not_against_its_screen() -> None:
    """White letters that reach from a dark plate onto the white screen are read by half."""
    one, behind = text(), np.full((HEIGHT, WIDTH, 3), WHITE, np.uint8)
    behind[:, :60] = BLACK
    assert contrast_of(one, Drawing(painted(behind, one, WHITE), behind)) == 1.0


def test_a_text_under_a_plate_has_no_contrast() -> None:
    covered = np.full((HEIGHT, WIDTH, 3), WHITE, np.uint8)
    assert contrast_of(text(), Drawing(covered, covered)) == 1.0


@pytest.mark.parametrize(
    "one",
    [
        text(left=-10),
        text(left=150),
        text(bounds=(0, 0, 60, 100)),
        text(bounds=(0, 40, 200, 100)),
        text(is_too_wide=True),
    ],
    ids=["left of the screen", "right of the screen", "wider than its plate", "above its plate", "a word too long for its line"],
)
def test_what_is_cut_off_is_found(one: Written) -> None:
    assert is_cut(one, (WIDTH, HEIGHT))


def test_a_text_in_its_place_is_whole() -> None:
    assert not is_cut(text(bounds=(10, 20, 110, 60)), (WIDTH, HEIGHT))


def test_texts_on_each_other_are_found_and_neighbours_are_not() -> None:
    assert overlapping([text(), text(top=45, words="Disk")]) == ["Nummer × Disk"]
    assert overlapping([text(), text(top=50, words="Disk")]) == []


def test_a_letter_that_the_font_does_not_have_is_found() -> None:
    assert missing(text(words="Číslo \u2068ሰ\u2069")) == {"ሰ"}


def test_capitals_are_as_high_as_the_font_says() -> None:
    assert capital_px(text()) == pytest.approx(40 * 0.714)


def test_a_picture_with_every_fault_says_each_of_them() -> None:
    one = text(words="ሰላም", left=150, size_px=10.0)
    found = measured(Picture("a", "sv", "normal", "a.png"), [one], drawing(NEARLY_GREY, GREY, one), 0.25)
    row = judged(found, KIOSK, ("two keys touch",))
    assert [fault.split(":")[0].split(",")[0][:12] for fault in row.faults] == [
        "capitals of ", "a key of Non", "contrast 1.1", "clipped", "no letter fo", "no letter fo", "no letter fo", "two keys tou",
    ]  # fmt: skip
    assert not row.passed


def test_a_picture_without_a_fault_passes() -> None:
    one = text()
    row = judged(
        measured(Picture("a", "sv", "normal", "a.png", smallest_target_mm=20.0), [one], drawing(BLACK, WHITE, one), 0.25), KIOSK
    )
    assert row.passed, row.faults


def test_a_font_without_figures_of_its_own_is_no_font() -> None:
    with pytest.raises(OSError, match="gone"):
        capital_px(text(font=Path("gone.ttf")))
