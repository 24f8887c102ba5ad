# SPDX-License-Identifier: EUPL-1.2
"""Branches and what they offer, in words."""

from datetime import date

from sqlalchemy import Connection, insert, select

from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.events import BranchConfigured, DayStarted
from kolapp_server.domain.folding import fold_all
from kolapp_server.domain.rules import Rules
from kolapp_server.store import journal
from kolapp_server.store.rows import at_once
from kolapp_server.store.standing import desk_row, put_desks
from kolapp_server.store.tables import branches, catalogues
from kolapp_server.store.tables import journal as journal_table
from kolapp_server.store.words import CatalogueRow, Words, put_words


def exists(connection: Connection, branch_id: str) -> bool:
    """Whether that branch has been set up."""
    return connection.execute(select(branches.c.branch_id).where(branches.c.branch_id == branch_id)).first() is not None


def create(connection: Connection, rules: Rules, offered: CatalogueRow, service_day: date, also: tuple[Words, ...] = ()) -> Day:
    """A new branch: its journal begins with its rules and its first day. Raises `IntegrityError` if it exists."""
    branch_id, at = offered.branch_id, offered.at
    before = first_day(branch_id, rules, service_day, at)
    events = (BranchConfigured(at, rules), DayStarted(at, service_day))
    after = fold_all(before, events)
    row = {"branch_id": branch_id, "epoch": after.epoch, "seq": after.seq, "last_at": at}
    connection.execute(insert(branches).values(row))
    connection.execute(insert(journal_table), list(journal.rows(before, ((event, None) for event in events))))
    at_once(connection, lambda sheet: put_desks(sheet, [desk_row(desk, branch_id) for desk in after.desks.values()]))
    at_once(connection, lambda sheet: put_words(sheet, [offered, *also]))
    return after


def catalogue(connection: Connection, branch_id: str) -> str | None:
    """The newest version of what the branch offers, as JSON."""
    query = select(catalogues.c.body).where(catalogues.c.branch_id == branch_id)
    return connection.scalar(query.order_by(catalogues.c.version.desc()).limit(1))


def newest_version(connection: Connection, branch_id: str) -> int:
    """The number of the newest version; 0 for a branch without."""
    query = select(catalogues.c.version).where(catalogues.c.branch_id == branch_id)
    return connection.scalar(query.order_by(catalogues.c.version.desc()).limit(1)) or 0
