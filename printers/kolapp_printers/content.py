# SPDX-License-Identifier: EUPL-1.2
"""PURE: what a slip says and in which order; nothing here knows how wide the paper is.

A ticket is read in this order: whose reception, which number, what for, how long, where to sit, what if I miss it.
A sensitive errand comes without a name, so none can be printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.tickets import Estimate
from kolapp_printers.lines import Align, Face, Icon
from kolapp_words.texts import Texts

LEAST_SIZE = 56
"""Drawn at 203 dpi: capitals of 5.0 mm, readable at 400 mm (EN 301 549, 5.1.4)."""
LARGE_SIZE = 64
PROMINENT_SIZE = 88
GAP = 16


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph. `is_indented` keeps it in line with those that have an icon."""

    text: str
    size: int = LEAST_SIZE
    face: Face = Face.REGULAR
    align: Align = Align.START
    icon: Icon | None = None
    is_indented: bool = False
    is_inverse: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A code to be typed or read aloud, in its four groups."""

    code: str


@dataclass(frozen=True, slots=True)
class Code:
    """An address to scan."""

    payload: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A stroke from edge to edge, with room above and below."""


@dataclass(frozen=True, slots=True)
class Gap:
    height: int = GAP


Part = Said | Number | Reference | Code | Rule | Gap


def content(slip: Slip, texts: Texts) -> tuple[Part, ...]:
    """Everything that is to stand on `slip`, from top to bottom."""
    match slip.kind:
        case SlipKind.TICKET:
            return tuple(_ticket(slip, texts))
        case SlipKind.TEST_PAGE:
            return tuple(_test_page(slip, texts))
        case SlipKind.CONTACT:
            return tuple(_contact(slip, texts))
        case SlipKind.BOOKING:
            return tuple(_booking(slip, texts))
        case _:
            assert_never(slip.kind)


def _ticket(slip: Slip, texts: Texts) -> Iterator[Part]:
    yield from _head(slip, texts)
    yield from _topic(slip)
    yield from _place(slip, texts)
    yield from _offline(slip, texts)
    yield from _missed(texts)
    yield from _follow(slip, texts)
    yield Rule()
    yield _said_time(slip.local_time, texts)


def _head(slip: Slip, texts: Texts) -> Iterator[Part]:
    if slip.is_copy:
        yield Said(texts("slip.copy"), LARGE_SIZE, Face.BOLD, Align.CENTER, is_inverse=True)
        yield Gap()
    yield Said(slip.town, LEAST_SIZE, Face.BOLD, Align.CENTER)
    yield Rule()


def _topic(slip: Slip) -> Iterator[Part]:
    if slip.number:
        yield Number(slip.number)
    if slip.errand_name:
        yield Said(slip.errand_name, LARGE_SIZE, Face.BOLD, Align.CENTER)


def _place(slip: Slip, texts: Texts) -> Iterator[Part]:
    """Where to go now, or how long to wait and where."""
    if slip.desk_sign:
        yield Rule()
        yield Said(texts("slip.go_to_desk", desk=slip.desk_sign), PROMINENT_SIZE, Face.BOLD, icon=Icon.SIGN)
        return
    waiting = [*_met(slip, texts), *_ahead(slip.ahead, texts), *_wait(slip, texts), *_seat(slip)]
    if waiting:
        yield Rule()
        yield from waiting[:-1] if isinstance(waiting[-1], Gap) else waiting


def _met(slip: Slip, texts: Texts) -> Iterator[Part]:
    if slip.met_at is not None:
        yield Said(texts("slip.met", clock=clock(slip.met_at, texts)), LARGE_SIZE, Face.BOLD, icon=Icon.CLOCK)
        yield Gap()


def _ahead(ahead: int | None, texts: Texts) -> Iterator[Part]:
    if ahead is None:
        return
    words = texts("slip.ahead", n=ahead) if ahead else texts("slip.ahead_none")
    yield Said(words, LARGE_SIZE, Face.BOLD, icon=Icon.PEOPLE)
    yield Gap()


def _wait(slip: Slip, texts: Texts) -> Iterator[Part]:
    words = said_wait(slip.estimate, slip.local_time, texts)
    if words is None:
        return
    yield Said(words, LARGE_SIZE, Face.BOLD, icon=Icon.CLOCK)
    band = said_band(slip.estimate, texts)
    if band:
        yield Said(band, is_indented=True)
    yield Gap()


def _seat(slip: Slip) -> Iterator[Part]:
    if slip.where_to_sit:
        yield Said(slip.where_to_sit, icon=Icon.CHAIR)


def _offline(slip: Slip, texts: Texts) -> Iterator[Part]:
    if slip.is_offline:
        yield Rule()
        yield Said(texts("slip.offline_head"), LEAST_SIZE, Face.BOLD)
        yield Said(texts("slip.offline"))


def _missed(texts: Texts) -> Iterator[Part]:
    yield Rule()
    yield Said(texts("slip.missed_head"), LEAST_SIZE, Face.BOLD)
    yield Said(texts("slip.missed"))


def _follow(slip: Slip, texts: Texts) -> Iterator[Part]:
    if slip.page_url:
        yield Rule()
        yield Said(texts("slip.follow"), LEAST_SIZE, Face.BOLD, Align.CENTER)
        yield Code(slip.page_url)


def _contact(slip: Slip, texts: Texts) -> Iterator[Part]:
    """A receipt for a matter, read in this order: what it is, the code, who owns it, what was promised, how to come back."""
    yield from _head(slip, texts)
    yield Said(texts("contact.head"), LARGE_SIZE, Face.BOLD, Align.CENTER)
    if slip.code:
        yield Gap()
        yield Reference(slip.code)
    if slip.owner:
        yield Rule()
        yield Said(texts("contact.owner", owner=slip.owner), LARGE_SIZE, Face.BOLD, icon=Icon.PEOPLE)
    if slip.promise is not None and slip.due_on is not None:
        yield Gap() if slip.owner else Rule()
        yield Said(texts(f"contact.promise_{slip.promise}"), icon=Icon.CLOCK)
        yield Said(texts("contact.by", date=_said_date(slip.due_on, texts)), LARGE_SIZE, Face.BOLD, is_indented=True)
    yield from _coming_back(slip, texts)
    yield Rule()
    yield _said_time(slip.local_time, texts)


def _coming_back(slip: Slip, texts: Texts) -> Iterator[Part]:
    yield Rule()
    yield Said(texts("contact.come_back_head"), LEAST_SIZE, Face.BOLD)
    yield Said(texts("contact.come_back"))
    if slip.page_url:
        yield Rule()
        yield Said(texts("contact.follow"), LEAST_SIZE, Face.BOLD, Align.CENTER)
        yield Code(slip.page_url)


def _booking(slip: Slip, texts: Texts) -> Iterator[Part]:
    """A booked time, read in this order: when, where and for what, the code, what to do with it."""
    yield from _head(slip, texts)
    yield Said(texts("booking.head"), LARGE_SIZE, Face.BOLD, Align.CENTER)
    if slip.booked_at is not None:
        yield Gap()
        yield Said(_said_day(slip.booked_at, texts), LARGE_SIZE, Face.BOLD, Align.CENTER)
        yield Said(clock(slip.booked_at, texts), PROMINENT_SIZE, Face.BOLD, Align.CENTER)
    yield Rule()
    if slip.place:
        yield Said(slip.place, icon=Icon.SIGN)
    if slip.errand_name:
        yield Said(slip.errand_name, face=Face.BOLD, is_indented=True)
    if slip.owner:
        yield Gap()
        yield Said(texts("booking.with", who=slip.owner), icon=Icon.PEOPLE)
    yield from _booking_code(slip, texts)
    yield Rule()
    yield _said_time(slip.local_time, texts)


def _booking_code(slip: Slip, texts: Texts) -> Iterator[Part]:
    yield Rule()
    if slip.code:
        yield Reference(slip.code)
        yield Gap()
    yield Said(texts("booking.keep"))
    if slip.page_url:
        yield Rule()
        yield Said(texts("booking.follow"), LEAST_SIZE, Face.BOLD, Align.CENTER)
        yield Code(slip.page_url)


def _said_day(at: datetime, texts: Texts) -> str:
    return texts("booking.day", weekday=texts(f"day.{at.weekday()}"), day=at.day, month=texts(f"month.{at.month}"))


def _said_date(day: date, texts: Texts) -> str:
    return texts("contact.date", day=day.day, month=texts(f"month.{day.month}"))


def _test_page(slip: Slip, texts: Texts) -> Iterator[Part]:
    yield from _head(slip, texts)
    yield Said(texts("test.head"), LARGE_SIZE, Face.BOLD, Align.CENTER)
    yield Gap()
    yield Number(slip.number or "A042")
    yield Rule()
    yield Said(texts("test.edges"), align=Align.CENTER)
    yield Rule()
    yield Said(texts("test.letters"), align=Align.CENTER)
    if slip.page_url:
        yield Code(slip.page_url)
    yield Rule()
    yield _said_time(slip.local_time, texts)


def _said_time(at: datetime, texts: Texts) -> Said:
    return Said(texts("slip.time", day=at.day, month=texts(f"month.{at.month}"), clock=clock(at, texts)), align=Align.CENTER)


def clock(at: datetime, texts: Texts) -> str:
    """The time of day as that language writes it, with two figures for the hour."""
    return f"{at.hour:02}{texts('time.separator')}{at.minute:02}"


def said_wait(estimate: Estimate | None, local_time: datetime, texts: Texts) -> str | None:
    """The wait in words; None where nothing is known, since a guess printed on paper is a promise."""
    if estimate is None:
        return None
    if estimate.minutes is not None:
        return texts("slip.wait", n=estimate.minutes) if estimate.minutes else texts("slip.wait_soon")
    if estimate.opens_at is not None:
        return texts("slip.opens", clock=clock(estimate.opens_at.astimezone(local_time.tzinfo), texts))
    return None


def said_band(estimate: Estimate | None, texts: Texts) -> str | None:
    """The band of the wait in words, where it says more than the wait itself."""
    if estimate is None or estimate.minutes is None or estimate.low is None or estimate.high is None:
        return None
    return texts("slip.wait_band", low=estimate.low, high=estimate.high) if estimate.low < estimate.high else None
