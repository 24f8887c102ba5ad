# SPDX-License-Identifier: EUPL-1.2
"""How good hand-overs were: the last word counts once, and few are not told."""

from datetime import UTC, datetime

from kolapp_server.domain.events import Event, TicketTransferred
from kolapp_server.domain.explaining import Told
from kolapp_server.domain.quality import quality
from kolapp_server.domain.ticket import ErrandId, TicketId
from kolapp_server.domain.visit_events import HandOverMarked

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
PERMIT, MAP = ErrandId("permit"), ErrandId("map")


def handed(place: int, errand: ErrandId = PERMIT) -> Event:
    return TicketTransferred(AT, TicketId(f"t{place}"), errand, AT)


def marked(place: int, *, is_complete: bool = True) -> Event:
    return HandOverMarked(AT, TicketId(f"t{place}"), PERMIT, 2, is_complete)


def test_a_hand_over_counts_once_by_the_last_that_was_said_of_it() -> None:
    events = [*map(handed, range(7)), *map(marked, range(6)), marked(0, is_complete=False)]
    told = quality(events)
    assert (told.all_errands.handed_over, told.all_errands.judged, told.all_errands.complete) == (Told(7), Told(6), 5)
    assert [each.errand for each in told.by_errand] == [PERMIT]


def test_few_are_not_told_nor_their_share() -> None:
    told = quality([*map(handed, range(6)), *(handed(place, MAP) for place in range(2)), *map(marked, range(4))])
    permit, plan = told.by_errand
    assert (permit.handed_over, permit.judged, permit.complete) == (Told(6), Told(None, is_few=True), None)
    assert (plan.handed_over, plan.judged) == (Told(None, is_few=True), Told(0))


def test_nothing_was_handed_over() -> None:
    assert quality([]).all_errands.handed_over == Told(0)
