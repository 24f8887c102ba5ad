# SPDX-License-Identifier: EUPL-1.2
"""A branch's own days, read from its journal: who came when and with what, how long each visit took, who sat where until when.

Who left before the call needed no desk and is left out. Visits take as long as they did, whoever serves them in the replay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import fmean

from kolapp_server.domain import events as happened
from kolapp_server.domain import hours, visit_events
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event
from kolapp_server.domain.folding import fold
from kolapp_server.domain.ticket import DeskId, ErrandId, Kind, ProfileId, Ticket, TicketId
from kolapp_server.simulation.halls import Break, ErrandModel, Hall, Seat
from kolapp_server.simulation.traces import DayTrace, Stretch, Visit
from kolapp_server.simulation.whatif import Scene

SHORTEST_BREAK = timedelta(minutes=5)
SHORTEST_VISIT_S = 20
LONGEST_VISIT_S = 4 * 3600
LONGEST_DAY_S = 15 * 3600


@dataclass(slots=True)
class _Sitting:
    opened_at: datetime
    profile: ProfileId
    closed_at: datetime | None = None
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    paused_at: datetime | None = None


@dataclass(slots=True)
class _Came:
    issued: happened.TicketIssued
    stretches: list[Stretch] = field(default_factory=list)
    missed_at: datetime | None = None
    returned_at: datetime | None = None


class _Diary:
    """One day being read."""

    def __init__(self, before: Day) -> None:
        self.day = before
        self.came: dict[TicketId, _Came] = {}
        self.sittings: dict[DeskId, _Sitting] = {}

    def note(self, event: Event) -> None:
        """What the simulator needs of it."""
        match event:
            case happened.TicketIssued():
                self.came[event.ticket_id] = _Came(event)
            case happened.TicketFinished() | happened.TicketTransferred() | visit_events.LegFinished():
                self._ended(self.day.tickets.get(event.ticket_id), event.at)
            case happened.TicketMissed() if event.ticket_id in self.came:
                self.came[event.ticket_id].missed_at = event.at
            case happened.TicketReturned() if event.ticket_id in self.came:
                self.came[event.ticket_id].returned_at = event.at
            case happened.DeskOpened():
                self.sittings.setdefault(event.desk, _Sitting(event.at, event.profile)).closed_at = None
            case happened.DeskClosed() if event.desk in self.sittings:
                self.sittings[event.desk].closed_at = event.at
            case happened.DeskPaused() if event.desk in self.sittings:
                self.sittings[event.desk].paused_at = event.at
            case happened.DeskResumed() if event.desk in self.sittings:
                self._back(self.sittings[event.desk], event.at)
        self.day = fold(self.day, event)

    def _ended(self, ticket: Ticket | None, at: datetime) -> None:
        if ticket is not None and ticket.called_at is not None and ticket.ticket_id in self.came:
            lasted = round((at - ticket.called_at).total_seconds())
            if SHORTEST_VISIT_S <= lasted <= LONGEST_VISIT_S:
                self.came[ticket.ticket_id].stretches.append(Stretch(ticket.leg.errand, lasted))

    def _back(self, sitting: _Sitting, at: datetime) -> None:
        if sitting.paused_at is not None and at - sitting.paused_at >= SHORTEST_BREAK:
            sitting.pauses.append((sitting.paused_at, at))
        sitting.paused_at = None

    def scene(self) -> Scene | None:
        """The day as a scene; None where nobody was served."""
        served = [came for came in self.came.values() if came.stretches]
        if not served or not self.sittings:
            return None
        zone = hours.zone(self.day.rules.time_zone)
        earliest = min(*(came.issued.at for came in served), *(sitting.opened_at for sitting in self.sittings.values()))
        opens = earliest.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        last = max(came.issued.at for came in served)
        open_s = min(LONGEST_DAY_S, max(3600, -(-round((last - opens).total_seconds()) // 3600) * 3600))
        seats = tuple(self._seat(desk, sitting, opens) for desk, sitting in sorted(self.sittings.items()))
        hall = Hall(self.day.branch_id, self._errands(served), seats, opens=opens.time(), open_s=open_s)
        visits = sorted((_visit(came, opens) for came in served), key=lambda visit: visit.at_s)
        return Scene(replace(hall, head_starts=self.day.rules.head_starts), DayTrace(opens.weekday(), tuple(visits)))

    def _seat(self, desk: DeskId, sitting: _Sitting, opens: datetime) -> Seat:
        profile = self.day.rules.profile_by_id.get(sitting.profile)
        return Seat(
            desk,
            profile.errands if profile else (),
            breaks=tuple(Break(_s(begin, opens), _s(end, begin)) for begin, end in sitting.pauses),
            opens_s=max(0, _s(sitting.opened_at, opens)),
            closes_s=None if sitting.closed_at is None else _s(sitting.closed_at, opens),
        )

    def _errands(self, served: Sequence[_Came]) -> tuple[ErrandModel, ...]:
        seconds: dict[ErrandId, list[int]] = {rule.errand_id: [] for rule in self.day.rules.errands}
        for came in served:
            for stretch in came.stretches:
                seconds.setdefault(stretch.errand, []).append(stretch.seconds)
        expected = {rule.errand_id: float(rule.expected_minutes) for rule in self.day.rules.errands}
        return tuple(
            ErrandModel(errand, len(each) / len(served), fmean(each) / 60 if each else expected.get(errand, 10.0))
            for errand, each in seconds.items()
        )


def scenes(told: Iterable[tuple[Day, Sequence[Event]]]) -> list[Scene]:
    """The days that those journals tell, each given as the day before its first event, and its events."""
    found = []
    for before, events in told:
        diary = _Diary(before)
        for event in events:
            diary.note(event)
        scene = diary.scene()
        if scene is not None:
            found.append(scene)
    return found


def _visit(came: _Came, opens: datetime) -> Visit:
    issued = came.issued
    returns_s = -1
    if came.missed_at is not None and came.returned_at is not None:
        returns_s = _s(came.returned_at, came.missed_at)
    kind = issued.kind if issued.kind is not Kind.RETURNING else Kind.WALK_IN
    booked_s = None if issued.booked_at is None else _s(issued.booked_at, opens)
    return Visit(max(0, _s(issued.at, opens)), kind, tuple(came.stretches), booked_s, came.missed_at is not None, returns_s)


def _s(later: datetime, earlier: datetime) -> int:
    return round((later - earlier).total_seconds())
