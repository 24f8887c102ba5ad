# SPDX-License-Identifier: EUPL-1.2
"""A reception as the simulator knows it: errands with their share and length, desks with what they serve, the load."""

from dataclasses import dataclass, field, replace
from datetime import time
from functools import cached_property

from kolapp_server.domain.rules import ErrandRule, HeadStarts, OpenTime, ProfileRule, Rules
from kolapp_server.domain.ticket import DeskId, ErrandId, ProfileId

SERIES = "ACDEFGHJLMNPQRSTUVWXYZ"
HALF_HOUR_S = 1800
WEEKDAYS = (1.25, 1.05, 0.95, 0.9, 0.85)
"""How many come, Monday to Friday, beside an average day."""
HALF_HOURS = (1.45, 1.4, 1.2, 1.1, 1.0, 0.95, 1.1, 1.35, 1.4, 1.25, 1.1, 1.0, 0.95, 0.9, 0.8, 0.65, 0.5, 0.3)
"""How many come in each half-hour from eight to five: those who wait outside in the morning, and those who come at lunch."""
BOOKED_SHARE, PRIORITY_SHARE, ABSENT_SHARE = 0.10, 0.05, 0.03
TRANSFER_SHARE, COME_BACK_SHARE = 0.10, 0.30
COME_BACK_LENGTH = 0.5
"""A visitor who comes back from the specialist needs half as long as the first time."""
ABSENT_S = 120
"""How long a desk waits for somebody who does not come."""


@dataclass(frozen=True, slots=True)
class ErrandModel:
    """An errand: its share of those who come, and its minutes, log-normal with that coefficient of variation."""

    errand_id: ErrandId
    share: float
    minutes: float
    variation: float = 0.75

    @property
    def target_minutes(self) -> int:
        """How long the wait may be by the office's own promise: shorter for what is quickly done."""
        return 10 if self.minutes < 7 else 15 if self.minutes < 14 else 20


@dataclass(frozen=True, slots=True)
class Break:
    """From `begins_s` after opening, or when the visit then ends, for `length_s`."""

    begins_s: int
    length_s: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a desk. `speed` 1.1 takes a tenth longer than others. `closes_s` None stays until everybody is served."""

    desk: DeskId
    errands: tuple[ErrandId, ...]
    speed: float = 1.0
    breaks: tuple[Break, ...] = ()
    opens_s: int = 0
    closes_s: int | None = None

    def staffed_s(self, open_s: int) -> int:
        """Seconds at the desk in a day that is open for `open_s`."""
        whole = (open_s if self.closes_s is None else self.closes_s) - self.opens_s
        return whole - sum(each.length_s for each in self.breaks)


@dataclass(frozen=True)
class Hall:
    """A reception and how busy it is: `load` 0.88 gives its desks work for 88 % of their time on an average day."""

    name: str
    errands: tuple[ErrandModel, ...]
    seats: tuple[Seat, ...]
    load: float = 0.78
    opens: time = time(8)
    open_s: int = 9 * 3600
    head_starts: HeadStarts = field(default_factory=HeadStarts)

    @cached_property
    def errand_by_id(self) -> dict[ErrandId, ErrandModel]:
        """The errands by their id."""
        return {errand.errand_id: errand for errand in self.errands}

    @cached_property
    def rules(self) -> Rules:
        """The same as a branch would have it set. Each desk has a profile of its own."""
        closes = time(self.opens.hour + self.open_s // 3600, self.opens.minute)
        return Rules(
            "Europe/Stockholm",
            self.errands[0].errand_id,
            tuple(
                ErrandRule(each.errand_id, "g", SERIES[place % len(SERIES)], max(1, round(each.minutes)), each.target_minutes)
                for place, each in enumerate(self.errands)
            ),
            tuple(ProfileRule(profile_at(seat.desk), seat.errands) for seat in self.seats),
            tuple(seat.desk for seat in self.seats),
            tuple(OpenTime(day, self.opens, closes) for day in range(7)),
            self.head_starts,
        )

    def visits_a_day(self) -> float:
        """How many come on an average day, so that the desks are as busy as `load` says."""
        staffed_min = sum(seat.staffed_s(self.open_s) / seat.speed for seat in self.seats) / 60
        return self.load * staffed_min / self.minutes_of_work()

    def minutes_of_work(self) -> float:
        """What one visit gives the desks to do, with hand-overs and those who are not there."""
        total = sum(each.share for each in self.errands)
        first = sum(each.share * each.minutes for each in self.errands) / total
        handed_over = TRANSFER_SHARE * first * (1 + COME_BACK_SHARE * COME_BACK_LENGTH)
        return first + handed_over + ABSENT_SHARE * ABSENT_S / 60


def profile_at(desk: DeskId) -> ProfileId:
    """The profile that stands for what is served at one desk."""
    return ProfileId(f"at-{desk}")


def made(name: str, minutes: tuple[float, ...], shares: tuple[float, ...], served: tuple[str, ...], load: float = 0.78) -> Hall:
    """A hall of errands a, b, c ... and one desk for each word of `served`, whose letters are its errands.

    Breaks are staggered, and some clerks are quicker than others.
    """
    names = tuple(ErrandId(chr(ord("a") + place)) for place in range(len(minutes)))
    errands = tuple(
        ErrandModel(name, share, mean, 0.6 + 0.3 * place / (len(minutes) - 1))
        for place, (name, mean, share) in enumerate(zip(names, minutes, shares, strict=True))
    )
    seats = tuple(
        Seat(DeskId(f"desk-{place + 1}"), tuple(map(ErrandId, word)), _speed(place, len(served)), staggered(place, len(served)))
        for place, word in enumerate(served)
    )
    return Hall(name, errands, seats, load)


def _speed(place: int, desks: int) -> float:
    # The quick and the slow sit among each other: 0.88 to 1.15.
    return round(0.88 + 0.27 * ((place * 3) % desks) / (desks - 1), 2)


def staggered(place: int, desks: int) -> tuple[Break, ...]:
    """A quarter of an hour in the morning and in the afternoon, and three quarters at lunch, one desk after the other."""
    lunch = 3 * 3600 + place * (2 * 3600 + HALF_HOUR_S) // max(1, desks - 1)
    morning = 5400 + place * 3600 // max(1, desks - 1)
    afternoon = 6 * 3600 + HALF_HOUR_S + place * 3600 // max(1, desks - 1)
    return Break(morning, 900), Break(lunch, 2700), Break(afternoon, 900)


SMALL = made(
    "4 desks, 8 errands",
    (3, 5, 6, 8, 10, 14, 18, 25),
    (0.22, 0.18, 0.15, 0.13, 0.12, 0.08, 0.07, 0.05),
    ("abcdef", "abcdeg", "abcdfgh", "efgh"),
)
MIDDLE = made(
    "7 desks, 10 errands",
    (3, 4, 6, 7, 9, 10, 12, 15, 20, 25),
    (0.20, 0.16, 0.14, 0.12, 0.10, 0.09, 0.07, 0.05, 0.04, 0.03),
    ("abcdefg", "abcdefh", "abcdeij", "abcfgh", "defghi", "acghij", "abij"),
)
LARGE = made(
    "10 desks, 12 errands",
    (3, 4, 5, 6, 8, 9, 10, 12, 15, 18, 22, 25),
    (0.20, 0.15, 0.13, 0.11, 0.09, 0.08, 0.07, 0.06, 0.04, 0.03, 0.02, 0.02),
    ("abcdefgh", "abcdefgi", "abcdefhj", "abcdghj", "abcefkl", "cdefghi", "abghij", "dijkl", "aghijkl", "akl"),
)
HALLS = {"small": SMALL, "middle": MIDDLE, "large": LARGE}
LOADS = (0.65, 0.78, 0.88)


def pooled(hall: Hall) -> Hall:
    """The hall if every desk served every errand."""
    everything = tuple(each.errand_id for each in hall.errands)
    return replace(hall, seats=tuple(replace(seat, errands=everything) for seat in hall.seats))
