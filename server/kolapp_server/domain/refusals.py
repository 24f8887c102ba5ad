# SPDX-License-Identifier: EUPL-1.2
"""When the queue says no. An expected answer, not a fault: it changes nothing, and says what would have to be otherwise.

Refusal
    StepNotAllowed         the ticket is not where that step begins
    RecallFirst            a visitor is called twice before counting as absent
    OutcomeNeeded          the visit at this desk has no outcome yet, so the next cannot be called
    VisitOpen              the desk cannot close or pause with a visitor
    NotWaiting             the ticket to be called out of turn does not wait
    ReasonNeeded           a call out of turn wants a reason
    WrongDesk              the ticket is with another desk
    ClerkAway              the person sits at no desk, or at one that does not take the errand
    TooManyErrands         more errands for one number than a visit has room for
    NotAsked               nobody has asked this desk to join the visit
    VisitJoined            the desk takes part in another desk's visit
    DeskBusy               the desk that is asked to join cannot: closed, or at it already
    DeskClosed             nobody has opened this desk
    DeskTaken              another clerk sits there
    DeskPaused             the desk pauses
    UnknownTicket, UnknownErrand, UnknownDesk, UnknownProfile, UnknownHelp, UnknownItem (of a checklist)
    TicketTaken            the id was used for another visit, or cancelled before it arrived
    ErrandStopped          no more visitors for that errand today
    BranchClosed           outside the opening hours, or stopped for today
    SeriesFull             9999 numbers of one letter in a day
"""

from datetime import datetime


class Refusal(Exception):
    """The queue says no. Each kind is a class of its own, so that callers can tell them apart."""


class StepNotAllowed(Refusal):
    """That step is not allowed where the ticket stands now."""


class RecallFirst(Refusal):
    """Call the number once more before the visitor counts as absent."""


class OutcomeNeeded(Refusal):
    """Say how the visit at this desk went before calling the next."""


class VisitOpen(Refusal):
    """A visitor is at this desk. End, park or hand over the visit first."""


class NotWaiting(Refusal):
    """That visitor does not wait any more."""


class ReasonNeeded(Refusal):
    """A call out of turn wants a reason."""


class WrongDesk(Refusal):
    """That visitor is with another desk."""


class ClerkAway(Refusal):
    """That person sits at no desk with the errand now. Hand over to the team instead."""


class TooManyErrands(Refusal):
    """One number has room for six errands. Take a new ticket for the others."""


class NotAsked(Refusal):
    """Nobody asks this desk to join that visit any more."""


class VisitJoined(Refusal):
    """This desk takes part in another desk's visit. Leave it first."""


class DeskBusy(Refusal):
    """That desk cannot be asked to join: it is closed, or at it already."""


class DeskClosed(Refusal):
    """This desk is not open. Choose desk and profile first."""


class DeskTaken(Refusal):
    """Another clerk is signed in at this desk."""


class DeskPaused(Refusal):
    """This desk pauses. End the pause first."""


class UnknownTicket(Refusal):
    """There is no such ticket today."""


class UnknownErrand(Refusal):
    """There is no such errand."""


class UnknownDesk(Refusal):
    """There is no such desk."""


class UnknownProfile(Refusal):
    """There is no such profile."""


class UnknownHelp(Refusal):
    """That help is over."""


class UnknownItem(Refusal):
    """That is not on the errand's checklist."""


class TicketTaken(Refusal):
    """That ticket was cancelled before it was issued, or its id belongs to another visit."""


class ErrandStopped(Refusal):
    """No more visitors are taken for that errand today."""


class SeriesFull(Refusal):
    """All numbers of that letter are used today."""


class BranchClosed(Refusal):
    """The reception is closed."""

    def __init__(self, opens_at: datetime | None = None) -> None:
        super().__init__()
        self.opens_at = opens_at
