# SPDX-License-Identifier: EUPL-1.2
"""The slip of a ticket: what is told to the printer, and what is kept from the paper."""

from datetime import datetime

from kolapp_contract.catalogue import Catalogue, DeskInfo
from kolapp_contract.own_text import on_slips
from kolapp_contract.paths import visitor_url
from kolapp_contract.slip import Slip
from kolapp_contract.tickets import Need, TicketView
from kolapp_kiosk.flow import offers, officer_news
from kolapp_words.languages import in_language


def slip_of(
    catalogue: Catalogue,
    ticket: TicketView,
    secret: str,
    at: datetime,
    *,
    is_offline: bool = False,
    needs: tuple[Need, ...] = (),
) -> Slip:
    """The ticket's slip in the ticket's language. A sensitive errand prints no topic; the secret goes into the address only.

    Who is fetched is sent to no desk. When an officer comes stands on it where that is known already.
    """
    errand = offers.errand(catalogue, ticket.errand_id)
    desk = None if Need.FETCH_ME in needs else desk_of(catalogue, ticket)
    coming_at = ticket.officer.coming_at if ticket.officer and officer_news.has_answered(ticket.officer) else None
    return Slip(
        slip_id=ticket.ticket_id,
        language=ticket.language,
        town=in_language(catalogue.town, ticket.language),
        number=ticket.number,
        errand_name=in_language(errand.names, ticket.language) if errand and not errand.is_sensitive else None,
        ahead=ticket.ahead,
        estimate=ticket.estimate,
        desk_sign=desk.sign if desk else None,
        where_to_sit=in_language(catalogue.where_to_sit, ticket.language) or None,
        page_url=page_url(catalogue, ticket, secret),
        local_time=at,
        is_offline=is_offline,
        met_at=None if coming_at is None else coming_at.astimezone(at.tzinfo),
        texts=on_slips(catalogue.texts, ticket.language),
    )


def page_url(catalogue: Catalogue, ticket: TicketView, secret: str) -> str:
    """The address in the QR code."""
    return visitor_url(catalogue.public_url, str(ticket.ticket_id), secret)


def desk_of(catalogue: Catalogue, ticket: TicketView) -> DeskInfo | None:
    """The desk that the answer already sends the visitor to, if any."""
    return next((d for d in catalogue.desks if d.desk_id == ticket.desk_id), None)
