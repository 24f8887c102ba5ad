# SPDX-License-Identifier: EUPL-1.2
"""Colours and sizes. The town sets one colour; it is darkened, in dark mode lightened, until it is read on every ground.

Contrast is that of WCAG 2: (L1 + 0.05) / (L2 + 0.05) of relative luminances. The aim is 7:1 for text.
"""

from dataclasses import dataclass, replace

from kolapp_kiosk.flow.state import Contrast, Wishes

AIM = 7.0
NEARLY_BLACK = "#0C1C2C"
WHITE = "#FFFFFF"
Rgba = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """The tokens of one contrast, as "#RRGGBB". `edge` is for borders, never for text."""

    paper: str
    card: str
    ink: str
    ink2: str
    edge: str
    accent: str
    on_accent: str
    tint: str
    good: str
    good_ground: str
    warn: str
    warn_ground: str
    border_width: int = 3
    has_shadow: bool = True


LIGHT = Palette(
    paper="#F5F3EE",
    card="#FFFFFF",
    ink="#16212C",
    ink2="#3C4854",
    edge="#6F7A86",
    accent="#0F3D6B",
    on_accent="#FFFFFF",
    tint="#E4ECF4",
    good="#0B5237",
    good_ground="#E2F0E8",
    warn="#5E3B00",
    warn_ground="#FFF0CC",
)
DARK = Palette(
    paper="#10171E",
    card="#1B2530",
    ink="#F4F2EC",
    ink2="#C6CED6",
    edge="#8693A0",
    accent="#A5CDF5",
    on_accent=NEARLY_BLACK,
    tint="#24384C",
    good="#9FDDBD",
    good_ground="#16352A",
    warn="#FFD98A",
    warn_ground="#3B2E10",
)
HIGH = Palette(
    paper="#000000",
    card="#000000",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    edge="#FFFFFF",
    accent="#FFE100",
    on_accent="#000000",
    tint="#000000",
    good="#FFFFFF",
    good_ground="#000000",
    warn="#FFE100",
    warn_ground="#000000",
    border_width=4,
    has_shadow=False,
)


def palette(contrast: Contrast, town_colour: str) -> Palette:
    """The tokens with the town's colour in them. High contrast is the same for every town."""
    match contrast:
        case Contrast.LIGHT:
            return fitted(LIGHT, town_colour, towards="#000000")
        case Contrast.DARK:
            return fitted(DARK, town_colour, towards=WHITE)
        case Contrast.HIGH:
            return HIGH


def fitted(ground: Palette, town_colour: str, *, towards: str) -> Palette:
    """`ground` with the nearest colour to the town's that reads as text on paper, card and tint, and carries text itself."""
    for share in range(0, 101, 2):
        accent = mixed(town_colour, towards, share / 100)
        on_accent = max((WHITE, NEARLY_BLACK), key=lambda colour: contrast(accent, colour))
        if min(contrast(accent, other) for other in (ground.paper, ground.card, ground.tint, on_accent)) >= AIM:
            return replace(ground, accent=accent, on_accent=on_accent)
    return ground


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def rgba(colour: str) -> Rgba:
    """The colour as Kivy wants it."""
    red, green, blue = _channels(colour)
    return red / 255, green / 255, blue / 255, 1.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is written: size in the grid's units (0.248 mm at the stated dpi) and weight.

    Where it `may_break`, a word that is too long for its line is parted.
    """

    size: int
    is_bold: bool = False
    may_break: bool = False


@dataclass(frozen=True, slots=True)
class Type:
    """The sizes of one mode; capitals are 0.714 of them. The least is 6.4 mm high, in large mode 12.7 mm."""

    least: Style
    body: Style
    title: Style
    line: Style
    lead: Style
    strong: Style
    heading: Style
    greeting: Style
    number: Style = Style(372, is_bold=True)


NORMAL_TYPE = Type(
    least=Style(36),
    body=Style(40),
    title=Style(44, is_bold=True),
    line=Style(44),
    lead=Style(48),
    strong=Style(60, is_bold=True),
    heading=Style(112, is_bold=True),
    greeting=Style(144, is_bold=True),
)
LANDSCAPE_TYPE = replace(
    NORMAL_TYPE,
    heading=Style(88, is_bold=True),
    greeting=Style(88, is_bold=True),
    lead=Style(44),
    number=Style(312, is_bold=True),
)
LARGE_TYPE = Type(
    least=Style(72),
    body=Style(72),
    title=Style(88, is_bold=True),
    line=Style(72),
    lead=Style(72),
    strong=Style(88, is_bold=True),
    heading=Style(128, is_bold=True),
    greeting=Style(128, is_bold=True),
)
LARGE_LANDSCAPE_TYPE = replace(
    LARGE_TYPE, heading=Style(104, is_bold=True), greeting=Style(104, is_bold=True), number=Style(256, is_bold=True)
)


def type_for(wishes: Wishes, *, is_landscape: bool) -> Type:
    """The sizes for that visitor on that screen."""
    if wishes.is_large:
        return LARGE_LANDSCAPE_TYPE if is_landscape else LARGE_TYPE
    return LANDSCAPE_TYPE if is_landscape else NORMAL_TYPE
