# SPDX-License-Identifier: EUPL-1.2
"""What is seen on the paper: read back by an independent decoder, and measured in dots."""

from dataclasses import replace

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kolapp_contract.slip import Slip, SlipKind
from kolapp_printers.content import LEAST_SIZE
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.layout import MARGIN
from kolapp_printers.lines import Icon, NumberLine, QrLine, TextLine
from kolapp_printers.paper import Paper
from kolapp_printers.picture import TOP, draw, height_dots, icon_mask, module_dots
from kolapp_printers.printer import Printer, open_printer
from tests.printers.slips import LONG_ERRAND, PAGE_URL, PAPERS, SPOKEN, WIDE, a_slip, lines_of, picture_of, typefaces

WORST_MS = 40.0


def black_box(picture: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box around all black dots."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("errand", ["short", "long"])
def test_nothing_is_cut_off_at_the_edges(language: str, paper: Paper, errand: str) -> None:
    changed = {"errand_name": LONG_ERRAND[language]} if errand == "long" else {}
    picture = picture_of(a_slip(language, is_copy=True, is_offline=True, **changed), paper)
    left, top, right, bottom = black_box(picture)
    assert picture.mode == "1"
    assert picture.width == paper.width_dots
    assert left >= 1
    assert top >= 1
    assert right <= picture.width - 1
    assert bottom <= picture.height - 1


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("paper", PAPERS)
def test_each_line_alone_has_its_ink_within_the_margins(language: str, paper: Paper) -> None:
    for line in lines_of(a_slip(language, errand_name=LONG_ERRAND[language]), paper):
        if isinstance(line, TextLine):
            left, _, right, _ = black_box(draw((line,), paper, typefaces(language)))
            assert left >= paper.dots(MARGIN) - 1, line.text
            assert right <= paper.width_dots - paper.dots(MARGIN) + 1, line.text


def number_height_dots(picture: Image.Image, slip: Slip, paper: Paper) -> list[int]:
    """The height of the ink of each line of the number, measured in the picture."""
    y, heights = paper.dots(TOP), []
    for line in lines_of(slip, paper):
        below = y + height_dots(line, paper)
        if isinstance(line, NumberLine):
            _, top, _, bottom = black_box(picture.crop((0, y, picture.width, below)))
            heights.append(bottom - top)
        y = below
    return heights


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("number", ["A042", "H117", "L1042", "K1-07", "K12-345"])
def test_the_number_is_at_least_15_mm_high_in_the_picture(paper: Paper, number: str) -> None:
    slip = a_slip(number=number)
    heights = number_height_dots(picture_of(slip, paper), slip, paper)
    assert heights
    assert all(paper.mm(height) >= 15.0 for height in heights)


def test_an_h_of_the_least_size_is_5_mm_high() -> None:
    line = TextLine("H", LEAST_SIZE, 80)
    _, top, _, bottom = black_box(draw((line,), WIDE, typefaces("sv")))
    assert WIDE.mm(bottom - top) >= 4.95


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("paper", PAPERS)
def test_the_code_is_read_back_from_the_printer_s_paper(language: str, paper: Paper, emulator: Emulator) -> None:
    open_printer(emulator.address, paper).print_slip(a_slip(language))
    (slip,) = emulator.tray.wait_for(1, 30)
    with Image.open(emulator.tray.folder / slip.picture) as picture:
        read = zxingcpp.read_barcodes(picture.convert("L"))
    assert [code.text for code in read] == [PAGE_URL]


@pytest.mark.parametrize(("paper", "dots"), list(zip(PAPERS, (10, 9, 8), strict=True)))
def test_a_module_of_the_code_is_whole_dots_with_a_quiet_zone(paper: Paper, dots: int) -> None:
    (line,) = (line for line in lines_of(a_slip(), paper) if isinstance(line, QrLine))
    assert module_dots(line, paper) == dots
    assert height_dots(line, paper) <= paper.width_dots


def test_the_longest_address_still_fits_on_the_narrowest_paper() -> None:
    line = QrLine("https://" + "x" * 292, 10)
    assert height_dots(line, PAPERS[-1]) <= PAPERS[-1].width_dots


def ink_center(picture: Image.Image) -> float:
    left, _, right, _ = black_box(picture)
    return (left + right) / 2


def test_arabic_begins_at_the_right_and_swedish_at_the_left() -> None:
    for language, is_right in (("sv", False), ("ar", True)):
        line = next(line for line in lines_of(a_slip(language)) if isinstance(line, TextLine) and line.icon is Icon.PEOPLE)
        for drawn in (line, replace(line, icon=None)):
            assert (ink_center(draw((drawn,), WIDE, typefaces(language))) > WIDE.width_dots / 2) is is_right


def test_an_arabic_clock_is_not_turned_over() -> None:
    faces = typefaces("ar")
    alone = draw((TextLine("10:24", 56, 74),), WIDE, faces)
    isolated = draw((TextLine("\u206810:24\u2069", 56, 74, is_rtl=True),), WIDE, faces)
    assert alone.crop(black_box(alone)).tobytes() == isolated.crop(black_box(isolated)).tobytes()


@pytest.mark.parametrize("icon", list(Icon))
def test_every_icon_has_ink_within_its_square(icon: Icon) -> None:
    box = icon_mask(icon, 64).getbbox()
    assert box is not None
    assert box[2] - box[0] > 25


@settings(deadline=None, max_examples=40)
@given(name=st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co")), min_size=1, max_size=80))
def test_a_name_in_any_letters_can_be_drawn(name: str) -> None:
    assert picture_of(a_slip(errand_name=name)).width == WIDE.width_dots


def test_a_name_in_another_script_keeps_its_letters() -> None:
    assert typefaces("sv").drawable("رخصة") == "رخصة"
    assert typefaces("ar").drawable("Ekviks kommun") == "Ekviks kommun"
    assert typefaces("sv").drawable("漢字") == "??"


@pytest.mark.parametrize("language", SPOKEN)
def test_a_test_page_can_be_printed_in_every_language(language: str, printer: Printer, emulator: Emulator) -> None:
    printer.print_slip(a_slip(language, kind=SlipKind.TEST_PAGE, number=None, page_url=None))
    assert emulator.tray.wait_for(1, 30)[0].is_cut
