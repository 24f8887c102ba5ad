# SPDX-License-Identifier: EUPL-1.2
"""A ticket: one visitor's place, its number, and the steps that are allowed. The diagram in the README is made from `STEPS`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, NewType

from kolapp_server.domain.changing import made_at_once

TicketId = NewType("TicketId", str)
TicketNumber = NewType("TicketNumber", str)
ErrandId = NewType("ErrandId", str)
DeskId = NewType("DeskId", str)
ProfileId = NewType("ProfileId", str)
ClerkId = NewType("ClerkId", str)
DeviceId = NewType("DeviceId", str)
ContactId = NewType("ContactId", str)


class Status(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    ABSENT = "absent"
    DONE = "done"
    CANCELLED = "cancelled"
    LEFT = "left"


class Kind(StrEnum):
    """What decides a leg's head start."""

    WALK_IN = "walk_in"
    PRIORITY = "priority"
    BOOKED = "booked"
    RETURNING = "returning"


class Outcome(StrEnum):
    """How a leg ended."""

    SOLVED = "solved"
    PROMISED = "promised"
    HANDED_OVER = "handed_over"
    REFERRED = "referred"
    BOOKED = "booked"
    WRONG_LANE = "wrong_lane"
    LEFT = "left"


class Step(StrEnum):
    """What may be done with a ticket."""

    CALL = "call"
    RECALL = "recall"
    START = "start"
    PARK = "park"
    RESUME = "resume"
    TRANSFER = "transfer"
    ABSENT = "absent"
    RETURN = "return"
    FINISH = "finish"
    CANCEL = "cancel"
    UNDO = "undo"
    END_DAY = "end_day"


OPEN = (Status.WAITING, Status.CALLED, Status.SERVING, Status.PARKED, Status.ABSENT)
ACTIVE = (Status.CALLED, Status.SERVING)

STEPS: dict[tuple[Status, Step], tuple[Status, ...]] = {
    (Status.WAITING, Step.CALL): (Status.CALLED,),
    (Status.CALLED, Step.RECALL): (Status.CALLED,),
    (Status.CALLED, Step.START): (Status.SERVING,),
    (Status.CALLED, Step.UNDO): (Status.WAITING,),
    (Status.CALLED, Step.ABSENT): (Status.ABSENT, Status.CANCELLED),
    (Status.CALLED, Step.FINISH): (Status.DONE, Status.WAITING),
    (Status.CALLED, Step.TRANSFER): (Status.WAITING,),
    (Status.SERVING, Step.TRANSFER): (Status.WAITING,),
    (Status.SERVING, Step.PARK): (Status.PARKED,),
    (Status.SERVING, Step.FINISH): (Status.DONE, Status.WAITING),
    (Status.PARKED, Step.RESUME): (Status.SERVING, Status.WAITING),
    (Status.ABSENT, Step.RETURN): (Status.WAITING,),
    (Status.WAITING, Step.CANCEL): (Status.CANCELLED,),
    (Status.CALLED, Step.CANCEL): (Status.CANCELLED,),
    (Status.PARKED, Step.CANCEL): (Status.CANCELLED,),
    (Status.ABSENT, Step.CANCEL): (Status.CANCELLED,),
    **{(status, Step.END_DAY): (Status.LEFT,) for status in OPEN},
}
"""Which step is allowed where, and where it may lead. A step that is not here is refused."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What came with a leg that was handed over. `checked` are codes of the errand's checklist; `clerk` for one person alone.

    `is_complete` is what the one who met the visitor said of it: all was there, or something was missing.
    """

    desk: DeskId
    checked: tuple[str, ...] = ()
    clerk: ClerkId | None = None
    is_complete: bool | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """A visit with others at it: the desks that have joined it, and the desk, or the errand whose desks, that is asked to."""

    desks: tuple[DeskId, ...] = ()
    asked_desk: DeskId | None = None
    asked_errand: ErrandId | None = None


class Turn(NamedTuple):
    """When a leg's turn is: the earliest is called. `seq`, the journal number of its coming into being, breaks ties."""

    time: datetime
    seq: int


@made_at_once
@dataclass(frozen=True, slots=True)
class Leg:
    """One errand of a ticket at one stretch. A binding ends at `bound_until` for all.

    `opens_at` is when it may be called: shortly before a booked time, or when somebody has prepared for it.
    """

    errand: ErrandId
    kind: Kind
    turn: Turn
    arrived_at: datetime
    opens_at: datetime | None = None
    booked_at: datetime | None = None
    bound_desk: DeskId | None = None
    bound_until: datetime | None = None
    hand_over: HandOver | None = None

    def is_open(self, desk: DeskId, now: datetime) -> bool:
        """Whether `desk` may call it now: its time has come, and it is bound to no other desk."""
        return self.is_free_for(desk, now) and (self.opens_at is None or self.opens_at <= now)

    def is_free_for(self, desk: DeskId, now: datetime) -> bool:
        """Whether no other desk holds it."""
        return self.bound_desk is None or self.bound_desk == desk or (self.bound_until is not None and self.bound_until <= now)

    def may_be_early(self, desk: DeskId, now: datetime) -> bool:
        """Whether a desk with nobody else may call it ahead of its time: a booked visitor, never one who is prepared for."""
        return self.booked_at is not None and self.is_free_for(desk, now)

    def is_prepared_for(self, now: datetime) -> bool:
        """Whether somebody prepares for it still."""
        return self.booked_at is None and self.opens_at is not None and self.opens_at > now


@made_at_once
@dataclass(frozen=True)
class Ticket:
    """One visitor's place. `since` is when its status began; `desk` where it is active or was parked.

    `further` are the errands that come after this one, under the same number; `has_note` whether something was written for
    the next desk.
    """

    ticket_id: TicketId
    number: TicketNumber
    status: Status
    leg: Leg
    language: str
    issued_at: datetime
    since: datetime
    has_priority: bool = False
    needs: tuple[str, ...] = ()
    desk: DeskId | None = None
    device: DeviceId | None = None
    called_at: datetime | None = None
    times_called: int = 0
    absences: int = 0
    legs: int = 1
    outcome: Outcome | None = None
    first_called_at: datetime | None = None
    first_touch_at: datetime | None = None
    contact: ContactId | None = None
    further: tuple[ErrandId, ...] = ()
    joint: Joint | None = None
    has_note: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the visit goes on."""
        return self.status in OPEN


def is_allowed(status: Status, step: Step) -> bool:
    """Whether a ticket in `status` may take `step`."""
    return (status, step) in STEPS
