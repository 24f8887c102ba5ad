# SPDX-License-Identifier: EUPL-1.2
"""The one-line "why", in words that a clerk can read aloud to whoever asks."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from kolapp_contract import desk as wire
from kolapp_server.domain import explaining
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
        "at": _clock(why.at, time_zone),
    }
    return texts(f"why.{why.reason}", **facts)


def facts(why: Why) -> wire.Why:
    """`why` as facts, for a page that says it in its own language."""
    answer = explaining.answer_of(why.reason)
    ticket, first = why.ticket, why.first
    return wire.Why(
        code=why.reason,
        answer=wire.WhyAnswer(answer) if answer is not None else None,
        **({} if ticket is None else _facts_of(ticket)),
        **({} if first is None else {f"first_{name}": fact for name, fact in _turn_of(first).items()}),
        first=first.number if first else None,
        until=why.until,
        at=why.at,
        desk_id=why.desk,
        manual_reason=why.manual_reason,
    )


def nobody_waiting() -> wire.Why:
    """The reason of a desk that stands ready."""
    return wire.Why(code=Reason.NOBODY_WAITING)


def _facts_of(ticket: Ticket) -> dict[str, Any]:
    return {**_turn_of(ticket), "number": ticket.number, "state": ticket.status.value, "booked_at": ticket.leg.booked_at}


def _turn_of(ticket: Ticket) -> dict[str, Any]:
    return {"kind": ticket.leg.kind.value, "came_at": ticket.leg.arrived_at, "counts_from": ticket.leg.turn.time}


def nobody_waits(language: str = "sv") -> str:
    """What a desk hears that stands ready."""
    return read_texts(LOCALE, language)(f"why.{Reason.NOBODY_WAITING}")


def _came(ticket: Ticket | None) -> datetime | None:
    return ticket.leg.arrived_at if ticket else None


def _clock(instant: datetime | None, time_zone: str) -> str:
    return _clock_at(int(instant.timestamp()) // 60, time_zone) if instant else ""


@lru_cache(maxsize=4096)
def _clock_at(minute: int, time_zone: str) -> str:
    return f"{datetime.fromtimestamp(minute * 60, zone(time_zone)):%H:%M}"


def _manual(texts: Texts, reason: str | None) -> str:
    return texts(f"reason.{reason}") if reason else ""
