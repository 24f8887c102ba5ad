# SPDX-License-Identifier: EUPL-1.2
"""PURE: what a slip consists of from top to bottom, in dots of the paper at hand."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Face(StrEnum):
    REGULAR = "regular"
    BOLD = "bold"
    NARROW = "narrow"
    """Bold and narrow: for a long number on narrow paper, since a number is never made lower than 15 mm."""


class Align(StrEnum):
    START = "start"
    CENTER = "center"


class Icon(StrEnum):
    PEOPLE = "people"
    CLOCK = "clock"
    CHAIR = "chair"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of words in logical order. `indent` is counted from the slip's start side, in Arabic the right one."""

    text: str
    size: int
    height: int
    face: Face = Face.REGULAR
    align: Align = Align.START
    icon: Icon | None = None
    indent: int = 0
    is_rtl: bool = False
    is_inverse: bool = False


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The ticket's number, or a part of it where the whole is too wide for the paper."""

    text: str
    size: int
    height: int
    face: Face


@dataclass(frozen=True, slots=True)
class RuleLine:
    thickness: int
    height: int


@dataclass(frozen=True, slots=True)
class GapLine:
    height: int


@dataclass(frozen=True, slots=True)
class QrLine:
    """`module_dots` is wished; a code too wide for the paper gets smaller modules, always in whole dots."""

    payload: str
    module_dots: int


Line = TextLine | NumberLine | RuleLine | GapLine | QrLine
Measure = Callable[[str, int, Face], int]
"""The printed width of a text, in dots, at a size and face."""
