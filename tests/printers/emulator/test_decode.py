# SPDX-License-Identifier: EUPL-1.2
"""Bytes become a page, whatever bytes they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_printers.emulator.decode import (
    AskCompletion,
    AskStatus,
    Command,
    Cut,
    Feed,
    Initialise,
    Letters,
    Page,
    Raster,
    Unknown,
    commands,
    decode,
    read_command,
    torn_raster,
)

RASTER = b"\x1dv0\x00\x01\x00\x02\x00\xaa\x55"


@pytest.mark.parametrize(
    ("data", "command"),
    [
        (b"\x1b@", Initialise()),
        (RASTER, Raster(1, 2, b"\xaa\x55")),
        (b"\x1bd\x06", Feed(6)),
        (b"\x1dV\x00", Cut()),
        (b"\x1dVB\x00", Cut()),
        (b"\x10\x04\x02", AskStatus(2)),
        (b"\x1d(H\x06\x0000ABCD", AskCompletion(b"ABCD")),
        (b"\x1d(L\x02\x0002", Unknown(b"\x1d(L\x02\x0002")),
        (b"\x1bp", Unknown(b"\x1bp")),
        (b"\x1d!", Unknown(b"\x1d!")),
        (b"\x10\x14", None),
        (b"\x10\x14\x01", Unknown(b"\x10\x14")),
        (b"Hej\n", Letters(b"Hej\n")),
    ],
)
def test_a_command_is_known_by_its_bytes(data: bytes, command: Command | None) -> None:
    found = read_command(data)
    assert (found[0] if found else None) == command


@pytest.mark.parametrize("command", [RASTER, b"\x1b@", b"\x1bd\x06", b"\x1dVB\x00", b"\x10\x04\x02", b"\x1d(H\x06\x0000ABCD"])
def test_a_command_waits_for_its_last_byte(command: bytes) -> None:
    assert all(read_command(command[:end]) is None for end in range(len(command)))
    assert read_command(command) is not None


@given(st.binary(max_size=300))
def test_no_byte_is_passed_over(data: bytes) -> None:
    at = 0
    while (found := read_command(data[at:])) is not None:
        assert found[1] > 0
        at += found[1]
    assert isinstance(decode(data), Page)


def test_text_and_the_unknown_are_listed() -> None:
    page = decode(b"\x1b@Hej\x1bp\x00" + RASTER + b"\x1dV\x00")
    assert page.text == b"Hej"
    assert page.unknown == (b"\x1bp",)
    assert len(page.rasters) == 1
    assert page.is_cut


def test_the_whole_rows_of_a_torn_picture_are_kept() -> None:
    assert torn_raster(b"\x1dv0\x00\x02\x00\x09\x00" + b"\xff" * 5) == Raster(2, 2, b"\xff" * 4)
    assert torn_raster(b"\x1dv0\x00\x02") is None
    assert torn_raster(b"") is None


def test_an_unfinished_command_at_the_end_is_shown() -> None:
    assert list(commands(b"\x1b@\x1dv0")) == [Initialise(), Unknown(b"\x1dv0")]
