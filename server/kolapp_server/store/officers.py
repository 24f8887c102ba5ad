# SPDX-License-Identifier: EUPL-1.2
"""Officers, where they are, what they were told and what is still to be sent to them."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, insert, select, update
from sqlalchemy import Row as SqlRow

from kolapp_server.domain.officers import Answer, ByHand, Calendar, Call, Presence, Purpose, Stretch
from kolapp_server.store.officer_tables import officer_calendars, officer_calls, officer_hands, officer_mail, officers
from kolapp_server.store.rows import put
from kolapp_server.store.tables import EPOCH, MICROSECOND, to_microseconds


@dataclass(frozen=True, slots=True)
class OfficerRow:
    """An officer as the town's file has them. Texts are JSON by language; the name and the addresses are words."""

    branch_id: str
    officer_id: str
    place: int
    unit_id: str
    unit_names: str
    function: str
    hours: str
    errand: str
    deputy: str | None
    answer_within_s: int
    name: str | None = None
    is_name_shown: bool = False
    clerk: str | None = None
    calendar: str | None = None
    email: str | None = None
    webhook: str | None = None


@dataclass(frozen=True, slots=True)
class CallRow:
    """An officer is told of a visitor. `link_hash` is what opens the link, None once it has answered or where there is none."""

    call_id: str
    branch_id: str
    ticket_id: str
    officer_id: str
    asked_for: str
    unit_id: str
    purpose: str
    told_at: datetime
    answer_by: datetime
    answer: str | None = None
    answered_at: datetime | None = None
    coming_at: datetime | None = None
    link_hash: bytes | None = None

    @property
    def text(self) -> str:
        """What makes a request another one, where the same ticket is asked for again."""
        return f"{self.asked_for}:{self.purpose}"

    def call(self) -> Call:
        """The same, as the domain knows it."""
        answer = None if self.answer is None else Answer(self.answer)
        return Call(
            self.call_id, self.ticket_id, self.officer_id, self.asked_for, self.unit_id, Purpose(self.purpose),
            self.told_at, self.answer_by, answer, self.answered_at, self.coming_at,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailRow:
    """Something to send by `channel`: email or webhook. It is sent at `due_at`, and not at all where that is None."""

    mail_id: str
    branch_id: str
    call_id: str
    channel: str
    desk_id: str | None
    secret: str | None
    made_at: datetime
    due_at: datetime | None
    tries: int = 0
    result: str | None = None


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """What was found when an officer's calendar was last asked for."""

    branch_id: str
    officer_id: str
    tried_at: datetime
    calendar: Calendar
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of the officers of all branches since a moment."""

    officers: tuple[OfficerRow, ...]
    hands: dict[tuple[str, str], ByHand]
    calendars: dict[tuple[str, str], CalendarRow]
    calls: tuple[CallRow, ...]


def put_officers(connection: Connection, branch_id: str, rows: Iterable[OfficerRow]) -> None:
    """The branch has exactly these officers; what was known of others is gone with them."""
    found = list(rows)
    kept = [row.officer_id for row in found]
    for table in (officers, officer_hands, officer_calendars):
        is_gone = and_(table.c.branch_id == branch_id, table.c.officer_id.not_in(kept))
        connection.execute(delete(table).where(is_gone))
    put(
        connection,
        officers,
        [{**asdict(row), "is_name_shown": int(row.is_name_shown)} for row in found],
        ("branch_id", "officer_id"),
    )


def read_known(connection: Connection, since: datetime) -> Known:
    """Officers in the town's order, and the calls that were made after `since`."""
    everyone = connection.execute(select(officers).order_by(officers.c.branch_id, officers.c.place))
    made = connection.execute(select(officer_calls).where(officer_calls.c.told_at > since).order_by(officer_calls.c.told_at))
    return Known(
        tuple(OfficerRow(**{**row._mapping, "is_name_shown": bool(row.is_name_shown)}) for row in everyone),
        {(row.branch_id, row.officer_id): _by_hand(row) for row in connection.execute(select(officer_hands))},
        {(row.branch_id, row.officer_id): _calendar(row) for row in connection.execute(select(officer_calendars))},
        tuple(CallRow(**row._mapping) for row in made),
    )


def _by_hand(row: SqlRow[Any]) -> ByHand:
    return ByHand(Presence(row.presence), row.until, row.ends)


def _calendar(row: SqlRow[Any]) -> CalendarRow:
    busy = tuple(Stretch(_instant(begins), _instant(ends)) for begins, ends in json.loads(row.busy))
    return CalendarRow(row.branch_id, row.officer_id, row.tried_at, Calendar(row.read_at, busy), row.fault)


def _instant(microseconds: int) -> datetime:
    return EPOCH + microseconds * MICROSECOND


def put_hand(connection: Connection, branch_id: str, officer_id: str, said: ByHand | None) -> None:
    """That is where the officer is; with None the calendar speaks again."""
    is_it = and_(officer_hands.c.branch_id == branch_id, officer_hands.c.officer_id == officer_id)
    connection.execute(delete(officer_hands).where(is_it))
    if said is not None:
        row = {"branch_id": branch_id, "officer_id": officer_id, "presence": said.presence.value}
        connection.execute(insert(officer_hands).values(**row, until=said.until, ends=said.ends))


def put_calendars(connection: Connection, rows: Iterable[CalendarRow]) -> None:
    """What was found in calendars; an officer who has left the town's file meanwhile is not brought back by this."""
    values = [
        {
            "branch_id": row.branch_id,
            "officer_id": row.officer_id,
            "tried_at": row.tried_at,
            "read_at": row.calendar.read_at,
            "fault": row.fault,
            "busy": json.dumps([[to_microseconds(each.begins), to_microseconds(each.ends)] for each in row.calendar.busy]),
        }
        for row in rows
    ]
    put(connection, officer_calendars, values, ("branch_id", "officer_id"))


def add_call(connection: Connection, call: CallRow, mails: Iterable[MailRow]) -> bool:
    """The officer is told. False, and nothing is written, where that call was made before."""
    if call_of(connection, call.call_id) is not None:
        return False
    connection.execute(insert(officer_calls).values(**asdict(call)))
    values = [asdict(mail) for mail in mails]
    if values:
        connection.execute(insert(officer_mail), values)
    return True


def call_of(connection: Connection, call_id: str) -> CallRow | None:
    """The call of that id."""
    row = connection.execute(select(officer_calls).where(officer_calls.c.call_id == call_id)).one_or_none()
    return None if row is None else CallRow(**row._mapping)


def calls_since(connection: Connection, branch_id: str, since: datetime) -> list[CallRow]:
    """The branch's calls after that moment, for its figures."""
    query = select(officer_calls).where(officer_calls.c.branch_id == branch_id, officer_calls.c.told_at > since)
    return [CallRow(**row._mapping) for row in connection.execute(query)]


def answer_call(connection: Connection, answered: Call, *, by_link: bool) -> bool:
    """The answer stands, and the link is spent. False where the link was spent before; a desk may always answer."""
    change = update(officer_calls).where(officer_calls.c.call_id == answered.call_id)
    if by_link:
        change = change.where(officer_calls.c.link_hash.is_not(None))
    values = {
        "answer": answered.answer,
        "answered_at": answered.answered_at,
        "coming_at": answered.coming_at,
        "link_hash": None,
    }
    return connection.execute(change.values(**values)).rowcount > 0


def fall_silent(connection: Connection, call_id: str) -> bool:
    """Nobody has answered that call in time. False where somebody has after all. The link answers still."""
    change = update(officer_calls).where(officer_calls.c.call_id == call_id, officer_calls.c.answer.is_(None))
    return connection.execute(change.values(answer=Answer.SILENT.value)).rowcount > 0


def due_mail(connection: Connection, now: datetime, limit: int) -> list[MailRow]:
    """What is to be sent now, the oldest first."""
    query = select(officer_mail).where(officer_mail.c.due_at <= now).order_by(officer_mail.c.due_at).limit(limit)
    return [MailRow(**row._mapping) for row in connection.execute(query)]


def put_mail_off(connection: Connection, mail_id: str, until: datetime, tries: int) -> None:
    """It is not sent again before `until`: written down before the sending, so that two tries never meet."""
    change = update(officer_mail).where(officer_mail.c.mail_id == mail_id)
    connection.execute(change.values(due_at=until, tries=tries))


def end_mail(connection: Connection, mail_id: str, result: str) -> None:
    """It has been sent, or never will be. The link's secret is not kept any longer."""
    connection.execute(
        update(officer_mail).where(officer_mail.c.mail_id == mail_id).values(due_at=None, result=result, secret=None)
    )
