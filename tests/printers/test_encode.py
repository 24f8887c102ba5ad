# SPDX-License-Identifier: EUPL-1.2
"""Nothing but what was meant reaches the printer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from kolapp_contract.slip import Slip
from kolapp_printers.emulator.decode import AskCompletion, Cut, Feed, Initialise, Raster, commands, decode
from kolapp_printers.emulator.render import render
from kolapp_printers.encode import encode, without_real_time
from kolapp_printers.paper import Paper
from tests.printers.slips import NARROW, PAPERS, SPOKEN, WIDE, a_slip, picture_of

PLACES = ["town", "errand_name", "where_to_sit"]
TRICKS = ["\x1b@", "\x1dV0", "\x10\x14\x01\x00\x05", "\x1bp\x00", "\u202egnirts", "\ud800", "\n\n\n", "\x00"]
MEANT = (Initialise, Raster, Feed, Cut, AskCompletion)


@settings(deadline=None, max_examples=50)
@given(
    language=st.sampled_from(SPOKEN), evil=st.text(max_size=120), place=st.sampled_from(["town", "errand_name", "where_to_sit"])
)
def test_no_string_can_steer_the_printer(language: str, evil: str, place: str) -> None:
    """Even a slip that was never validated: ESC, GS, DLE, line feeds, bidirectional controls, lone surrogates."""
    slip = Slip.model_construct(**(dict(a_slip(language)) | {place: evil}))
    done = list(commands(encode(picture_of(slip), WIDE, 7)))
    assert {type(command) for command in done} <= set(MEANT)
    assert sum(isinstance(command, Cut) for command in done) == 1
    assert sum(isinstance(command, AskCompletion) for command in done) == 1


@pytest.mark.parametrize(
    "evil", ["\x1b@", "\x1dV0", "\x10\x14\x01\x00\x05", "\x1bp\x00", "\u202egnirts", "\ud800", "\n\n\n", "\x00"]
)
def test_known_tricks_come_out_as_dots(evil: str) -> None:
    slip = Slip.model_construct(**(dict(a_slip()) | {"town": f"Ekvik{evil}"}))
    page = decode(encode(picture_of(slip), WIDE, 7))
    assert page.text == b""
    assert page.unknown == ()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_dot_of_the_picture_arrives(paper: Paper) -> None:
    picture = picture_of(a_slip(), paper)
    page = decode(encode(picture, paper, 7))
    arrived = render(page).crop((0, 0, picture.width, picture.height))
    assert ImageChops.logical_xor(arrived, picture).getbbox() is None


def test_a_slip_begins_afresh_and_ends_with_the_question() -> None:
    done = list(commands(encode(picture_of(a_slip()), WIDE, 0x1234)))
    assert isinstance(done[0], Initialise)
    assert done[-1] == AskCompletion(b"ABCD")
    assert all(command.rows <= 256 for command in done if isinstance(command, Raster))


def test_a_model_without_a_cutter_is_not_asked_to_cut() -> None:
    done = list(commands(encode(picture_of(a_slip(), NARROW), Paper(384, 203, "ZJ-5870"), 1)))
    assert isinstance(done[-1], AskCompletion)


@given(st.binary(max_size=200))
def test_dots_are_never_obeyed_at_once(data: bytes) -> None:
    sent = without_real_time(data)
    assert len(sent) == len(data)
    assert not any(command in sent for command in (b"\x10\x04", b"\x10\x05", b"\x10\x14"))


def test_a_picture_full_of_real_time_commands_is_harmless() -> None:
    rows = b"\x10\x14\x01\x10\x04\x02\x10\x05" * 9 * 300
    picture = ImageChops.invert(Image.frombytes("1", (576, 300), rows).convert("L")).convert("1")
    sent = encode(picture, WIDE, 7)
    assert b"\x10" not in sent
    assert sum(raster.rows for raster in decode(sent).rasters) == 300
