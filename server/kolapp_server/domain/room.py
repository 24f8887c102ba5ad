# SPDX-License-Identifier: EUPL-1.2
"""How many are in the waiting room, and whether that is all that it holds.

Who waits counts, and who was called and has not reached the desk; not whoever said that they wait elsewhere. A room that is full
is full until a tenth of it is free again: one who goes and one who comes ring no bell.
"""

from dataclasses import dataclass

from kolapp_server.domain.day import Day
from kolapp_server.domain.ticket import Status

FREE_AGAIN = 0.9


@dataclass(frozen=True, slots=True)
class Room:
    """`waiting` are in the room, `at_desks` are visitors at desks, `elsewhere` wait somewhere else."""

    waiting: int = 0
    at_desks: int = 0
    elsewhere: int = 0
    is_full: bool = False


NOBODY = Room()


def counted(day: Day, *, was_full: bool) -> Room:
    """The room as it is now."""
    at_desk = [day.tickets[desk.ticket].status for desk in day.desks.values() if desk.ticket is not None]
    elsewhere = sum(day.tickets[who].status is Status.WAITING for who in day.elsewhere)
    waiting = day.waiting() - elsewhere + at_desk.count(Status.CALLED)
    at_desks = at_desk.count(Status.SERVING)
    return Room(waiting, at_desks, elsewhere, is_full=_is_full(waiting, day.rules.room_limit, was_full=was_full))


def _is_full(waiting: int, limit: int | None, *, was_full: bool) -> bool:
    if limit is None:
        return False
    return waiting >= limit or (was_full and waiting > limit * FREE_AGAIN)
