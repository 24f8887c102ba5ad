# SPDX-License-Identifier: EUPL-1.2
"""The first answer and the straight way: what can be read before or instead of a visit, and cards that lead to a specialist.

GET  /api/v1/branches/{branch_id}/answers                      staff     Answers: the public ones and those for staff alone
POST /api/v1/branches/{branch_id}/answers/reads                kiosk     AnswerRead: an answer was opened
GET  /api/v1/branches/{branch_id}/cards                        manager   Cards
POST /api/v1/branches/{branch_id}/cards                        manager   MakeCard -> CardMade, which alone holds the code
POST /api/v1/branches/{branch_id}/cards/{card_id}/revoke       manager   the card opens nothing any more
GET  /api/v1/branches/{branch_id}/entrance-figures?days=28     manager   EntranceFigures
"""

from datetime import date

from pydantic import Field

from kolapp_contract.catalogue import Link
from kolapp_contract.codes import ReferenceCode
from kolapp_contract.contacts import Channel
from kolapp_contract.tickets import Way
from kolapp_contract.wire import Code, Id, Instant, PlainText, Texts, Wire


class AnswerCard(Wire):
    """The answer to one errand's common question. `is_stale`: its review date has passed, so somebody must read it again."""

    errand_id: Code
    texts: Texts
    owner: PlainText
    review_by: date
    link: Link | None = None
    is_public: bool
    is_stale: bool


class Answers(Wire):
    answers: tuple[AnswerCard, ...]


class AnswerRead(Wire):
    """An answer was opened at a kiosk. `has_ticket`: that visit at the glass ended with a ticket, whatever its errand."""

    request_id: Id
    errand_id: Code
    opened_at: Instant
    has_ticket: bool


class MakeCard(Wire):
    request_id: Id
    holder_id: Code


class Card(Wire):
    """A professional card as the office knows it: by its number, never by who holds it."""

    card_id: Id
    number: int
    holder_id: Code
    made_at: Instant
    revoked_at: Instant | None = None


class Cards(Wire):
    cards: tuple[Card, ...]


class CardMade(Wire):
    """The only time that the code is told. `picture` is the card to be printed, as SVG of a bank card's size."""

    card: Card
    code: ReferenceCode
    picture: str = Field(max_length=60_000)


class Told(Wire):
    """A number. None with `is_few`: one to four, which is not told; None without: nothing to count."""

    count: int | None = None
    is_few: bool = False


class WayFigure(Wire):
    """Tickets that went straight to a specialist. `ready` were called within the errand's target; minutes from ticket to call.

    The minutes are the nearest-rank median and 90th percentile; None where fewer than five were called.
    """

    way: Way
    holder_id: Code | None = None
    tickets: Told
    ready: Told
    median_minutes: float | None = None
    p90_minutes: float | None = None


class DetourFigure(Wire):
    """Of the visits that a specialist met: how many had been called for a guide's errand first, and the minutes that took."""

    visits: Told
    by_guide: Told
    median_minutes_before: float | None = None


class ReadFigure(Wire):
    """How often an errand's answer was opened at a kiosk, and how often that was enough.

    Enough: that visit at the glass ended without a ticket, and the same kiosk gave no ticket for that errand in the fifteen
    minutes after the answer was opened. Counted by kiosk and errand, never by person: so it is coarse.
    """

    errand_id: Code
    opened: Told
    enough: Told


class DigitalFigure(Wire):
    """Visits whose errand was help with something digital, and the minutes that they took at the desk."""

    visits: Told
    median_minutes: float | None = None


class ChannelFigure(Wire):
    """Contacts that came by that way: visits that somebody met, and what was registered of telephone and e-mail (R2)."""

    channel: Channel
    contacts: Told


class EntranceFigures(Wire):
    """The days `since` to `until`, both counted. Each number says how many it was made of; of fewer than five nothing is told."""

    since: date
    until: date
    ways: tuple[WayFigure, ...]
    detours: DetourFigure
    answers: tuple[ReadFigure, ...]
    digital_help: DigitalFigure
    channels: tuple[ChannelFigure, ...] = ()
