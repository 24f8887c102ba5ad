# SPDX-License-Identifier: EUPL-1.2
"""Contacts: recorded, read and printed by staff; promises answered; and the holder of a code asks how the matter stands."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError

from kolapp_contract import contacts as wire
from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.codes import LONGEST_TYPED, CodeKind, NotACode, hashed, read_code
from kolapp_server.api import slips
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth import slowing
from kolapp_server.auth.permissions import Action
from kolapp_server.auth.slowing import Patience, Slowing
from kolapp_server.domain.refusals import UnknownErrand, UnknownProfile
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import Inside, inside
from kolapp_server.services import contacts as service
from kolapp_server.services.contacts import UnknownContact
from kolapp_server.services.staff import TooManyTries
from kolapp_server.translate import contacts as translate

LONGEST_SPAN = timedelta(days=366)
USUAL_SPAN = timedelta(days=27)
GUESSES = Patience(free=20, first=timedelta(seconds=2), longest=timedelta(seconds=60))
"""Of wrong codes from one address. Whoever has a code may mistype it, and many visitors may share the town's own network."""
router = json_router()
Recorder = Annotated[Caller, Depends(require(Action.RECORD_CONTACT))]
ReaderOfNotes = Annotated[Caller, Depends(require(Action.READ_CONTACT))]
Keeper = Annotated[Caller, Depends(require(Action.KEEP_PROMISES))]
InCharge = Annotated[Caller, Depends(require(Action.SEE_CONTACT_FIGURES))]
Holder = Annotated[Caller, Depends(require(Action.SEE_CONTACT_STATE))]


@router.post(paths.CONTACTS, responses={200: {"model": wire.ContactTaken}})
async def record_contact(branch_id: str, body: wire.RecordContact, request: Request, _caller: Recorder) -> Response:
    """The contact is kept; the same request is kept once."""
    branches = inside(request).branches
    rules = branches.day(branch_id).rules
    if body.errand_id not in rules.errand_by_id:
        raise UnknownErrand()
    if body.promise is not None and body.promise.owner_id not in rules.profile_by_id:
        raise UnknownProfile()
    _refuse_what_opens_no_contact(body)
    kept = await service.record(branches, branch_id, translate.new_record(body))
    if kept.promise is not None:
        request.app.state.promise_watch.wake()
    return json_of(wire.ContactTaken(contact_id=UUID(kept.contact_id), record_id=UUID(kept.record_id)))


def _refuse_what_opens_no_contact(body: wire.RecordContact | wire.RenewCode) -> None:
    """A booking's code would never be found here again. Raises 422 with a pointer to it."""
    if body.code is not None and read_code(body.code)[0] is not CodeKind.CONTACT:
        raise RequestValidationError([{"loc": ("body", "code"), "type": "value_error", "msg": "opens no contact"}])


@router.get(paths.CONTACT, responses={200: {"model": wire.ContactView}})
async def read_contact(branch_id: str, contact_id: UUID, request: Request, caller: ReaderOfNotes) -> Response:
    """All that is kept of the matter. Who read it, and when, is kept too."""
    branches = inside(request).branches
    matter = await service.read_matter(branches, branch_id, str(contact_id), caller.actor)
    return json_of(translate.matter_view(matter, service.today(branches, branch_id)))


@router.post(paths.CONTACT_RECEIPT, status_code=202)
async def print_receipt(
    branch_id: str, contact_id: UUID, body: wire.PrintReceipt, request: Request, _caller: Recorder
) -> Response:
    """The visitor's receipt, on the printer asked for or the first that can. 409 where none can; the job is the request."""
    house = inside(request)
    found = await service.records_for(house.branches, hashed(body.code))
    if found is None or found[0].contact_id != str(contact_id) or found[0].branch_id != branch_id:
        raise UnknownContact()
    now = house.branches.clock()
    slip = translate.receipt(body.code, *found, _catalogue(house, branch_id), body.request_id, now)
    await slips.send_receipt(house, branch_id, slip, body.device_id)
    return Response(status_code=202)


@router.post(paths.CONTACT_CODE, status_code=204)
async def renew_code(branch_id: str, contact_id: UUID, body: wire.RenewCode, request: Request, caller: Recorder) -> None:
    """The receipt was lost: another code opens the contact, and the old one opens nothing."""
    _refuse_what_opens_no_contact(body)
    renewal, branches = str(body.request_id), inside(request).branches
    await service.renew_code(branches, branch_id, str(contact_id), renewal, hashed(body.code), caller.actor)


@router.get(paths.PROMISES, responses={200: {"model": wire.PromiseList}})
async def see_promises(branch_id: str, request: Request, _caller: Keeper) -> Response:
    """What has been promised and is not answered, the first due first; and what was closed of late."""
    branches = inside(request).branches
    today = service.today(branches, branch_id)
    views = (translate.promise_view(record, today) for record in await service.promises(branches, branch_id))
    return json_of(wire.PromiseList(today=today, promises=tuple(view for view in views if view is not None)))


@router.post(paths.PROMISE_CLOSE, responses={200: {"model": wire.PromiseView}})
async def close_promise(branch_id: str, promise_id: UUID, body: wire.ClosePromise, request: Request, _caller: Keeper) -> Response:
    """The promise was kept or it was not; what was said first stays."""
    branches = inside(request).branches
    record = await service.close_promise(branches, branch_id, str(promise_id), is_kept=body.is_kept)
    view = translate.promise_view(record, service.today(branches, branch_id))
    if view is None:
        raise UnknownContact()
    request.app.state.promise_watch.wake()
    return json_of(view)


@router.get(paths.CONTACT_FIGURES, responses={200: {"model": wire.ContactFigures}})
async def see_figures(
    branch_id: str,
    request: Request,
    _caller: InCharge,
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
) -> Response:
    """Contacts by outcome, how many came again, promises kept; without days, of the last four weeks. At most a year."""
    branches = inside(request).branches
    last = until or service.today(branches, branch_id)
    first = max(since or last - USUAL_SPAN, last - LONGEST_SPAN)
    made = await service.figures(branches, branch_id, min(first, last), last)
    return json_of(translate.contact_figures(made, min(first, last), last))


@router.get(paths.CONTACT_STATE, responses={200: {"model": wire.ContactState}})
async def see_state(
    request: Request,
    _caller: Holder,
    code: Annotated[str, Header(alias=wire.CODE_HEADER, max_length=LONGEST_TYPED)] = "",
) -> Response:
    """How the matter stands, for whoever holds its code. A wrong code and an unknown one get the same 404, slower and slower."""
    branches, tries = inside(request).branches, _tries(request)
    source, now = slowing.source_of(request.client.host if request.client else ""), branches.clock()
    if wait := tries.wait(source, now):
        raise TooManyTries(wait)
    found = await service.records_for(branches, _hash_of(code))
    if found is None or found[0].branch_id not in branches.words:
        tries.failed(source, now)
        raise UnknownContact()
    branch_id = found[0].branch_id
    today = service.today(branches, branch_id)
    return json_of(translate.contact_state(*found, _catalogue(inside(request), branch_id), today))


def _hash_of(typed: str) -> bytes:
    """The hash of a code, and of what is none; no row has that."""
    try:
        kind, code = read_code(typed)
    except NotACode:
        return b""
    return hashed(code) if kind is CodeKind.CONTACT else b""


def _catalogue(house: Inside, branch_id: str) -> Catalogue:
    return Catalogue.model_validate_json(house.branches.words_of(branch_id).catalogue)


def _tries(request: Request) -> Slowing:
    found: Slowing = request.app.state.contact_tries
    return found
