# SPDX-License-Identifier: EUPL-1.2
"""Whatever colour a town sets, what is written can be read."""

from hypothesis import given
from hypothesis import strategies as st

from kolapp_kiosk.flow.state import Contrast
from kolapp_kiosk.ui import theme
from kolapp_kiosk.ui.theme import contrast, palette

COLOURS = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06X}")


@given(COLOURS, st.sampled_from(Contrast))
def test_any_towns_colour_reads_at_seven_to_one(colour: str, mode: Contrast) -> None:
    tokens = palette(mode, colour)
    assert contrast(tokens.on_accent, tokens.accent) >= 7
    assert min(contrast(tokens.accent, ground) for ground in (tokens.paper, tokens.card, tokens.tint)) >= 7


@given(st.sampled_from(Contrast))
def test_every_text_reads_on_every_ground_it_stands_on(mode: Contrast) -> None:
    tokens = palette(mode, "#0F3D6B")
    for ink in (tokens.ink, tokens.ink2):
        assert min(contrast(ink, ground) for ground in (tokens.paper, tokens.card, tokens.tint)) >= 7
    assert contrast(tokens.good, tokens.good_ground) >= 7
    assert contrast(tokens.warn, tokens.warn_ground) >= 7
    assert min(contrast(tokens.edge, ground) for ground in (tokens.paper, tokens.card)) >= 3


def test_a_colour_that_reads_is_left_as_it_is() -> None:
    assert palette(Contrast.LIGHT, "#0F3D6B").accent == "#0F3D6B"
    assert palette(Contrast.LIGHT, "#FFE100").accent != "#FFE100"


def test_high_contrast_is_the_same_for_every_town() -> None:
    assert palette(Contrast.HIGH, "#AA0000") == theme.HIGH
