# SPDX-License-Identifier: EUPL-1.2
"""The page where anybody books a time: no account, no name, no cookie, no script. The code that it shows is the only key.

    GET  /book/{branch_id}                   what can be booked, on which days, at which times
    POST /book/{branch_id}                   the time is booked, and the code is shown
    POST /book/{branch_id}/code              by the code: see it, its calendar file, move it, cancel it

The code never stands in an address. Whoever books much from one place, or guesses codes, waits.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date
from fastapi import APIRouter, Depends, Form, Request, Response
from pydantic import AwareDatetime, BaseModel, Field
from starlette.exceptions import HTTPException

from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.catalogue import Errand as WireErrand
from kolapp_contract.codes import LONGEST_TYPED, CodeKind
from kolapp_contract.wire import Code
from kolapp_server.auth.permissions import Action
from kolapp_server.auth.slowing import Patience, Slowing, source_of
from kolapp_server.console import words
from kolapp_server.console.drawing import draw
from kolapp_server.domain.bookings import Meeting
from kolapp_server.guards import Caller, require, require_with_form_token
from kolapp_server.live.inside import inside
from kolapp_server.services import officers
from kolapp_server.services.bookings import BookingDesk, SlotTaken, UnknownBooking, plans_of, zone_of
from kolapp_server.services.codes import CodeDoor
from kolapp_server.services.officers import OfficerBook
from kolapp_server.services.staff import TooManyTries
from kolapp_server.store.bookings import BookingRow
from kolapp_server.store.faults import RequestReused
from kolapp_server.store.officers import OfficerRow
from kolapp_server.translate.calendar_file import Entry, calendar_file
from kolapp_server.translate.codes import asked, new_code
from kolapp_words.languages import LANGUAGES, in_language
from kolapp_words.texts import Texts

PUBLIC = "public"
BOOKINGS = Patience(free=10, first=timedelta(minutes=1), longest=timedelta(minutes=10))
"""From one address: a library's computers book for many; a script that empties the calendar is slowed."""
router = APIRouter(include_in_schema=False)
Reader = Annotated[Caller, Depends(require(Action.BOOK_BY_ONESELF))]
Booker = Annotated[Caller, Depends(require_with_form_token(Action.BOOK_BY_ONESELF))]


class BookForm(BaseModel):
    """What the form sends when a time is chosen."""

    errand_id: Code
    at: AwareDatetime
    request_id: uuid.UUID
    language: str = Field(default="", max_length=12)
    officer_id: Code | Literal[""] = ""


class CodeForm(BaseModel):
    """What the form sends with a code. `at` to move it there, `day` to see that day's times."""

    code: str = Field(max_length=LONGEST_TYPED)
    act: Literal["see", "calendar", "cancel", "move"] = "see"
    day: date | None = None
    at: AwareDatetime | None = None
    language: str = Field(default="", max_length=12)


@dataclass(frozen=True, slots=True)
class Place:
    """The branch as the page shows it."""

    branch_id: str
    catalogue: Catalogue
    texts: Texts
    officer: OfficerRow | None = None
    meeting: Meeting | None = None

    @property
    def officer_id(self) -> str:
        """The officer whom a time is booked with; empty where any of them will do."""
        return "" if self.officer is None else self.officer.officer_id

    @property
    def who(self) -> str:
        """The officer as visitors know them: by name only where the town shows it."""
        if self.officer is None:
            return ""
        function = in_language(json.loads(self.officer.function), self.code)
        return self.officer.name or function if self.officer.is_name_shown else function

    @property
    def code(self) -> str:
        """The page's language."""
        return self.texts.language.code

    @property
    def town(self) -> str:
        """Whose page it is."""
        return in_language(self.catalogue.town, self.code)

    @property
    def name(self) -> str:
        """The reception's name."""
        return in_language(self.catalogue.names, self.code)

    @property
    def errands(self) -> dict[str, WireErrand]:
        """What can be booked here."""
        return {errand.errand_id: errand for group in self.catalogue.groups for errand in group.errands if errand.booking}

    def errand(self, errand_id: str) -> str:
        """The errand's name."""
        found = self.errands.get(errand_id)
        return in_language(found.names, self.code) if found else ""


@router.get(paths.BOOK_PAGE)
async def book_page(
    branch_id: str,
    request: Request,
    _caller: Reader,
    errand_id: str | None = None,
    day: date | None = None,
    language: str = "",
    officer_id: str = "",
) -> Response:
    """What can be booked; the days of an errand, or of an officer; the times of a day."""
    place, desk = _place(request, branch_id, language, officer_id), _desk(request)
    errand_id = place.officer.errand if place.officer else errand_id
    if errand_id not in place.errands:
        return _page(request, place, step="errands")
    days = await desk.days(branch_id, errand_id, place.meeting)
    if day is None or day not in days:
        return _page(request, place, step="days", errand_id=errand_id, days=_days(days, place))
    return await _times(request, place, errand_id, day)


@router.post(paths.BOOK_PAGE)
async def book(branch_id: str, request: Request, _caller: Booker, form: Annotated[BookForm, Form()]) -> Response:
    """The time is booked and its code is shown; or the day's times again, where somebody else was quicker."""
    place, desk = _place(request, branch_id, form.language, form.officer_id), _desk(request)
    slowing, source, now = _slowing(request), _source(request), desk.branches.clock()
    if slowing.wait(source, now):
        return _page(request, place, 429, step="errands", fault="too_fast")
    if form.errand_id not in place.errands or (place.officer and place.officer.errand != form.errand_id):
        return _page(request, place, 409, step="errands")
    code, code_hash = new_code(CodeKind.BOOKING)
    row = BookingRow(
        str(form.request_id), branch_id, form.errand_id, form.at, code_hash, place.code, PUBLIC, now,
        officer=place.officer_id or None,
    )  # fmt: skip
    try:
        await desk.book(row, place.meeting)
    except (SlotTaken, RequestReused):
        day = form.at.astimezone(_zone(request, branch_id)).date()
        return await _times(request, place, form.errand_id, day, fault="taken")
    slowing.failed(source, now)
    return _stands(request, place, row, code, is_new=True)


@router.post(paths.BOOK_CODE)
async def by_code(branch_id: str, request: Request, _caller: Booker, form: Annotated[CodeForm, Form()]) -> Response:
    """What the code's holder asks of it. A wrong code, an unknown one and one that was used get the same answer."""
    place, desk, found = _place(request, branch_id, form.language), _desk(request), asked(form.code)
    door: CodeDoor = request.app.state.code_door
    try:
        await door.look(branch_id, _source(request), found)
    except TooManyTries:
        return _page(request, place, 429, step="errands", fault="too_fast")
    row = await desk.changeable(branch_id, found[1]) if found is not None else None
    if row is None or found is None:
        return _page(request, place, 404, step="errands", fault="unknown")
    place = _place(request, branch_id, form.language, row.officer or "")
    try:
        return await _done(request, place, row, form)
    except SlotTaken:
        return await _moving(request, place, row, form, fault="taken")
    except UnknownBooking:
        return _page(request, place, 404, step="errands", fault="unknown")


async def _done(request: Request, place: Place, row: BookingRow, form: CodeForm) -> Response:
    match form.act:
        case "cancel":
            await _desk(request).cancel(place.branch_id, row.code_hash)
            return _page(request, place, step="errands", said="cancelled")
        case "calendar":
            return _file(request, place, row, form.code)
        case "move" if form.at is not None:
            moved = await _desk(request).move(place.branch_id, row.code_hash, form.at, lambda _: place.meeting)
            changed = BookingRow(moved.booking_id, moved.branch_id, moved.errand, form.at, b"", "", "", moved.made_at)
            return _stands(request, place, changed, form.code, said="moved")
        case "move":
            return await _moving(request, place, row, form)
        case _:
            return _stands(request, place, row, form.code)


async def _times(request: Request, place: Place, errand_id: str, day: date, fault: str = "") -> Response:
    slots = await _desk(request).free(place.branch_id, errand_id, day, place.meeting)
    facts = {"day": _day(day, place), "day_value": day.isoformat(), "slots": _clocks([slot.at for slot in slots], request, place)}
    status = 409 if fault else 200
    return _page(request, place, status, step="times", errand_id=errand_id, request_id=str(uuid.uuid4()), fault=fault, **facts)


async def _moving(request: Request, place: Place, row: BookingRow, form: CodeForm, fault: str = "") -> Response:
    """The days to move to, or the times of the chosen one."""
    desk = _desk(request)
    facts: dict[str, object] = {"code": form.code, "errand_id": row.errand, "fault": fault}
    if form.day is None:
        days = await desk.days(place.branch_id, row.errand, place.meeting)
        return _page(request, place, 409 if fault else 200, step="move_days", days=_days(days, place), **facts)
    slots = await desk.free(place.branch_id, row.errand, form.day, place.meeting)
    clocks = _clocks([slot.at for slot in slots], request, place)
    return _page(
        request, place, step="move_times", day=_day(form.day, place), day_value=form.day.isoformat(), slots=clocks, **facts
    )


def _stands(request: Request, place: Place, row: BookingRow, code: str, *, is_new: bool = False, said: str = "") -> Response:
    local = row.booked_at.astimezone(_zone(request, place.branch_id))
    facts = {"when": f"{_day(local.date(), place)}, {local:%H:%M}", "errand_id": row.errand, "code": code}
    return _page(request, place, step="stands", is_new=is_new, said=said, **facts)


def _file(request: Request, place: Place, row: BookingRow, code: str) -> Response:
    plan = plans_of(_desk(request).branches, place.branch_id).get(row.errand)
    ends_at = row.booked_at + (plan.length if plan else timedelta(minutes=30))
    where, text = f"{place.name}, {place.town}", place.texts("book.calendar_text", code=code)
    entry = Entry(row.booking_id, row.booked_at, ends_at, place.texts("book.calendar_title", town=place.town), where, text)
    file = calendar_file(entry, _desk(request).branches.clock())
    headers = {"Content-Disposition": 'attachment; filename="tid.ics"', "Cache-Control": "no-store"}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


def _page(request: Request, place: Place, status: int = 200, /, **facts: object) -> Response:
    known = {"fault": "", "said": "", "errand_id": "", "code": "", "is_new": False, "day_value": "", **facts}
    languages = [LANGUAGES[code] for code in place.catalogue.languages if code in LANGUAGES]
    return draw("book.html", place.texts, status, place=place, languages=languages, here=request.url.path, **known)


def _place(request: Request, branch_id: str, language: str, officer_id: str = "") -> Place:
    branches = inside(request).branches
    if branch_id not in branches.words:
        raise HTTPException(404)
    catalogue, book = Catalogue.model_validate_json(branches.words_of(branch_id).catalogue), _book(request)
    texts = words.visitor_texts(request, language, catalogue.languages, catalogue.texts)
    officer, meeting = book.find(branch_id, officer_id), officers.meeting_with(book, branch_id, officer_id)
    return Place(branch_id, catalogue, texts, officer, meeting)


def _book(request: Request) -> OfficerBook:
    found: OfficerBook = request.app.state.officers
    return found


def _desk(request: Request) -> BookingDesk:
    found: BookingDesk = request.app.state.booking_desk
    return found


def _slowing(request: Request) -> Slowing:
    found: Slowing = request.app.state.booking_slowing
    return found


def _source(request: Request) -> str:
    return source_of(request.client.host if request.client else "")


def _zone(request: Request, branch_id: str) -> ZoneInfo:
    return zone_of(_desk(request).branches, branch_id)


def _days(days: tuple[date, ...], place: Place) -> list[tuple[str, str]]:
    return [(day.isoformat(), _day(day, place)) for day in days]


def _day(day: date, place: Place) -> str:
    return str(format_date(day, "EEEE d MMMM", locale=place.texts.language.dated_in))


def _clocks(times: list[datetime], request: Request, place: Place) -> list[tuple[str, str]]:
    zone = _zone(request, place.branch_id)
    return [(at.isoformat(), f"{at.astimezone(zone):%H:%M}") for at in times]
