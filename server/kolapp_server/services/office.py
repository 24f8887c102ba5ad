# SPDX-License-Identifier: EUPL-1.2
"""What the office does: sets up a branch, stops and opens, says something on every screen."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from kolapp_server.domain import explaining, hours
from kolapp_server.domain.commands import Configure, LiftStop, PostNotice, StayOpen, StopIssuing, Tick
from kolapp_server.domain.explaining import ManualCalls
from kolapp_server.domain.refusals import Refusal
from kolapp_server.domain.rules import Rules
from kolapp_server.services.branches import NOTICE, STOP, Branches
from kolapp_server.store import branches as rows
from kolapp_server.store import journal
from kolapp_server.store.batch import Done
from kolapp_server.store.officers import OfficerRow
from kolapp_server.store.words import CatalogueRow, DeskAnswersRow, OfficersRow, TextRow


class NoPrinter(Refusal):
    """No printer can take it now. Write the number on a note instead."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a town says besides its catalogue: answers that staff alone can read, as JSON, and officers who can be asked for."""

    desk_answers: str = "{}"
    officers: tuple[OfficerRow, ...] = ()


NOTHING_BESIDE = Beside()


async def set_up_branch(
    branches: Branches,
    branch_id: str,
    rules: Rules,
    catalogue: Callable[[int], str],
    actor: str,
    beside: Beside = NOTHING_BESIDE,
) -> int:
    """The branch offers what `catalogue(version)` says, as JSON; `beside` too. Returns the version.

    All of it, or nothing.
    """
    now = branches.clock()
    version = 1 + await branches.read(lambda connection: rows.newest_version(connection, branch_id))
    numbered = replace(rules, version=version)
    row = CatalogueRow(branch_id, version, catalogue(version), now)
    also = (DeskAnswersRow(branch_id, version, beside.desk_answers), OfficersRow(branch_id, beside.officers))
    if version == 1:
        today = hours.service_day(now, rules.time_zone)
        await branches.writer.run(lambda connection: rows.create(connection, numbered, row, today, also))
        await branches.carry_out(branch_id, Tick(), _fresh_id(), actor)
    else:
        await branches.carry_out(branch_id, Configure(numbered), _fresh_id(), actor, (row, *also))
    await branches.read_words(branch_id)
    return version


async def stop_issuing(
    branches: Branches, branch_id: str, command: StopIssuing, text: str | None, request_id: str, actor: str
) -> Done:
    """No more visitors today for that errand, or at all; the kiosk says why."""
    key = STOP + (command.errand or "")
    return await branches.carry_out(branch_id, command, request_id, actor, (TextRow(branch_id, key, text or ""),))


async def lift_stop(branches: Branches, branch_id: str, command: LiftStop, request_id: str, actor: str) -> Done:
    """Visitors are taken again."""
    key = STOP + (command.errand or "")
    return await branches.carry_out(branch_id, command, request_id, actor, (TextRow(branch_id, key, ""),))


async def post_notice(branches: Branches, branch_id: str, text: str | None, request_id: str, actor: str) -> Done:
    """The message stands on kiosk, displays and pages; without a text it is gone."""
    command = PostNotice(has_text=bool(text))
    return await branches.carry_out(branch_id, command, request_id, actor, (TextRow(branch_id, NOTICE, text or ""),))


async def stay_open(branches: Branches, branch_id: str, until: datetime, request_id: str, actor: str) -> Done:
    """The branch is open today until then, whatever its hours say; at most until the day turns."""
    return await branches.carry_out(branch_id, StayOpen(until), request_id, actor)


async def manual_calls(branches: Branches, branch_id: str, service_day: date) -> ManualCalls:
    """How many calls of that day were out of turn, and why; small numbers are not told."""
    told = await branches.read(lambda connection: journal.day_told(connection, branch_id, service_day))
    return explaining.manual_calls(() if told is None else told[1])


def _fresh_id() -> str:
    return str(uuid.uuid4())
