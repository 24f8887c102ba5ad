# SPDX-License-Identifier: EUPL-1.2
"""What is planned for a desk today: breaks, and when a closed desk opens. Plans bind nobody: they tell others what to expect."""

from kolapp_server.domain import commands, events, refusals
from kolapp_server.domain.day import Desk
from kolapp_server.domain.draft import Draft


def plan(command: commands.PlanCommand, desk: Desk, draft: Draft) -> None:
    """What comes of it. A time that has passed, or a plan that was not there, changes nothing."""
    match command:
        case commands.PlanBreak():
            if command.begins_at < command.ends_at and draft.at < command.ends_at:
                draft.add(events.DeskBreakPlanned(draft.at, command.desk, command.begins_at, command.ends_at))
        case commands.DropBreak():
            if any((each.desk, each.begins_at) == (command.desk, command.begins_at) for each in draft.day.breaks):
                draft.add(events.DeskBreakDropped(draft.at, command.desk, command.begins_at))
        case commands.PlanOpening():
            _plan_opening(command, desk, draft)
        case commands.DropOpening():
            if any(each.desk == command.desk for each in draft.day.openings):
                draft.add(events.DeskOpeningDropped(draft.at, command.desk))


def _plan_opening(command: commands.PlanOpening, desk: Desk, draft: Draft) -> None:
    if command.profile not in draft.day.rules.profile_by_id:
        raise refusals.UnknownProfile()
    if not desk.is_open and draft.at < command.opens_at:
        draft.add(events.DeskOpeningPlanned(draft.at, command.desk, command.profile, command.opens_at))
