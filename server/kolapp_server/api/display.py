# SPDX-License-Identifier: EUPL-1.2
"""What anybody who looks may ask for: the board, and what the branch offers."""

from typing import Annotated

from fastapi import Depends, Request, Response

from kolapp_contract import paths
from kolapp_contract.board import View, ViewName
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.desk import Rule
from kolapp_contract.wire import Language as Spoken
from kolapp_server.api.answering import json_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, refuse_visitor, require
from kolapp_server.live.inside import inside
from kolapp_server.translate.public_rule import public_rule

router = json_router()
Looker = Annotated[Caller, Depends(require(Action.SEE_BOARD))]
Reader = Annotated[Caller, Depends(require(Action.SEE_CATALOGUE))]


@router.get(paths.BOARD, responses={200: {"model": View}})
async def board(branch_id: str, request: Request, caller: Looker) -> Response:
    """The board as it stands, with epoch and seq. Public unless the branch closes it."""
    if not inside(request).branches.words_of(branch_id).is_board_public:
        refuse_visitor(caller)
    return json_of(inside(request).newsroom.snapshot(branch_id, ViewName.BOARD))


@router.get(paths.RULE, responses={200: {"model": Rule}})
async def rule(branch_id: str, request: Request, _caller: Reader, language: Spoken = "sv") -> Response:
    """The public rule in that language, made from the settings in force."""
    branches = inside(request).branches
    own = Catalogue.model_validate_json(branches.words_of(branch_id).catalogue).texts
    return json_of(public_rule(branches.day(branch_id).rules, language, own))


@router.get(paths.CATALOGUE, responses={200: {"model": Catalogue}})
async def catalogue(branch_id: str, request: Request, _caller: Reader) -> Response:
    """What the branch offers, in its languages."""
    return Response(inside(request).branches.words_of(branch_id).catalogue, media_type="application/json")
