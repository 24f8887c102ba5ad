# SPDX-License-Identifier: EUPL-1.2
"""Who asks for help, who comes, and when it is over. Staff at a desk, or a visitor at a kiosk.

A help stands from when it is asked until it is ended. Asked twice it stands once. Whoever asked at a desk ends it; when that
desk has been left, any desk may. A visitor's is ended by the kiosk or by whoever came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from kolapp_server.domain import commands, events, refusals
from kolapp_server.domain.assistance import Help, HelpKind
from kolapp_server.domain.day import Day
from kolapp_server.domain.draft import Draft
from kolapp_server.domain.explaining import FEWEST_TOLD

ESCALATES_AFTER = timedelta(seconds=60)
SLOWEST_TOLD = 0.9


@dataclass(frozen=True, slots=True)
class HelpTimes:
    """How a day's visitors at kiosks were answered. Seconds are None where fewer than five were: one could be known by it."""

    asked: int | None
    answered: int | None
    typical_s: int | None
    slowest_s: int | None


def help_command(command: commands.HelpCommand, draft: Draft) -> None:
    """What comes of it. Raises `UnknownHelp` or `WrongDesk`."""
    match command:
        case commands.AskForHelp():
            _asked(command, draft)
        case commands.ComeToHelp():
            _coming(command, draft)
        case commands.EndHelp():
            _ended(command, draft)


def _asked(command: commands.AskForHelp, draft: Draft) -> None:
    """A kiosk that asks while somebody already comes has another visitor before it: the former help is over."""
    same = [each for each in draft.day.helps if (each.kind, each.desk, each.device) == _asker(command)]
    if any(not each.coming or each.device is None or each.help_id == command.help_id for each in same):
        return
    for each in same:
        draft.add(events.HelpEnded(draft.at, each.help_id))
    draft.add(events.HelpAsked(draft.at, command.help_id, command.kind, command.desk, command.device))


def _asker(command: commands.AskForHelp) -> tuple[str, str | None, str | None]:
    return command.kind, command.desk, command.device


def _coming(command: commands.ComeToHelp, draft: Draft) -> None:
    found = found_help(draft.day, command.help_id)
    if found.desk == command.desk:
        raise refusals.WrongDesk()
    if command.desk not in found.coming:
        draft.add(events.HelpComing(draft.at, command.help_id, command.desk))


def _ended(command: commands.EndHelp, draft: Draft) -> None:
    """Ended twice, it is over."""
    found = next((each for each in draft.day.helps if each.help_id == command.help_id), None)
    if found is None:
        return
    if not _may_end(draft.day, found, command):
        raise refusals.WrongDesk()
    draft.add(events.HelpEnded(draft.at, command.help_id))


def _may_end(day: Day, found: Help, command: commands.EndHelp) -> bool:
    if found.desk is None:
        return found.device == command.device or command.desk in found.coming
    asker = day.desks.get(found.desk)
    return found.desk == command.desk or (command.desk is not None and (asker is None or not asker.is_open))


def found_help(day: Day, help_id: str) -> Help:
    """The help that stands under that id. Raises `UnknownHelp`."""
    found = next((each for each in day.helps if each.help_id == help_id), None)
    if found is None:
        raise refusals.UnknownHelp()
    return found


def unanswered(day: Day, now: datetime) -> tuple[Help, ...]:
    """The visitors at kiosks who have asked for a minute and to whom nobody comes."""
    mine = (each for each in day.helps if each.kind == HelpKind.VISITOR and not each.coming)
    return tuple(each for each in mine if now - each.asked_at >= ESCALATES_AFTER)


def help_times(told: Sequence[events.Event]) -> HelpTimes:
    """How long visitors at kiosks waited for an answer, of a day's events: the middle one, and the slowest but a tenth."""
    asked: dict[str, datetime] = {}
    seconds: dict[str, float] = {}
    for event in told:
        if isinstance(event, events.HelpAsked) and event.kind == HelpKind.VISITOR:
            asked[event.help_id] = event.at
        elif isinstance(event, events.HelpComing) and event.help_id in asked:
            seconds.setdefault(event.help_id, (event.at - asked[event.help_id]).total_seconds())
    waits = sorted(seconds.values())
    if len(asked) < FEWEST_TOLD:
        return HelpTimes(None if asked else 0, None, None, None)
    if len(waits) < FEWEST_TOLD:
        return HelpTimes(len(asked), None, None, None)
    middle, slowest = (waits[ceil(share * len(waits)) - 1] for share in (0.5, SLOWEST_TOLD))
    # A single one without an answer could be known by the difference, as could a few.
    left = len(asked) - len(waits)
    return HelpTimes(len(asked), len(waits) if left == 0 or left >= FEWEST_TOLD else None, round(middle), round(slowest))
