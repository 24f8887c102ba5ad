# SPDX-License-Identifier: EUPL-1.2
"""Typefaces: found in packages, cut to one static weight each at set-up, never committed.

The packages bring variable fonts, and both Pillow and Kivy draw a variable font in its default weight only. So each weight
is cut once by fontTools into a folder (`var/fonts`): `python -m kolapp_words.fonts`. All of Noto is OFL-1.1.

Every letter is kept, and the rules by which letters join in the scripts of our languages. The other rules, such as Devanagari's
and small capitals, are left out: FreeType's automatic hinting follows them all when a face is first used in a size, which takes
some 20 ms for each size of Noto Sans, and 1 ms without them.
"""

import argparse
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import fontpkg

from kolapp_words.languages import ETHIOPIC_SCRIPT, LANGUAGES, LATIN_SCRIPT

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FONT_FOLDER = Path("var/fonts")
JOINING = frozenset({"ccmp", "locl", "liga", "clig", "rlig", "calt", "rclt", "init", "medi", "fina", "isol", "stch", "rtlm"})
"""OpenType's names of the rules that are kept."""
EDITION = 2
"""Part of a file's name: a face that was cut in another manner is cut anew."""
NORMAL_WIDTH, NARROW_WIDTH = 100.0, 62.5
"""Percent. Long ticket numbers on narrow paper are set narrow, never low."""


class Weight(IntEnum):
    REGULAR = 400
    BOLD = 700


@cache
def font_path(family: str, weight: Weight, folder: Path = FONT_FOLDER, width: float = NORMAL_WIDTH) -> Path:
    """The static font file, cut now if it has not been; looked for once. Raises `fontpkg.FamilyNotInstalled`."""
    narrow = "" if width == NORMAL_WIDTH else f"-{width:g}"
    path = folder / f"{family.replace(' ', '')}-{weight.name.title()}{narrow}.{EDITION}.ttf"
    if not path.exists():
        cut(family, weight, path, width)
    return path


def cut(family: str, weight: Weight, path: Path, width: float = NORMAL_WIDTH) -> None:
    """Writes `family` at `weight` and `width` (percent of normal) to `path`, whole or not at all."""
    # Imported here, and below: a typeface is cut once, and a kiosk starts every morning.
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(variable_font(family))
    static = instantiateVariableFont(font, {"wght": float(weight), "wdth": width}, inplace=True)
    _keep_joining_rules(static)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{id(font)}.part")
    static.save(unfinished)
    unfinished.replace(path)


def _keep_joining_rules(font: "TTFont") -> None:
    rules = font["GSUB"].table
    names = [record.FeatureTag for record in rules.FeatureList.FeatureRecord]
    for script in (record.Script for record in rules.ScriptList.ScriptRecord):
        for system in (script.DefaultLangSys, *(record.LangSys for record in script.LangSysRecord)):
            if system:
                system.FeatureIndex = [index for index in system.FeatureIndex if names[index] in JOINING]
                system.FeatureCount = len(system.FeatureIndex)


def variable_font(family: str) -> Path:
    """The file that a package brings. Raises `fontpkg.FamilyNotInstalled`."""
    if family != ETHIOPIC_SCRIPT:
        return Path(fontpkg.path(family))
    # The letters of Ethiopia and Eritrea come in another collection. Imported here: a kiosk starts without it.
    from justmytype import get_default_registry

    found = get_default_registry().find_font(family)
    if found is None:
        raise fontpkg.FamilyNotInstalled(family)
    return Path(found.path)


def characters(path: Path) -> frozenset[int]:
    """The code points that a font file can draw."""
    from fontTools.ttLib import TTFont

    return frozenset(TTFont(path).getBestCmap())


def main() -> None:
    """Cuts every typeface that the known languages need."""
    parser = argparse.ArgumentParser(description="Cut the typefaces. Example: python -m kolapp_words.fonts --folder var/fonts")
    parser.add_argument("--folder", type=Path, default=FONT_FOLDER, help="where they go (default: var/fonts)")
    # Imported here: only the set-up cuts all of them.
    from concurrent.futures import ProcessPoolExecutor

    folder = parser.parse_args().folder
    families = sorted({spoken.family for spoken in LANGUAGES.values()})
    wanted = [(family, weight, folder, NORMAL_WIDTH) for family in families for weight in Weight]
    # A face of many letters takes ten seconds and more; each is cut by whichever processor is free.
    with ProcessPoolExecutor() as hands:
        for done in [hands.submit(font_path, *face) for face in (*wanted, (LATIN_SCRIPT, Weight.BOLD, folder, NARROW_WIDTH))]:
            done.result()


if __name__ == "__main__":
    main()
