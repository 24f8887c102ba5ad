# SPDX-License-Identifier: EUPL-1.2
"""What was asked on the wire, as commands of the domain."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid5

from kolapp_contract import desk as wire
from kolapp_contract import tickets
from kolapp_server.domain import commands
from kolapp_server.domain.ticket import (
    ClerkId,
    ContactId,
    DeskId,
    DeviceId,
    ErrandId,
    Kind,
    Outcome,
    ProfileId,
    TicketId,
    TicketNumber,
)

KINDS = {kind: Kind(kind) for kind in tickets.Kind}


def ticket_id(given: UUID) -> TicketId:
    """A ticket's id as the domain writes it."""
    return TicketId(str(given))


def device_id(given: str | None) -> DeviceId | None:
    """A device's id as the domain writes it."""
    return None if given is None else DeviceId(given)


def issue(
    given: UUID, body: tickets.IssueTicket, device: str | None, *, is_by_staff: bool, contact: str | None = None
) -> commands.IssueTicket:
    """A ticket for a visitor, who comes back with `contact` or with nothing."""
    return commands.IssueTicket(
        ticket_id(given),
        None if body.errand_id is None else ErrandId(body.errand_id),
        KINDS[body.kind],
        body.language,
        needs=tuple([need.value for need in body.needs]),
        device=device_id(device),
        is_by_staff=is_by_staff,
        first_touch_at=body.first_touch_at,
        further_errands=tuple(map(ErrandId, body.further_errands)),
        contact=None if contact is None else ContactId(contact),
    )


def call_next(desk_id: str, body: wire.CallNext) -> commands.CallNext:
    """The next visitor to that desk."""
    is_told = body.offline_number is None
    return commands.CallNext(
        DeskId(desk_id),
        None if body.ticket_id is None else ticket_id(body.ticket_id),
        None if body.reason is None else body.reason.value,
        None if body.finish is None else Outcome(body.finish),
        offline_number=None if body.offline_number is None else TicketNumber(body.offline_number),
        # Made from the order's own id, so that the same order makes the same ticket.
        placeholder=None if is_told else ticket_id(uuid5(body.request_id, "placeholder")),
    )


class MissingField(ValueError):
    """A step lacks what it needs. `field` is its name in the body."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def step(given: UUID, which: wire.Step, body: wire.StepRequest) -> commands.TicketCommand | commands.Cancel:
    """A step of a ticket. Raises `MissingField` where the body lacks what that step needs."""
    ticket = ticket_id(given)
    if which is wire.Step.RETURN:
        return commands.Return(ticket, body.same_desk)
    if which is wire.Step.CANCEL:
        return commands.Cancel(ticket)
    if body.desk_id is None:
        raise MissingField("desk_id")
    desk = DeskId(body.desk_id)
    if which is wire.Step.TRANSFER:
        return _transfer(ticket, desk, body)
    if which is wire.Step.FINISH:
        if body.outcome is None:
            raise MissingField("outcome")
        return commands.Finish(ticket, desk, Outcome(body.outcome))
    return _PLAIN_STEPS[which](ticket, desk)


_PlainStep = commands.Recall | commands.Start | commands.Park | commands.Resume | commands.MarkAbsent | commands.Undo
_PLAIN_STEPS: dict[wire.Step, Callable[[TicketId, DeskId], _PlainStep]] = {
    wire.Step.RECALL: commands.Recall,
    wire.Step.START: commands.Start,
    wire.Step.PARK: commands.Park,
    wire.Step.RESUME: commands.Resume,
    wire.Step.ABSENT: commands.MarkAbsent,
    wire.Step.UNDO: commands.Undo,
}


def _transfer(ticket: TicketId, desk: DeskId, body: wire.StepRequest) -> commands.Transfer:
    if body.errand_id is None:
        raise MissingField("errand_id")
    return commands.Transfer(
        ticket,
        desk,
        ErrandId(body.errand_id),
        None if body.to_desk_id is None else DeskId(body.to_desk_id),
        to_clerk=None if body.to_clerk_id is None else ClerkId(body.to_clerk_id),
        checked=body.checked,
        prepare=None if body.prepare_minutes is None else timedelta(minutes=body.prepare_minutes),
        language=body.language,
        needs=None if body.needs is None else tuple(need.value for need in body.needs),
        has_note=bool(body.note),
    )


def plan_break(desk_id: str, body: wire.PlanBreak) -> commands.PlanBreak:
    """The desk takes nobody then. Raises `MissingField` where it would end before it begins."""
    if body.ends_at <= body.begins_at:
        raise MissingField("ends_at")
    return commands.PlanBreak(DeskId(desk_id), body.begins_at, body.ends_at)


def plan_opening(desk_id: str, body: wire.PlanOpening) -> commands.PlanOpening | commands.DropOpening:
    """When the closed desk opens, or that it does not. Raises `MissingField` without a profile to open with."""
    if body.opens_at is None:
        return commands.DropOpening(DeskId(desk_id))
    if body.profile_id is None:
        raise MissingField("profile_id")
    return commands.PlanOpening(DeskId(desk_id), ProfileId(body.profile_id), body.opens_at)


def open_desk(desk_id: str, body: wire.OpenDesk, clerk_id: str, languages: tuple[str, ...] = ()) -> commands.OpenDesk:
    """The clerk, who speaks those languages, sits down."""
    return commands.OpenDesk(DeskId(desk_id), ProfileId(body.profile_id), ClerkId(clerk_id), languages)
