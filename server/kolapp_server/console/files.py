# SPDX-License-Identifier: EUPL-1.2
"""Files that pages load: scripts, styles and pictures of ours, and the waiting room's board, which is the display's own."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from kolapp_contract import paths
from kolapp_server.auth.permissions import Action
from kolapp_server.guards import Caller, refuse_visitor, require
from kolapp_server.live.inside import inside

STATIC = StaticFiles(directory=Path(__file__).parent / "static")
ASK_AGAIN = {"Cache-Control": "no-cache"}
"""The browser asks each time whether its copy is still true, and mostly hears 304: after an upgrade no page is half old."""

router = APIRouter(include_in_schema=False)
Looker = Annotated[Caller, Depends(require(Action.SEE_FILES))]
BoardLooker = Annotated[Caller, Depends(require(Action.SEE_BOARD))]


@router.get("/static/board/{path:path}")
async def board_file(path: str, request: Request, _caller: BoardLooker) -> Response:
    """What the board's page loads: files of the display, which may be newer or older than the server."""
    return await _file(_board(request), path, request)


@router.get("/static/{path:path}")
async def static_file(path: str, request: Request, _caller: Looker) -> Response:
    """A script, style or picture."""
    return await _file(STATIC, path, request)


@router.get(paths.BOARD_PAGE)
async def board_page(branch_id: str, request: Request, caller: BoardLooker) -> Response:
    """The waiting room's board for any browser or television. Public unless the branch closes it."""
    known = inside(request).branches.words
    if branch_id not in known:
        raise HTTPException(404)
    if not known[branch_id].is_board_public:
        refuse_visitor(caller)
    return await _file(_board(request), "board.html", request)


def _board(request: Request) -> StaticFiles:
    return StaticFiles(directory=request.app.state.settings.board_folder, check_dir=False)


async def _file(folder: StaticFiles, path: str, request: Request) -> Response:
    response = await folder.get_response(path, request.scope)
    response.headers.update(ASK_AGAIN)
    return response
