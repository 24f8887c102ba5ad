# SPDX-License-Identifier: EUPL-1.2
"""Answers, cards and figures of the way in, as they cross the wire."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from kolapp_contract import entrance as wire
from kolapp_contract.catalogue import Answer, Catalogue, Errand, Lane
from kolapp_contract.contacts import Channel
from kolapp_contract.offline import Issued
from kolapp_contract.tickets import IssueTicket, Way
from kolapp_server.domain import explaining
from kolapp_server.domain.entrance import Straightness
from kolapp_server.domain.ticket import ErrandId
from kolapp_server.services.entrance import Figures, Kinds
from kolapp_server.store.cards import CardRow
from kolapp_server.store.words import WayRow
from kolapp_server.translate.towns import DESK_ANSWERS


def answers(catalogue: Catalogue, desk_answers: str, today: date) -> wire.Answers:
    """The public answers and those for staff alone, in the catalogue's order."""
    internal = DESK_ANSWERS.validate_json(desk_answers)
    return wire.Answers(answers=tuple(_answers(catalogue, internal, today)))


def _answers(catalogue: Catalogue, internal: Mapping[str, Answer], today: date) -> Iterable[wire.AnswerCard]:
    for errand in errands_of(catalogue):
        answer = errand.answer or internal.get(errand.errand_id)
        if answer is not None:
            yield wire.AnswerCard(
                errand_id=errand.errand_id,
                texts=answer.texts,
                owner=answer.owner,
                review_by=answer.review_by,
                link=answer.link,
                is_public=errand.answer is not None,
                is_stale=answer.review_by < today,
            )


def errands_of(catalogue: Catalogue) -> tuple[Errand, ...]:
    """Every errand of the catalogue."""
    return tuple(errand for group in catalogue.groups for errand in group.errands)


def kinds(catalogue: Catalogue) -> Kinds:
    """What the figures must know of the errands."""
    errands = errands_of(catalogue)
    return Kinds(
        frozenset(ErrandId(e.errand_id) for e in errands if e.lane is Lane.SPECIALIST),
        frozenset(ErrandId(e.errand_id) for e in errands if e.is_digital_help),
        {e.errand_id: timedelta(minutes=e.target_minutes) for e in errands},
    )


def way(ticket_id: UUID, branch_id: str, body: IssueTicket | Issued, now: datetime) -> WayRow | None:
    """How a ticket went straight to a specialist; None for one that did not."""
    if body.way is None or body.errand_id is None:
        return None
    holder = body.holder_id if body.way is Way.CARD else None
    return WayRow(str(ticket_id), branch_id, body.way.value, holder, body.errand_id, now)


def card(row: CardRow) -> wire.Card:
    """A card as the office knows it."""
    return wire.Card(
        card_id=UUID(row.card_id), number=row.number, holder_id=row.holder, made_at=row.made_at, revoked_at=row.revoked_at
    )


def figures(found: Figures) -> wire.EntranceFigures:
    """The figures, with what may not be told left out."""
    detours, digital = found.detours, found.digital_help
    return wire.EntranceFigures(
        since=found.since,
        until=found.until,
        ways=tuple(_way(way, holder, straight) for (way, holder), straight in found.ways.items()),
        detours=wire.DetourFigure(
            visits=_told(detours.visits), by_guide=_told(detours.by_guide), median_minutes_before=detours.median_minutes_before
        ),
        answers=tuple(
            wire.ReadFigure(errand_id=errand, opened=_told(count.opened), enough=_told(count.enough))
            for errand, count in found.answers.items()
        ),
        channels=tuple(
            wire.ChannelFigure(channel=Channel(name), contacts=_told(count)) for name, count in found.channels.items()
        ),
        digital_help=wire.DigitalFigure(visits=_told(digital.visits), median_minutes=digital.median_minutes),
    )


def _way(way: str, holder: str | None, straight: Straightness) -> wire.WayFigure:
    return wire.WayFigure(
        way=Way(way),
        holder_id=holder,
        tickets=_told(straight.tickets),
        ready=_told(straight.ready),
        median_minutes=straight.median_minutes,
        p90_minutes=straight.p90_minutes,
    )


def _told(told: explaining.Told) -> wire.Told:
    return wire.Told(count=told.count, is_few=told.is_few)
