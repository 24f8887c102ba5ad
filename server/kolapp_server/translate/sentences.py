# SPDX-License-Identifier: EUPL-1.2
"""The one-line "why", in words that a clerk can read aloud to whoever asks."""

from datetime import datetime
from pathlib import Path

from kolapp_server.domain.calling import Reason, Why
from kolapp_server.domain.hours import zone
from kolapp_server.domain.ticket import Ticket
from kolapp_words.texts import Texts, read_texts

LOCALE = Path(__file__).parents[1] / "locale"


def sentence(why: Why, time_zone: str, language: str = "sv") -> str:
    """`why` as one line."""
    texts = read_texts(LOCALE, language)
    facts = {
        "number": why.ticket.number if why.ticket else "",
        "came": _clock(_came(why.ticket), time_zone),
        "counts": _clock(why.ticket.leg.turn.time if why.ticket else None, time_zone),
        "booked": _clock(why.ticket.leg.booked_at if why.ticket else None, time_zone),
        "first": why.first.number if why.first else "",
        "until": _clock(why.until, time_zone),
        "reason": _manual(texts, why.manual_reason),
    }
    return texts(f"why.{why.reason}", **facts)


def nobody_waits(language: str = "sv") -> str:
    """What a desk hears that stands ready."""
    return read_texts(LOCALE, language)(f"why.{Reason.NOBODY_WAITING}")


def _came(ticket: Ticket | None) -> datetime | None:
    return ticket.leg.arrived_at if ticket else None


def _clock(instant: datetime | None, time_zone: str) -> str:
    return f"{instant.astimezone(zone(time_zone)):%H:%M}" if instant else ""


def _manual(texts: Texts, reason: str | None) -> str:
    return texts(f"reason.{reason}") if reason else ""
