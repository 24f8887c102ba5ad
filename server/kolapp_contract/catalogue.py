# SPDX-License-Identifier: EUPL-1.2
"""What a branch offers: at most two levels (group, errand), six cards a screen; its desks, and how it looks.

GET /api/v1/branches/{branch_id}/catalogue. Nothing in it is secret; a device keeps the last one on disk.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from kolapp_contract.own_text import OwnText
from kolapp_contract.wire import Code, Language, PlainText, Series, Texts, Wire

Link = Annotated[str, StringConstraints(pattern=r"^https://[!-~]+$", max_length=200)]
"""A page of the town's, with nothing in it that is not plain ASCII: it is made into a QR."""


class Lane(StrEnum):
    GUIDE = "guide"
    SPECIALIST = "specialist"


class Direction(StrEnum):
    """Which way a desk lies from the display, seen by one who faces it. Never mirrored with the language."""

    LEFT = "left"
    RIGHT = "right"
    AHEAD = "ahead"


class CheckItem(Wire):
    """Something that an errand's specialists need when a visitor is handed over to them."""

    item_id: Code
    names: Texts


class Answer(Wire):
    """What is answered so often that it can be read: one screen of words, who answers for them, and until when they hold."""

    texts: Texts
    owner: PlainText
    review_by: date
    link: Link | None = None


class OpenTime(Wire):
    """One stretch of a weekday, local time. `day` 0 is Monday."""

    day: int = Field(ge=0, le=6)
    opens: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
    closes: Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class BookingPlan(Wire):
    """How an errand can be booked: `places` visitors at each time of `minutes`. Without `times`: within the branch's hours."""

    minutes: int = Field(ge=5, le=240)
    places: int = Field(default=1, ge=1, le=50)
    lead_hours: int = Field(default=1, ge=0, le=336)
    days_ahead: int = Field(default=30, ge=1, le=180)
    times: tuple[OpenTime, ...] = ()


class Errand(Wire):
    """`synonyms` are words that visitors say, by language. `answer` is here only where it is public.

    `checklist` and `preparation_minutes` are what a hand-over to its specialists asks for.
    """

    errand_id: Code
    names: Texts
    hints: Texts = {}
    icon: Code
    series: Series
    lane: Lane
    is_sensitive: bool = False
    expected_minutes: int = Field(ge=1, le=240)
    target_minutes: int = Field(default=15, ge=1, le=240)
    synonyms: dict[Language, tuple[PlainText, ...]] = {}
    is_digital_help: bool = False
    answer: Answer | None = None
    booking: BookingPlan | None = None
    checklist: tuple[CheckItem, ...] = Field(default=(), max_length=8)
    preparation_minutes: int = Field(default=0, ge=0, le=60)


class Group(Wire):
    """One card on the first screen. With a single errand the card issues at once."""

    group_id: Code
    names: Texts
    examples: Texts = {}
    icon: Code
    series: Series
    errands: tuple[Errand, ...] = Field(min_length=1, max_length=6)


class DeskInfo(Wire):
    """`sign` is what the visitor looks for: "3" or "B". Its `colour`, where it has one, is shown beside that and never alone."""

    desk_id: Code
    sign: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,2}$")]
    direction: Direction = Direction.AHEAD
    names: Texts = {}
    colour: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] | None = None


class Profile(Wire):
    profile_id: Code
    names: Texts
    errands: tuple[Code, ...] = Field(min_length=1)


class CardHolder(Wire):
    """A kind of holder of the professional card, and the errands that the card opens. Never who the holder is."""

    holder_id: Code
    names: Texts
    errands: tuple[Code, ...] = Field(min_length=1, max_length=6)


class HeadStarts(Wire):
    """Minutes; the public rule is printed from them (`turn.md`)."""

    priority: int = Field(default=20, ge=0, le=60)
    booked: int = Field(default=60, ge=0, le=120)
    returning: int = Field(default=10, ge=0, le=60)


class Retention(Wire):
    """The town keeps what is destroyed under that rule for so many days, by that decision."""

    rule: PlainText
    days: int = Field(ge=1, le=3650)
    decision: PlainText


class Catalogue(Wire):
    version: int
    branch_id: Code
    town: Texts
    names: Texts
    time_zone: str
    public_url: str
    accent: Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")] = "#0F3D6B"
    languages: tuple[Language, ...] = Field(min_length=1)
    where_to_sit: Texts
    complain: Texts = {}
    human_errand_id: Code
    groups: tuple[Group, ...] = Field(min_length=1, max_length=6)
    desks: tuple[DeskInfo, ...]
    profiles: tuple[Profile, ...]
    hours: tuple[OpenTime, ...]
    head_starts: HeadStarts = HeadStarts()
    board_is_public: bool = True
    is_practice: bool = False
    card_holders: tuple[CardHolder, ...] = ()
    texts: tuple[OwnText, ...] = ()
    retention: tuple[Retention, ...] = ()
