# SPDX-License-Identifier: EUPL-1.2
"""A picture becomes the bytes that a receipt printer understands, through python-escpos and its list of models.

The whole slip is one picture, so no letter of anybody's text reaches the printer as a byte: what could steer it cannot be sent.
Printers obey real-time commands (DLE and one of three bytes) even in the midst of a picture: among them a status request, the
cash drawer and switching off. Where dots happen to look like one, a single dot is added.

At the end stands GS ( H (function 48), which real Epson printers answer when all before it is on the paper; clones vary.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from PIL import Image

from kolapp_printers.paper import Paper

FRAGMENT_DOTS = 256
"""Printers with little memory choke on higher pieces."""
AFRESH = b"\x1b@"
"""ESC @: whatever was set before is forgotten."""
LONGEST_HEAD = 16
"""No command of ours has more bytes before its dots."""
JOBS = 1 << 16
REAL_TIME = re.compile(rb"\x10([\x04\x05\x14])")
"""DLE EOT, DLE ENQ, DLE DC4."""
ANSWER_LETTERS = b"@ABCDEFGHIJKLMNO"
"""Allowed in the answer's four bytes (32-126) and never to be taken for a status byte, whose bit 4 is set."""


class NoSuchPaper(ValueError):
    """The settings name a printer model that is not known, or paper wider than that model prints on."""


def check_paper(paper: Paper) -> None:
    """Nothing. Raises `NoSuchPaper`, so that a wrong setting is found at start and not at the first slip."""
    model = _models().get(paper.profile)
    if model is None:
        raise NoSuchPaper(f"No printer of the model {paper.profile!r} is known")
    most = model.get("media", {}).get("width", {}).get("pixels", "Unknown")
    if str(most).isdecimal() and paper.width_dots > int(most):
        raise NoSuchPaper(f"{paper.width_dots} dots on a printer of the model {paper.profile!r}, which has {most}")


@cache
def _models() -> dict[str, dict[str, Any]]:
    """What python-escpos knows of each model, read without the library: it takes long to load, and a kiosk starts at once."""
    known: dict[str, dict[str, Any]] = json.loads((files("escpos") / "capabilities.json").read_text())["profiles"]
    return known


@cache
def _cut(profile: str) -> bytes:
    """How that model feeds its paper and cuts it."""
    # Imported late, since the library reads its whole list of models each time.
    from escpos.printer import Dummy

    printer = Dummy(profile=profile)
    printer.cut()
    return bytes(printer.output)


def encode(picture: Image.Image, paper: Paper, job: int) -> bytes:
    """ESC/POS for one slip: start afresh, the picture, cut, and a request for an answer that names `job` (0-65535)."""
    tops = range(0, picture.height, FRAGMENT_DOTS)
    pieces = (picture.crop((0, top, picture.width, min(top + FRAGMENT_DOTS, picture.height))) for top in tops)
    return without_real_time(AFRESH + b"".join(map(raster, pieces)) + _cut(paper.profile)) + completion_request(job)


def raster(piece: Image.Image) -> bytes:
    """GS v 0 and the dots of `piece`, black as 1. The library's own way goes through four colours and takes ten times as long."""
    width_bytes = -(-piece.width // 8)
    return b"\x1dv0\x00" + width_bytes.to_bytes(2, "little") + piece.height.to_bytes(2, "little") + piece.tobytes("raw", "1;I")


def without_real_time(data: bytes) -> bytes:
    """`data` of the same length, with one more dot wherever it would have been obeyed at once."""
    return REAL_TIME.sub(b"\x30\\1", data)


def finish_unfinished(paper: Paper, cuts: bool) -> bytes:
    """What ends a picture that was broken off, wherever that was, and its paper where `cuts`.

    White dots to the end of the longest piece; a printer that waits for none of them passes over NUL.
    """
    return bytes(-(-paper.width_dots // 8) * FRAGMENT_DOTS + LONGEST_HEAD) + AFRESH + (_cut(paper.profile) if cuts else b"")


def completion_request(job: int) -> bytes:
    """GS ( H, function 48: "tell me when you have come this far"."""
    return b"\x1d(H\x06\x0000" + job_letters(job)


def completion_answer(job: int) -> bytes:
    """What the printer sends when `job` is on the paper."""
    return b"\x37\x22" + job_letters(job) + b"\x00"


def job_letters(job: int) -> bytes:
    """`job` in four letters, four bits each."""
    return bytes(ANSWER_LETTERS[job >> shift & 15] for shift in (12, 8, 4, 0))
