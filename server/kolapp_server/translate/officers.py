# SPDX-License-Identifier: EUPL-1.2
"""Officers as each asker may see them. A name crosses the wire to a kiosk only where the town shows it."""

import json
from collections.abc import Iterable
from uuid import UUID

from kolapp_contract import officers as wire
from kolapp_contract.board import ViewName
from kolapp_server.domain.officers import Answer, Call, Reached, Status
from kolapp_server.store.officers import OfficerRow
from kolapp_server.town import branch as file


def officers_of(town: file.Town) -> tuple[OfficerRow, ...]:
    """The town's officers as rows of the table of words."""
    names = {unit.unit_id: dict(unit.names) for unit in town.units}
    return tuple(
        OfficerRow(
            branch_id=town.branch_id,
            officer_id=officer.officer_id,
            place=place,
            unit_id=officer.unit_id,
            unit_names=json.dumps(names[officer.unit_id], ensure_ascii=False),
            function=json.dumps(dict(officer.function), ensure_ascii=False),
            hours=json.dumps(dict(officer.hours), ensure_ascii=False),
            errand=officer.errand,
            deputy=officer.deputy or None,
            answer_within_s=officer.answer_minutes * 60,
            name=officer.name or None,
            is_name_shown=officer.is_name_shown,
            clerk=officer.clerk or None,
            calendar=officer.calendar or None,
            email=officer.email or None,
            webhook=officer.webhook or None,
        )
        for place, officer in enumerate(town.officers)
    )


def directory(
    found: Iterable[tuple[OfficerRow, Status]], clerk: str | None, bookable: frozenset[str] = frozenset()
) -> wire.OfficerDirectory:
    """The branch's officers with where they are. `clerk` is who asks, if somebody of the staff does; then names are told.

    A time can be booked with those whose errand is among the `bookable`.
    """
    units: dict[str, wire.Unit] = {}
    lines = []
    for row, status in found:
        units.setdefault(row.unit_id, wire.Unit(unit_id=row.unit_id, names=json.loads(row.unit_names)))
        lines.append(_officer(row, status, clerk, can_book=row.errand in bookable))
    return wire.OfficerDirectory(units=tuple(units.values()), officers=tuple(lines))


def _officer(row: OfficerRow, status: Status, clerk: str | None, *, can_book: bool) -> wire.Officer:
    return wire.Officer(
        officer_id=row.officer_id,
        unit_id=row.unit_id,
        function=json.loads(row.function),
        name=row.name if row.is_name_shown or clerk is not None else None,
        hours=json.loads(row.hours),
        errand_id=row.errand,
        presence=wire.Presence(status.presence),
        until=status.until,
        is_by_hand=status.is_by_hand,
        is_me=clerk is not None and row.clerk == clerk,
        can_book=can_book,
    )


def officer_line(view: ViewName, call: Call | None) -> wire.OfficerLine | None:
    """What the role may know: at desks all of it, the visitor what was answered, the waiting room that somebody is coming."""
    if call is None or view not in (ViewName.DESK, ViewName.VISITOR, ViewName.BOARD):
        return None
    if view is ViewName.BOARD:
        is_coming = call.answer is Answer.COMING
        return wire.OfficerLine(answer=wire.OfficerAnswer.COMING, coming_at=call.coming_at) if is_coming else None
    answer = None if call.answer is None else wire.OfficerAnswer(call.answer)
    is_deputy = call.officer != call.asked_for
    line = wire.OfficerLine(
        answer=answer, coming_at=call.coming_at, is_deputy=is_deputy, purpose=wire.OfficerPurpose(call.purpose)
    )
    if view is ViewName.VISITOR:
        return line
    more = {"call_id": UUID(call.call_id), "officer_id": call.officer, "asked_for": call.asked_for, "told_at": call.told_at}
    return line.model_copy(update=more)


def figures(days: int, reached: Iterable[Reached]) -> wire.OfficerFigures:
    """Reachability, unit by unit."""
    lines = (
        wire.UnitReached(
            unit_id=each.unit, told=each.told, answered=each.answered, prompt=each.prompt, median_seconds=each.median_seconds
        )
        for each in reached
    )
    return wire.OfficerFigures(days=days, units=tuple(lines))
