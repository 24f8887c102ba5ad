# SPDX-License-Identifier: EUPL-1.2
"""What the branch has decided and `decide` must know: codes and times only. Every change of it stands in the journal."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, ProfileId

BOOKING_OPENS_BEFORE = timedelta(minutes=5)
BOOKING_LATE_AFTER = timedelta(minutes=10)
BINDING_LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ErrandRule:
    """An errand as the queue knows it: its number series, its group on the board, its expected and promised minutes.

    `checklist` are the codes of what its specialists need when a visitor is handed over to them.
    """

    errand_id: ErrandId
    group_id: str
    series: str
    expected_minutes: int
    target_minutes: int = 15
    checklist: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfileRule:
    profile_id: ProfileId
    errands: tuple[ErrandId, ...]


@dataclass(frozen=True, slots=True)
class HeadStarts:
    """How much earlier a leg counts as having come, per kind. The largest that applies, never a sum."""

    priority: timedelta = timedelta(minutes=20)
    booked: timedelta = timedelta(minutes=60)
    returning: timedelta = timedelta(minutes=10)

    def of(self, kind: Kind) -> timedelta:
        """The head start of `kind`; none for a walk-in."""
        match kind:
            case Kind.PRIORITY:
                return self.priority
            case Kind.BOOKED:
                return self.booked
            case Kind.RETURNING:
                return self.returning
            case Kind.WALK_IN:
                return timedelta()


@dataclass(frozen=True, slots=True)
class OpenTime:
    """One stretch of a weekday (0 is Monday) in the branch's own time."""

    day: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Rules:
    """All that the branch has set. `human_errand` is the guide's, for whoever wants to talk to a human.

    `auto_call_after`: a desk that ended a visit and has pressed nothing for so long calls by itself; None: never. `room_limit` is
    how many the waiting room holds. In a branch that `is_practice` nobody is real, and nothing counts.
    """

    time_zone: str
    human_errand: ErrandId
    errands: tuple[ErrandRule, ...]
    profiles: tuple[ProfileRule, ...]
    desks: tuple[DeskId, ...]
    hours: tuple[OpenTime, ...]
    head_starts: HeadStarts = HeadStarts()
    version: int = 1
    auto_call_after: timedelta | None = None
    room_limit: int | None = None
    is_practice: bool = False

    @cached_property
    def errand_by_id(self) -> dict[ErrandId, ErrandRule]:
        """The errands by their id."""
        return {errand.errand_id: errand for errand in self.errands}

    @cached_property
    def profile_by_id(self) -> dict[ProfileId, ProfileRule]:
        """The profiles by their id."""
        return {profile.profile_id: profile for profile in self.profiles}

    @cached_property
    def planned(self) -> dict[date, tuple[tuple[datetime, datetime], ...]]:
        """The open stretches from each day on that somebody asked for: worked out once by `hours`, asked by every command."""
        return {}

    @cached_property
    def _together(self) -> dict[tuple[ErrandId, frozenset[ProfileId]], frozenset[ErrandId]]:
        return {}

    def served_with(self, errand: ErrandId, profiles: frozenset[ProfileId]) -> frozenset[ErrandId]:
        """The errands that desks of these profiles serve besides `errand`, and itself: whoever waits for one waits with all."""
        key = errand, profiles
        if key not in self._together:
            served = (self.profile_by_id[profile].errands for profile in profiles if profile in self.profile_by_id)
            self._together[key] = frozenset((errand,)).union(*(errands for errands in served if errand in errands))
        return self._together[key]
