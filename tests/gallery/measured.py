# SPDX-License-Identifier: EUPL-1.2
"""What one picture of the gallery is measured for, and what it must meet. The figures are those of the criteria of access.

Kiosk: EN 301 549 5.1.4 at 500 mm; keys by our own rule. Slip: 5.1.4 at 400 mm. Display: 5.1.4 at the last seat, contrast 7:1.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tests.gallery.eye import Drawing, Written, capital_px, contrast_of, is_cut, missing, overlapping

EYE = 0.0122
"""Capital height over distance: 0.7 degrees of arc (EN 301 549, 5.1.4)."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """The least that a kind of picture must reach; None where it has no such thing."""

    capital_mm: float
    contrast: float
    target_mm: float | None = None
    icon_contrast: float = 3.0


KIOSK = Criteria(capital_mm=6.1, contrast=4.5, target_mm=20.0)
KIOSK_LARGE = replace(KIOSK, capital_mm=12.2)
SLIP = Criteria(capital_mm=4.9, contrast=7.0)


@dataclass(frozen=True, slots=True)
class Picture:
    """A row of gallery.json. `faults` says in words why it did not pass."""

    screen: str
    language: str
    mode: str
    file: str
    smallest_capital_mm: float | None = None
    smallest_target_mm: float | None = None
    lowest_contrast: float | None = None
    lowest_icon_contrast: float | None = None
    clipped: list[str] = field(default_factory=list)
    overlapping: list[str] = field(default_factory=list)
    missing_glyphs: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    passed: bool = False

    def as_json(self) -> dict[str, Any]:
        """As it stands in gallery.json."""
        return asdict(self)


def measured(picture: Picture, written: list[Written], drawing: Drawing, mm_per_px: float) -> Picture:
    """The picture with what was found of its texts."""
    size = (drawing.whole.shape[1], drawing.whole.shape[0])
    contrasts = {one.words: contrast_of(one, drawing) for one in written}
    known = [ratio for ratio in contrasts.values() if ratio is not None]
    return replace(
        picture,
        smallest_capital_mm=round(min((capital_px(one) * mm_per_px for one in written), default=0.0), 2),
        lowest_contrast=min(known, default=None),
        clipped=[one.words for one in written if is_cut(one, size) or contrasts[one.words] is None],
        overlapping=overlapping(written),
        missing_glyphs=sorted({letter for one in written for letter in missing(one)}),
    )


def judged(picture: Picture, criteria: Criteria, more: Iterable[str] = ()) -> Picture:
    """The picture with its faults; `more` are those that only its own kind can have."""
    faults = [*_too_small(picture, criteria), *_unseen(picture, criteria)]
    faults += [f"clipped: {words}" for words in picture.clipped]
    faults += [f"overlapping: {words}" for words in picture.overlapping]
    faults += [f"no letter for {letter} (U+{ord(letter):04X})" for letter in picture.missing_glyphs]
    faults += more
    return replace(picture, faults=faults, passed=not faults)


def _too_small(picture: Picture, criteria: Criteria) -> Iterable[str]:
    capital, target = picture.smallest_capital_mm, picture.smallest_target_mm
    if not capital:
        yield "nothing is written"
    elif capital < criteria.capital_mm:
        yield f"capitals of {capital} mm, under {criteria.capital_mm}"
    if criteria.target_mm is not None and (target is None or target < criteria.target_mm):
        yield f"a key of {target} mm, under {criteria.target_mm}"


def _unseen(picture: Picture, criteria: Criteria) -> Iterable[str]:
    if picture.lowest_contrast is None or picture.lowest_contrast < criteria.contrast:
        yield f"contrast {picture.lowest_contrast}:1, under {criteria.contrast}"
    if picture.lowest_icon_contrast is not None and picture.lowest_icon_contrast < criteria.icon_contrast:
        yield f"an icon at {picture.lowest_icon_contrast}:1, under {criteria.icon_contrast}"
