# SPDX-License-Identifier: EUPL-1.2
"""What is asked of a visit that goes on, as commands of the domain; and what came along with it, on the wire."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from kolapp_contract import visits as wire
from kolapp_contract.tickets import Need
from kolapp_server.domain import visit_commands as commands
from kolapp_server.domain.language_figures import LanguageVisits
from kolapp_server.domain.quality import ErrandQuality, Quality
from kolapp_server.domain.ticket import DeskId, ErrandId, Status, Ticket
from kolapp_server.store.visits import Visits
from kolapp_server.store.words import NoteRow
from kolapp_server.translate.answers import notes_on_wire
from kolapp_server.translate.orders import MissingField, ticket_id


def mark(given: UUID, body: wire.MarkHandOver) -> commands.MarkHandOver:
    """Whether all was there."""
    return commands.MarkHandOver(ticket_id(given), DeskId(body.desk_id), body.is_complete)


def prepare(given: UUID, body: wire.Prepare) -> commands.Prepare:
    """Nobody calls for so long."""
    return commands.Prepare(ticket_id(given), DeskId(body.desk_id), timedelta(minutes=body.minutes))


def plan_errands(given: UUID, body: wire.PlanErrands) -> commands.PlanErrands:
    """What comes after."""
    return commands.PlanErrands(ticket_id(given), DeskId(body.desk_id), tuple(map(ErrandId, body.errand_ids)))


def join(given: UUID, body: wire.JoinVisit) -> commands.JointCommand:
    """A step of a joint call. Raises `MissingField` where it is not said who is asked."""
    ticket, desk = ticket_id(given), DeskId(body.desk_id)
    match body.what:
        case wire.Joining.JOIN:
            return commands.JoinVisit(ticket, desk)
        case wire.Joining.LEAVE:
            return commands.LeaveVisit(ticket, desk)
        case wire.Joining.END:
            return commands.EndAsking(ticket, desk)
        case wire.Joining.ASK:
            if body.to_desk_id is None and body.errand_id is None:
                raise MissingField("to_desk_id")
            to_desk = None if body.to_desk_id is None else DeskId(body.to_desk_id)
            return commands.AskToJoin(ticket, desk, to_desk, None if body.errand_id is None else ErrandId(body.errand_id))


def sheet(ticket: Ticket, notes: Iterable[NoteRow]) -> wire.HandOverSheet:
    """What somebody reads before the call."""
    leg, handed = ticket.leg, ticket.leg.hand_over
    return wire.HandOverSheet(
        ticket_id=UUID(ticket.ticket_id),
        number=ticket.number,
        errand_id=leg.errand,
        language=ticket.language,
        needs=tuple(Need(need) for need in ticket.needs),
        from_desk_id=handed.desk if handed else None,
        checked=handed.checked if handed else (),
        is_complete=handed.is_complete if handed else None,
        opens_at=leg.opens_at if ticket.status is Status.WAITING else None,
        further_errand_ids=ticket.further,
        notes=notes_on_wire(notes),
    )


def figures(told: Quality, visits: Visits) -> wire.HandOverFigures:
    """How good the hand-overs were."""
    return wire.HandOverFigures(
        since=visits.since,
        visits=visits.visits,
        legs=visits.legs,
        **_counted(told.all_errands),
        by_errand=tuple(_of_errand(each) for each in told.by_errand),
    )


def _of_errand(each: ErrandQuality) -> wire.ErrandHandOvers:
    return wire.ErrandHandOvers(errand_id=each.errand, **_counted(each))


def _counted(each: ErrandQuality) -> dict[str, int | bool | None]:
    is_few = each.handed_over.is_few or each.judged.is_few
    return {
        "handed_over": each.handed_over.count,
        "judged": each.judged.count,
        "complete": each.complete,
        "is_few": is_few,
    }


def languages_met(since: datetime, told: tuple[LanguageVisits, ...]) -> wire.LanguagesMet:
    """How often somebody spoke the visitor's language."""
    lines = (wire.LanguageMet(language=one.language, visits=one.visits, met=one.met, is_few=one.is_few) for one in told)
    return wire.LanguagesMet(since=since, by_language=tuple(lines))
