# SPDX-License-Identifier: EUPL-1.2
"""A scanner that sends lines: each is told once, and what is too long says nothing."""

import asyncio
import os
import pty
from pathlib import Path

import pytest

from kolapp_kiosk.flow.scans import LONGEST_BYTES
from kolapp_kiosk.scanner import Lines, scans

WITHIN_S = 20


@pytest.mark.asyncio
async def test_a_line_is_told_when_its_end_comes() -> None:
    ours, theirs = pty.openpty()
    heard = scans(Path(os.ttyname(theirs)))
    first = asyncio.ensure_future(anext(heard))
    await asyncio.sleep(0)
    for part in (b"C-7KQM-", b"3XHR-W2PA", b"\r\n", b"T-2\r"):
        os.write(ours, part)
    async with asyncio.timeout(WITHIN_S):
        assert await first == "C-7KQM-3XHR-W2PA"
        assert await anext(heard) == "T-2"
    await heard.aclose()
    os.close(ours)
    os.close(theirs)


def test_a_line_that_is_too_long_is_an_empty_one_and_the_next_is_whole() -> None:
    lines = Lines()
    assert lines.with_more(b"A" * (LONGEST_BYTES + 1)) == []
    assert lines.with_more(b"A" * 10_000 + b"\nT-2\n") == ["", "T-2"]
    assert lines.with_more(b"A" * LONGEST_BYTES + b"\n") == ["A" * LONGEST_BYTES]


def test_bytes_that_are_no_letters_harm_nothing() -> None:
    assert len(Lines().with_more(b"\xff\xfe\x00\x1b@\n")) == 1
