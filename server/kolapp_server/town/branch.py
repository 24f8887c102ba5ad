# SPDX-License-Identifier: EUPL-1.2
"""The values of a town's file. They have the names of `kolapp_contract.catalogue`, and what the office alone needs besides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from kolapp_server.town.bookings import Booking
from kolapp_server.town.officers import Officer, Unit
from kolapp_server.town.retention import Retention
from kolapp_words.own import Written

Texts = Mapping[str, str]
"""The same text in each of the town's languages."""


class Lane(StrEnum):
    """Who meets an errand first."""

    GUIDE = "guide"
    SPECIALIST = "specialist"


class Direction(StrEnum):
    """Which way a desk lies from the display, seen by one who faces it."""

    LEFT = "left"
    RIGHT = "right"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered so often that it can be read. Only a public one leaves the staff's own pages."""

    texts: Texts
    owner: str
    review_by: date
    is_public: bool
    link: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What a visitor chooses. `owner` is the function that answers for it; `review_by` when it is looked at again.

    `checklist` is what its specialists need when a visitor is handed over to them, `preparation_minutes` what they usually want
    before the call.
    """

    errand_id: str
    names: Texts
    hints: Texts
    synonyms: Mapping[str, tuple[str, ...]]
    icon: str
    series: str
    lane: Lane
    is_sensitive: bool
    expected_minutes: int
    target_minutes: int
    owner: str
    review_by: date
    is_digital_help: bool = False
    answer: Answer | None = None
    booking: Booking | None = None
    checklist: Mapping[str, Texts] = field(default_factory=dict)
    preparation_minutes: int = 0


@dataclass(frozen=True, slots=True)
class CardHolder:
    """A kind of holder of the professional card, and the errands that it opens."""

    holder_id: str
    names: Texts
    errands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """One card on the first screen. `examples` is the line under its name."""

    group_id: str
    names: Texts
    examples: Texts
    icon: str
    series: str
    errands: tuple[Errand, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """`sign` is what the visitor looks for: "3". Where the desk has no `colour`, that is empty."""

    desk_id: str
    sign: str
    direction: Direction
    names: Texts
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """The errands that a desk serves while somebody is signed in with it."""

    profile_id: str
    names: Texts
    errands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeadStarts:
    """Minutes by which a kind of visitor counts as having come earlier."""

    priority: int
    booked: int
    returning: int


@dataclass(frozen=True, slots=True)
class OpenTime:
    """One stretch of a weekday in the branch's own time. `day` 0 is Monday."""

    day: int
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Town:
    """A whole branch: what it offers, its desks, its hours and how it looks.

    `auto_call_seconds`: a desk that ended a visit and pressed nothing for so long calls by itself; 0: never.
    `room_limit`: so many wait in the room before others are invited elsewhere; 0: no limit. `is_practice`: nobody is real.
    """

    branch_id: str
    town: Texts
    names: Texts
    time_zone: str
    accent: str
    languages: tuple[str, ...]
    where_to_sit: Texts
    human_errand_id: str
    board_is_public: bool
    head_starts: HeadStarts
    hours: tuple[OpenTime, ...]
    groups: tuple[Group, ...]
    desks: tuple[Desk, ...]
    profiles: tuple[Profile, ...]
    auto_call_seconds: int = 0
    room_limit: int = 0
    is_practice: bool = False
    card_holders: tuple[CardHolder, ...] = ()
    complain: Texts = field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    officers: tuple[Officer, ...] = ()
    texts: tuple[Written, ...] = ()
    retention: tuple[Retention, ...] = ()

    @property
    def errands(self) -> tuple[Errand, ...]:
        """Every errand of every group, in the order of the cards."""
        return tuple(errand for group in self.groups for errand in group.errands)
