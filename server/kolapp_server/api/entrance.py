# SPDX-License-Identifier: EUPL-1.2
"""What is read before a visit or instead of one, cards that lead straight to a specialist, and how the way in goes."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from kolapp_contract import entrance as wire
from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.codes import CodeKind
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain.refusals import UnknownErrand
from kolapp_server.guards import Caller, require
from kolapp_server.live.inside import inside
from kolapp_server.services import entrance as service
from kolapp_server.services.branches import Branches
from kolapp_server.store.cards import CardRow
from kolapp_server.store.entrance import ReadRow
from kolapp_server.translate import codes, entrance
from kolapp_server.translate.card_picture import picture_of

router = json_router()
Reader = Annotated[Caller, Depends(require(Action.READ_ANSWERS))]
Teller = Annotated[Caller, Depends(require(Action.TELL_ANSWER_READ))]
InCharge = Annotated[Caller, Depends(require(Action.MAKE_CARD))]
LongAgo = Annotated[int, Query(ge=1, le=service.LONGEST_DAYS)]


@router.get(paths.ANSWERS, responses={200: {"model": wire.Answers}})
async def answers(branch_id: str, request: Request, _caller: Reader) -> Response:
    """What is answered so often that it has been written down, for whoever sits at a desk."""
    branches = inside(request).branches
    internal = await service.desk_answers(branches, branch_id)
    return json_of(entrance.answers(_catalogue(branches, branch_id), internal, branches.day(branch_id).service_day))


@router.post(paths.ANSWER_READS, status_code=204)
async def count_read(branch_id: str, body: wire.AnswerRead, request: Request, caller: Teller) -> None:
    """A kiosk's answer was opened, and this is how that ended. Told again, it is counted once."""
    device_id, branches = caller.device_id or "", inside(request).branches
    at = min(body.opened_at, branches.clock())
    row = ReadRow(str(body.request_id), branch_id, device_id, body.errand_id, at, body.has_ticket)
    await service.count_read(branches, row)


@router.get(paths.CARDS, responses={200: {"model": wire.Cards}})
async def cards(branch_id: str, request: Request, _caller: InCharge) -> Response:
    """Every card that was made here, the newest first; never a code."""
    found = await service.cards_of(inside(request).branches, branch_id)
    return json_of(wire.Cards(cards=tuple(map(entrance.card, found))))


@router.post(paths.CARDS, status_code=201, responses={201: {"model": wire.CardMade}})
async def make_card(branch_id: str, body: wire.MakeCard, request: Request, caller: InCharge) -> Response:
    """A card for that kind of holder. Its code is told this once."""
    branches = inside(request).branches
    catalogue = _catalogue(branches, branch_id)
    holder = next((one for one in catalogue.card_holders if one.holder_id == body.holder_id), None)
    if holder is None:
        raise UnknownErrand()
    code, code_hash = codes.new_code(CodeKind.CARD)
    wanted = CardRow(str(body.request_id), branch_id, 0, holder.holder_id, code_hash, branches.clock(), caller.actor)
    made = await service.make_card(branches, wanted)
    picture = picture_of(catalogue, holder, made.number, code)
    return json_of(wire.CardMade(card=entrance.card(made), code=code, picture=picture), 201)


@router.post(paths.CARD_REVOKE, status_code=204)
async def revoke_card(branch_id: str, card_id: UUID, request: Request, caller: InCharge) -> None:
    """The card opens nothing any more."""
    await service.revoke_card(inside(request).branches, branch_id, str(card_id), caller.actor)


@router.get(paths.ENTRANCE_FIGURES, responses={200: {"model": wire.EntranceFigures}})
async def figures(branch_id: str, request: Request, _caller: InCharge, days: LongAgo = 28) -> Response:
    """How straight the way to a specialist was, whether answers were enough, what digital help took; of the last days."""
    branches = inside(request).branches
    found = await service.figures(branches, branch_id, days, entrance.kinds(_catalogue(branches, branch_id)))
    return json_of(entrance.figures(found))


def _catalogue(branches: Branches, branch_id: str) -> Catalogue:
    return Catalogue.model_validate_json(branches.words_of(branch_id).catalogue)
