# SPDX-License-Identifier: EUPL-1.2
"""The screens that a visitor is likely to see first, so that they can be drawn out of sight before anybody touches."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from kolapp_contract.tickets import IssueTicket, Kind, TicketView
from kolapp_contract.tickets import State as TicketState
from kolapp_kiosk.flow.state import Direct, Errands, Issuing, Paper, Pending, State, TicketReady

NOBODY = UUID(int=0)
NO_SECRET = "0" * 22


def likely(state: State) -> Iterator[State]:
    """The moment after a touch, a ticket with each look of its paper, and the errands of each group."""
    catalogue = state.world.catalogue
    if catalogue is None:
        return
    language = state.wishes.language
    ticket = TicketView(
        ticket_id=NOBODY,
        number="A138",
        state=TicketState.WAITING,
        errand_id=catalogue.human_errand_id,
        kind=Kind.WALK_IN,
        language=language,
        issued_at=state.now,
        ahead=2,
        seq=0,
    )
    body = IssueTicket(errand_id=None, language=language)
    yield replace(state, screen=Issuing(Pending(NOBODY, body, state.now)))
    for paper in (Paper.PRINTING, Paper.CONFIRMED):
        yield replace(state, screen=TicketReady(ticket, NO_SECRET, paper, state.now))
    for group in catalogue.groups:
        yield replace(state, screen=Errands(group.group_id))
    yield replace(state, screen=Direct())
