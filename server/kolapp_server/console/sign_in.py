# SPDX-License-Identifier: EUPL-1.2
"""Signing in and out by a form, without script.

The form carries a token that also stands in a cookie of the same page, so that no other site can sign a browser in.
A password is only taken over https or on the server itself; elsewhere the page says how to mend it.
"""

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from kolapp_contract import paths
from kolapp_contract.errors import ErrorCode
from kolapp_contract.wire import PlainText
from kolapp_server.auth.permissions import Action
from kolapp_server.console import words
from kolapp_server.console.drawing import draw
from kolapp_server.guards import (
    Caller,
    TurnedAway,
    give_cookie,
    is_csrf_right,
    is_secure,
    refuse_insecure,
    require,
    require_with_form_token,
)
from kolapp_server.services import staff
from kolapp_words.languages import STAFF_LANGUAGES
from kolapp_words.texts import Texts, read_texts

FORM_COOKIE = "kolapp-form"
FORM_LASTS_S = 3600
LANGUAGE_LASTS_S = 365 * 24 * 3600
SEE_OTHER = 303
PAGES = (paths.DESK_PAGE, paths.MONITOR_PAGE, paths.OFFICE_PAGE)
"""Where one may be sent after signing in: nowhere else, whatever the address says."""
router = APIRouter(include_in_schema=False)


class SignInForm(BaseModel):
    """What the form sends. `next_page` is where one wanted to go."""

    name: PlainText
    password: str = Field(max_length=200)
    csrf: str = Field(default="", max_length=200)
    next_page: str = Field(default="", max_length=200)


Comer = Annotated[Caller, Depends(require(Action.SIGN_IN))]
FormComer = Annotated[Caller, Depends(require_with_form_token(Action.SIGN_IN))]
Goer = Annotated[Caller, Depends(require_with_form_token(Action.SIGN_OUT))]
Token = Annotated[str, Form(max_length=200)]


@router.get(paths.SIGN_IN_PAGE)
async def sign_in_page(request: Request, caller: Comer, language: str | None = None) -> Response:
    """The form; or the desk, for whoever is signed in already."""
    if caller.clerk_id is not None:
        return RedirectResponse(paths.DESK_PAGE, SEE_OTHER)
    wanted = request.query_params.get("next", "")
    if language not in STAFF_LANGUAGES:
        return _form(request, words.texts_for(request), wanted, fault=_insecurity(request))
    page = _form(request, read_texts(words.LOCALE, language), wanted, fault=_insecurity(request))
    page.set_cookie(words.LANGUAGE_COOKIE, language, LANGUAGE_LASTS_S, secure=is_secure(request), httponly=True, samesite="lax")
    return page


@router.post(paths.SIGN_IN_PAGE)
async def sign_in(request: Request, _caller: FormComer, form: Annotated[SignInForm, Form()]) -> Response:
    """The clerk is signed in and at the desk; or the form again, with what was wrong."""
    texts, wanted = words.texts_for(request), form.next_page
    if insecurity := _insecurity(request):
        return _form(request, texts, wanted, insecurity, 403)
    if not _is_own_form(request, form):
        return _form(request, texts, wanted, "fault_stale", 403)
    door: staff.StaffDoor = request.app.state.staff_door
    try:
        signed_in = await staff.sign_in(door, form.name, form.password, request.client.host if request.client else "")
    except staff.SignInRefused:
        return _form(request, texts, wanted, "fault_wrong", 401)
    except staff.TooManyTries as tries:
        page = _form(request, texts, wanted, "fault_slow", 429)
        page.headers["Retry-After"] = str(max(1, round(tries.wait.total_seconds())))
        return page
    answer = RedirectResponse(wanted if wanted in PAGES else paths.DESK_PAGE, SEE_OTHER)
    give_cookie(request, answer, signed_in.token, round(door.session_lasts.total_seconds()))
    answer.delete_cookie(FORM_COOKIE)
    return answer


@router.post(paths.SIGN_OUT)
async def sign_out(request: Request, caller: Goer, csrf: Token = "") -> Response:
    """The session is over. The desk stays as it is: whoever sat there may be on the way to another machine."""
    if not is_csrf_right(caller, csrf):
        raise TurnedAway(403, ErrorCode.NOT_ALLOWED)
    await staff.sign_out(request.app.state.staff_door, caller.key or b"")
    answer = RedirectResponse(paths.SIGN_IN_PAGE, SEE_OTHER)
    give_cookie(request, answer, "", 0)
    return answer


def _is_own_form(request: Request, form: SignInForm) -> bool:
    return bool(form.csrf) and hmac.compare_digest(form.csrf.encode(), request.cookies.get(FORM_COOKIE, "").encode())


def _insecurity(request: Request) -> str | None:
    try:
        refuse_insecure(request)
    except TurnedAway:
        return "fault_insecure"
    return None


def _form(request: Request, texts: Texts, wanted: str, fault: str | None = None, status: int = 200) -> Response:
    token = request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)
    facts = {"fault": fault, "languages": list(STAFF_LANGUAGES.values()), "next_page": wanted}
    page = draw("sign_in.html", texts, status, metas={"csrf": token}, **facts)
    page.set_cookie(FORM_COOKIE, token, FORM_LASTS_S, secure=is_secure(request), httponly=True, samesite="strict")
    return page
