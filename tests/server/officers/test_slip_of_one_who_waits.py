# SPDX-License-Identifier: EUPL-1.2
"""A copy of a slip that is printed after the officer has answered says when they come, while the visitor still waits."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from kolapp_contract.slip import Slip
from kolapp_server.domain.officers import Answer, Call, Purpose
from kolapp_server.translate.slips import with_officer

NOW = datetime(2026, 10, 14, 8, 24, tzinfo=UTC)
HERE = timezone(timedelta(hours=2))


def slip(ahead: int | None) -> Slip:
    return Slip(
        slip_id=UUID(int=1),
        language="sv",
        town="Ekvik",
        number="A041",
        ahead=ahead,
        local_time=NOW.astimezone(HERE),
        is_copy=True,
    )


def call(answer: Answer | None, coming_at: datetime | None = None) -> Call:
    return Call("c", "t", "bygglov", "bygglov", "bygg", Purpose.WAIT, NOW, NOW + timedelta(minutes=5), answer, NOW, coming_at)


def test_it_says_by_the_branchs_clock_when_the_officer_comes() -> None:
    found = with_officer(slip(2), call(Answer.COMING, NOW + timedelta(minutes=21)))
    assert found.met_at is not None
    assert f"{found.met_at:%H:%M}" == "10:45"


@pytest.mark.parametrize("said", [None, call(None), call(Answer.CANNOT), call(Answer.SILENT)])
def test_it_says_nothing_where_nobody_has_said_that_they_come(said: Call | None) -> None:
    assert with_officer(slip(2), said).met_at is None


def test_it_says_nothing_to_one_who_waits_no_more() -> None:
    assert with_officer(slip(None), call(Answer.COMING, NOW)).met_at is None
