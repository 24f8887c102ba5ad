# SPDX-License-Identifier: EUPL-1.2
"""A discreet call is told to staff and to the visitor, and not called out in the room; who is fetched is said to be."""

from datetime import UTC, datetime

import pytest

from kolapp_contract.board import ViewName
from kolapp_contract.offline import IssuedOffline, as_in_0_1
from kolapp_contract.tickets import Need
from kolapp_server.domain import commands
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Kind, ProfileId, TicketId
from kolapp_server.live.feed import heard_by
from kolapp_server.services.branches import BranchWords
from kolapp_server.translate import views
from kolapp_server.translate.views import Surroundings
from tests.domain.halls import OPENING, after, new_day, small_rules

NAME = TicketId("01920000-0000-7000-8000-000000000001")
ROOM, STAFF = (ViewName.BOARD, ViewName.FACILITY), (ViewName.DESK, ViewName.MONITOR)


def called(*needs: str) -> tuple[views.Day, views.Ticket]:
    issued = commands.IssueTicket(NAME, ErrandId("e0"), Kind.WALK_IN, "sv", needs=needs, is_by_staff=True)
    sits = commands.OpenDesk(DeskId("d0"), ProfileId("p0"), ClerkId("c0"))
    day = after(new_day(small_rules()), OPENING, sits, issued, commands.CallNext(DeskId("d0")))
    return day, day.tickets[NAME]


def calls_heard(view: ViewName, *needs: str) -> list[dict[str, object]]:
    day, _ = called(*needs)
    return [call.model_dump(mode="json", exclude_none=True) for call in heard_by(view, views.recent_calls(day))]


def line(view: ViewName, *needs: str) -> dict[str, object]:
    day, ticket = called(*needs)
    around = Surroundings(OPENING, BranchWords("{}", {}))
    return views.ticket_line(view, day, ticket, around).model_dump(mode="json", exclude_none=True)


@pytest.mark.parametrize("view", ROOM)
def test_a_discreet_call_is_not_called_out(view: ViewName) -> None:
    assert calls_heard(view, "discreet") == []
    assert len(calls_heard(view, "sitting")) == 1
    told = line(view, "discreet")
    assert (told["state"], told["desk_id"], told["is_discreet"]) == ("called", "d0", True)


@pytest.mark.parametrize("view", STAFF)
def test_staff_hear_of_it(view: ViewName) -> None:
    assert [call["is_discreet"] for call in calls_heard(view, "discreet")] == [True]


def test_the_desk_sees_it_as_a_need_before_the_call() -> None:
    assert line(ViewName.DESK, "discreet", "fetch_me")["needs"] == ["discreet", "fetch_me"]


@pytest.mark.parametrize("view", [*ROOM, ViewName.VISITOR])
def test_who_is_fetched_is_told_so_and_no_other_need_is_said_in_the_room(view: ViewName) -> None:
    told = line(view, "fetch_me", "hearing")
    assert told["is_fetched"] is True
    assert "needs" not in told
    assert "is_fetched" not in line(view, "hearing")


def test_a_call_to_whom_somebody_comes_says_so() -> None:
    assert [call.get("is_fetched") for call in calls_heard(ViewName.BOARD, "fetch_me")] == [True]
    assert [call.get("is_fetched") for call in calls_heard(ViewName.BOARD)] == [None]


def test_a_server_of_release_0_1_is_told_of_the_visitor_without_the_need_that_it_does_not_know() -> None:
    entry = IssuedOffline(
        ticket_id=NAME, errand_id=None, language="sv", needs=(Need.SITTING, Need.DISCREET), number="K1-07",
        issued_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )  # fmt: skip
    told = as_in_0_1(entry)
    assert isinstance(told, IssuedOffline)
    assert told.needs == (Need.SITTING,)
