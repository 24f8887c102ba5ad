# SPDX-License-Identifier: EUPL-1.2
"""A desk's own colour stands around its sign, seen on every ground, and never alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_display.picture import Moment, waiting_picture
from kolapp_display.ui.far import plate
from kolapp_display.ui.marks import Box
from kolapp_display.ui.theme import SEEN, THEMES, contrast, visible
from tests.display.town import CATALOGUE, NOW, call, called

BOX = Box(0, 0, 700, 200)
YELLOW = "#FFE100"
COLOURED = CATALOGUE.model_copy(
    update={"desks": tuple(desk.model_copy(update={"colour": YELLOW}) for desk in CATALOGUE.desks if desk.desk_id == "disk-3")}
)


@given(st.integers(0, 0xFFFFFF), st.sampled_from(sorted(THEMES)))
def test_whatever_colour_a_town_chooses_it_is_seen_on_the_plate(colour: int, theme: str) -> None:
    ground = plate(waiting_picture(called(call("A042", 3, 21)), CATALOGUE, Moment(NOW, 104.0)).field[0], THEMES[theme], BOX).fill
    assert contrast(visible(f"#{colour:06X}", ground), ground) >= SEEN


def test_a_colour_that_is_seen_already_stays_as_it_is() -> None:
    assert visible("#7A1F5C", "#FFFFFF") == "#7A1F5C"


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_the_plate_has_an_edge_only_where_the_desk_has_a_colour(theme: str) -> None:
    told = (waiting_picture(called(call("A042", 3, 21)), known, Moment(NOW, 104.0)) for known in (CATALOGUE, COLOURED))
    plain, own = (picture.field[0] for picture in told)
    assert (plain.colour, own.colour) == (None, YELLOW)
    assert plate(plain, THEMES[theme], BOX).border is None
    assert plate(own, THEMES[theme], BOX).border is not None
    assert own.sign == "3"
