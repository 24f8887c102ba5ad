# SPDX-License-Identifier: EUPL-1.2
"""Typefaces: found in packages, cut to one static weight each at set-up, never committed.

The packages bring variable fonts, and both Pillow and Kivy draw a variable font in its default weight only. So each weight
is cut once by fontTools into a folder (`var/fonts`): `python -m kolapp_words.fonts`. Noto Sans and Noto Sans Arabic are OFL-1.1.
"""

import argparse
from enum import IntEnum
from pathlib import Path

import fontpkg
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from kolapp_words.languages import LANGUAGES

FONT_FOLDER = Path("var/fonts")


class Weight(IntEnum):
    REGULAR = 400
    BOLD = 700


def font_path(family: str, weight: Weight, folder: Path = FONT_FOLDER) -> Path:
    """The static font file, cut now if it has not been. Raises `fontpkg.FamilyNotInstalled`."""
    path = folder / f"{family.replace(' ', '')}-{weight.name.title()}.ttf"
    if not path.exists():
        cut(family, weight, path)
    return path


def cut(family: str, weight: Weight, path: Path) -> None:
    """Writes `family` at `weight` and normal width to `path`, whole or not at all."""
    font = TTFont(fontpkg.path(family))
    static = instantiateVariableFont(font, {"wght": float(weight), "wdth": 100.0}, inplace=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{id(font)}.part")
    static.save(unfinished)
    unfinished.replace(path)


def characters(path: Path) -> frozenset[int]:
    """The code points that a font file can draw."""
    return frozenset(TTFont(path).getBestCmap())


def main() -> None:
    """Cuts every typeface that the known languages need."""
    parser = argparse.ArgumentParser(description="Cut the typefaces. Example: python -m kolapp_words.fonts --folder var/fonts")
    parser.add_argument("--folder", type=Path, default=FONT_FOLDER, help="where they go (default: var/fonts)")
    folder = parser.parse_args().folder
    for family in sorted({spoken.family for spoken in LANGUAGES.values()}):
        for weight in Weight:
            font_path(family, weight, folder)


if __name__ == "__main__":
    main()
