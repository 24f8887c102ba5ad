# SPDX-License-Identifier: EUPL-1.2
"""Draws and measures slips on every paper: `python -m tests.gallery.slips job.json`.

Each line is drawn by itself over what is there already: the dots that change are its ink. Fewer than it was set with means that
something of it lies outside the paper or on something else.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from kolapp_contract.slip import Slip
from kolapp_contract.tickets import Estimate
from kolapp_printers.lines import Line, NumberLine, TextLine
from kolapp_printers.paper import Paper
from kolapp_printers.picture import BOTTOM, TOP, WHITE, Pen, height_dots
from kolapp_printers.typefaces import Typefaces
from tests.gallery.eye import Drawing, Pixels, Written, capital_share
from tests.gallery.measured import SLIP, Picture, judged, measured
from tests.gallery.plan import Job, Wanted
from tests.printers.slips import ERRAND, LONG_ERRAND, OPENS_AT, TM_T88, WIDE, a_receipt, a_slip, lines_of, typefaces
from tests.printers.slips import NARROW as NARROW_PAPER

LEAST_NUMBER_MM = 15.0
PAPERS = {"80-mm": WIDE, "80-mm-180-dpi": TM_T88, "58-mm": NARROW_PAPER}


def slips(code: str) -> dict[str, Slip]:
    """What a slip can say, by name."""
    long = LONG_ERRAND.get(code, LONG_ERRAND["en"])
    return {
        "ticket": a_slip(code),
        "first": a_slip(code, ahead=0, estimate=Estimate(minutes=0, low=0, high=2)),
        "copy": a_slip(code, is_copy=True, errand_name=long),
        "sensitive": a_slip(code, errand_name=None),
        "desk": a_slip(code, desk_sign="3", ahead=None, estimate=None, where_to_sit=None),
        "opens": a_slip(code, estimate=Estimate(opens_at=OPENS_AT)),
        "offline": a_slip(code, number="K12-102", is_offline=True, ahead=None, estimate=None, page_url=None),
        "contact": a_receipt(code, owner=ERRAND.get(code, ERRAND["en"])),
    }


def drawing_of(lines: tuple[Line, ...], paper: Paper, faces: Typefaces) -> tuple[Drawing, list[Written]]:
    """The slip with its letters and without, and each line's ink."""
    height = paper.dots(TOP) + sum(height_dots(line, paper) for line in lines) + paper.dots(BOTTOM)
    whole, ground = (Image.new("1", (paper.width_dots, height), WHITE) for _ in range(2))
    pen, without = Pen(whole, paper, faces), Pen(ground, paper, faces)
    y, texts = paper.dots(TOP), []
    for line in lines:
        if isinstance(line, (TextLine, NumberLine)):
            without.draw(replace(line, text=" "), y)
            pen.draw(replace(line, text=" "), y)
            texts.append(inked(line, y, pen))
        else:
            without.draw(line, y)
            pen.draw(line, y)
        y += height_dots(line, paper)
    return Drawing(array(whole), array(ground)), texts


def inked(line: TextLine | NumberLine, y: int, pen: Pen) -> Written:
    """The line is drawn; what changed is its ink."""
    before = np.asarray(pen.canvas.convert("L"))
    bare = replace(line, icon=None) if isinstance(line, TextLine) else line
    pen.draw(bare, y)
    mask = np.where(np.asarray(pen.canvas.convert("L")) != before, 255, 0).astype(np.uint8)
    font = pen.typefaces.font(line.text, line.face, line.size)
    # The same line on a paper thrice as wide and empty: all that it was set with.
    wide = Paper(pen.paper.width_dots * 3, pen.paper.dpi)
    free = Pen(Image.new("1", (wide.width_dots, line.height * 3), WHITE), wide, pen.typefaces)
    free.draw(replace(bare, is_inverse=False) if isinstance(bare, TextLine) else bare, line.height)
    set_with = int((np.asarray(free.canvas.convert("L")) == 0).sum())
    return Written(line.text, Path(str(font.path)), line.size, mask, 0, 0, is_too_wide=int((mask > 0).sum()) < set_with)


def array(picture: Image.Image) -> Pixels:
    return np.asarray(picture.convert("RGB"))


def picture_of(wanted: Wanted) -> tuple[Picture, Drawing]:
    """The slip, measured and judged."""
    slip, paper = slips(wanted.language)[wanted.scene], PAPERS[wanted.look]
    lines = lines_of(slip, paper)
    drawing, texts = drawing_of(lines, paper, typefaces(wanted.language))
    found = measured(Picture(wanted.screen, wanted.language, wanted.mode, wanted.file), texts, drawing, paper.mm(1))
    sizes = {line.text: line.size for line in lines if isinstance(line, NumberLine)}
    fonts = {one.words: one.font for one in texts}
    heights = {words: paper.mm(1) * size * capital_share(fonts[words]) for words, size in sizes.items()}
    small = [f"{words} is {mm:.1f} mm high, under {LEAST_NUMBER_MM}" for words, mm in heights.items() if mm < LEAST_NUMBER_MM]
    return judged(found, SLIP, small), drawing


def main(file: str) -> None:
    job = Job.read(Path(file))
    for wanted in job.wanted:
        picture, drawing = picture_of(wanted)
        Image.fromarray(drawing.whole).save(job.folder / wanted.file)
        job.tell(picture)


if __name__ == "__main__":
    main(sys.argv[1])
