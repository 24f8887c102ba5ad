# SPDX-License-Identifier: EUPL-1.2
"""Colours: the tokens of the look, and a town's own accent made strong enough to be read from the last seat."""

from dataclasses import dataclass, replace

STRONG, SEEN = 7.0, 3.0
WHITE, NEAR_BLACK = "#FFFFFF", "#16212C"


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their job, as hex. `line` parts rows and is never text."""

    paper: str
    card: str
    ink: str
    ink_2: str
    edge: str
    line: str
    accent: str
    on_accent: str
    tint: str
    good: str
    warn: str
    warn_ground: str
    bad: str
    bad_ground: str
    is_dark: bool = False


LIGHT = Theme(
    paper="#F5F3EE", card="#FFFFFF", ink="#16212C", ink_2="#3C4854", edge="#6F7A86", line="#DAD7D0",
    accent="#0F3D6B", on_accent="#FFFFFF", tint="#E4ECF4", good="#0B5237",
    warn="#5E3B00", warn_ground="#FFF0CC", bad="#8A1A1A", bad_ground="#FCE8E5",
)  # fmt: skip
DARK = Theme(
    paper="#10171E", card="#1B2530", ink="#F4F2EC", ink_2="#C6CED6", edge="#8693A0", line="#36424E",
    accent="#A5CDF5", on_accent="#0C1C2C", tint="#24384C", good="#9FDDBD",
    warn="#FFD98A", warn_ground="#3B2E10", bad="#FFB8B0", bad_ground="#45201F", is_dark=True,
)  # fmt: skip
CONTRAST = Theme(
    paper="#000000", card="#000000", ink="#FFFFFF", ink_2="#FFFFFF", edge="#FFFFFF", line="#FFFFFF",
    accent="#FFE100", on_accent="#000000", tint="#000000", good="#FFFFFF",
    warn="#FFE100", warn_ground="#000000", bad="#FFE100", bad_ground="#000000", is_dark=True,
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def in_town_colour(theme: Theme, accent: str) -> Theme:
    """`theme` with the town's colour, darkened (in the dark: lightened) until it gives 7:1 to all that it meets."""
    if theme is CONTRAST:
        return theme
    grounds = (theme.paper, theme.card, theme.tint)
    towards = WHITE if theme.is_dark else "#000000"
    for step in range(41):
        colour = mixed(accent, towards, step / 40)
        on_accent = max((WHITE, NEAR_BLACK), key=lambda ink: contrast(ink, colour))
        if min(contrast(colour, ground) for ground in (*grounds, on_accent)) >= STRONG:
            return replace(theme, accent=colour, on_accent=on_accent)
    return theme


def visible(colour: str, ground: str) -> str:
    """The colour as it is seen on that ground: darker, or in the dark lighter, until it gives 3:1."""
    towards = max((WHITE, "#000000"), key=lambda end: contrast(end, ground))
    shades = (mixed(colour, towards, step / 40) for step in range(41))
    return next(shade for shade in shades if contrast(shade, ground) >= SEEN)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a `share` (0 to 1) of `other` in it."""
    channels = (round(a + (b - a) * share) for a, b in zip(_channels(one), _channels(other), strict=True))
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
