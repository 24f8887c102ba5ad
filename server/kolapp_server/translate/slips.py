# SPDX-License-Identifier: EUPL-1.2
"""A ticket as a slip: a copy, or what a kiosk could not print."""

from datetime import datetime
from uuid import UUID

from kolapp_contract.catalogue import Catalogue
from kolapp_contract.own_text import on_slips
from kolapp_contract.slip import Slip
from kolapp_server.domain import calling
from kolapp_server.domain.day import Day
from kolapp_server.domain.hours import zone
from kolapp_server.domain.officers import Answer, Call
from kolapp_server.domain.ticket import Status, Ticket
from kolapp_words.languages import in_language


def slip_of(day: Day, ticket: Ticket, catalogue: Catalogue, slip_id: UUID, now: datetime, *, is_copy: bool) -> Slip:
    """A slip in the visitor's language; only where nothing was printed before may it be no copy.

    No address of the visitor's page: its secret is known to the visitor alone.
    """
    errands = {errand.errand_id: errand for group in catalogue.groups for errand in group.errands}
    errand = errands.get(ticket.leg.errand)
    is_named = errand is not None and not errand.is_sensitive
    signs = {desk.desk_id: desk.sign for desk in catalogue.desks}
    is_waiting = ticket.status is Status.WAITING
    return Slip(
        slip_id=slip_id,
        language=ticket.language,
        town=in_language(catalogue.town, ticket.language),
        number=ticket.number,
        errand_name=in_language(errand.names, ticket.language) if errand is not None and is_named else None,
        ahead=calling.places_ahead(day, ticket) if is_waiting else None,
        desk_sign=signs.get(ticket.desk) if ticket.desk else None,
        where_to_sit=in_language(catalogue.where_to_sit, ticket.language),
        local_time=now.astimezone(zone(catalogue.time_zone)),
        is_copy=is_copy,
        texts=on_slips(catalogue.texts, ticket.language),
    )


def with_officer(slip: Slip, call: Call | None) -> Slip:
    """The slip of one who waits, with the time at which the officer comes who has said so."""
    if call is None or call.answer is not Answer.COMING or call.coming_at is None or slip.ahead is None:
        return slip
    return slip.model_copy(update={"met_at": call.coming_at.astimezone(slip.local_time.tzinfo)})
