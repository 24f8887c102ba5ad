# SPDX-License-Identifier: EUPL-1.2
"""A return with the code of an earlier contact: a ticket to those who met the errand then, with no further touch."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kolapp_contract.code_look import ContactOpens
from kolapp_contract.tickets import IssueTicket, Kind
from kolapp_contract.wire import Code
from kolapp_kiosk.flow.effects import Effect, Issue
from kolapp_kiosk.flow.state import Issuing, Pending, State
from kolapp_kiosk.flow.timers import ANSWER_WITHIN

if TYPE_CHECKING:
    from kolapp_kiosk.flow.events import CodeOpened


def came_back(state: State, contact: ContactOpens, event: "CodeOpened") -> tuple[State, tuple[Effect, ...]]:
    """The ticket is asked for with the contact's code. Where its errand is offered no more, a person finds out what it is."""
    wishes = state.wishes
    body = IssueTicket(
        errand_id=contact.errand_id if _is_offered(state, contact.errand_id) else None,
        language=wishes.language,
        kind=Kind.PRIORITY if wishes.has_priority else Kind.WALK_IN,
        needs=wishes.needs,
        secret=state.draft.secret,
        first_touch_at=state.first_touch_at,
        contact_code=event.code,
    )
    pending = Pending(state.draft.ticket_id, body, event.at)
    asked = replace(state, screen=Issuing(pending), draft=event.fresh)
    return asked, (Issue(pending.ticket_id, body, event.at + ANSWER_WITHIN),)


def _is_offered(state: State, errand_id: Code) -> bool:
    groups = state.world.catalogue.groups if state.world.catalogue else ()
    return any(errand.errand_id == errand_id for group in groups for errand in group.errands)
