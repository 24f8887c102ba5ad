# SPDX-License-Identifier: EUPL-1.2
"""A call as a sound, for whatever has a loudspeaker."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Annotated

from fastapi import Depends, Path, Request, Response

from kolapp_contract import paths
from kolapp_contract.board import ViewName
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.errors import ErrorCode
from kolapp_contract.wire import Code, Language, TicketNumber
from kolapp_server.api.officers import officers_of
from kolapp_server.api.strictness import json_router
from kolapp_server.auth.permissions import Action
from kolapp_server.domain.refusals import UnknownDesk
from kolapp_server.guards import Caller, TurnedAway, refuse_visitor, require
from kolapp_server.live.inside import inside
from kolapp_server.speech import known
from kolapp_server.speech.espeak import NoSpeech
from kolapp_server.speech.speaker import NoVoice, Speaker
from kolapp_words.own import Own
from kolapp_words.spoken import written_in

KEPT_BY_THE_BROWSER = "public, max-age=86400"
router = json_router()
Hearer = Annotated[Caller, Depends(require(Action.HEAR_CALLS))]
Listening = Annotated[Caller, Depends(require(Action.HEAR_PHRASES))]
PhraseId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get(paths.CALL_SPEECH, response_class=Response)
async def call_speech(
    branch_id: Code,
    language: Language,
    number: TicketNumber,
    desk_id: Code,
    request: Request,
    caller: Hearer,
) -> Response:
    """The call of `number` to that desk, as audio/wav. `?again=true` says that it is a recall, `?fetched=true` that one comes.

    404 `no_voice` where the language has none.
    """
    words = inside(request).branches.words_of(branch_id)
    if not words.is_board_public:
        refuse_visitor(caller)
    sign = signs_of(words.catalogue).get(desk_id)
    if sign is None:
        raise UnknownDesk()
    sound = await _spoken(request, language, number, sign, own_texts(words.catalogue))
    tag = f'"{hashlib.sha256(sound).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": KEPT_BY_THE_BROWSER}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(sound, headers=headers, media_type="audio/wav")


@router.get(paths.PHRASE_SPEECH, response_class=Response)
async def phrase_speech(
    branch_id: Code, language: Language, phrase_id: PhraseId, request: Request, _caller: Listening
) -> Response:
    """A few words that a kiosk says, as audio/wav: asked for by their id, never by the words themselves. 404 for any other id."""
    house = inside(request)
    written = known.of_catalogue(house.branches.words_of(branch_id).catalogue, language)
    words = written.get(phrase_id) or known.among(_told(request, branch_id, language), phrase_id)
    if words is None:
        raise TurnedAway(404, ErrorCode.NOT_FOUND)
    speaker: Speaker = request.app.state.speaker
    with _voice():
        return Response(await speaker.phrase(language, phrase_id, words), media_type="audio/wav")


def _told(request: Request, branch_id: str, language: str) -> tuple[str, ...]:
    """What a kiosk shows today besides: the staff's own words, and who can be asked for, named as the town allows."""
    view = inside(request).newsroom.snapshot(branch_id, ViewName.KIOSK)
    stops = (view.opening.stop_text, *(line.stop_text for line in view.waits))
    people = written_in(officers_of(request, branch_id).model_dump(mode="json"), language)
    return tuple(text for text in (view.notice, *stops, *people) if text)


async def _spoken(request: Request, language: str, number: str, sign: str, own: Own) -> bytes:
    speaker: Speaker = request.app.state.speaker
    is_again, is_fetched = (request.query_params.get(name) == "true" for name in ("again", "fetched"))
    with _voice():
        return await speaker.call(language, number, sign, is_again=is_again, is_fetched=is_fetched, own=own)


@contextmanager
def _voice() -> Iterator[None]:
    try:
        yield
    except NoVoice:
        raise TurnedAway(404, ErrorCode.NO_VOICE) from None
    except NoSpeech:
        raise TurnedAway(503, ErrorCode.NO_SPEECH, headers={"Retry-After": "60"}) from None


@lru_cache(maxsize=16)
def signs_of(catalogue: str) -> dict[str, str]:
    """What stands over each desk, by the desk's id."""
    return {desk.desk_id: desk.sign for desk in Catalogue.model_validate_json(catalogue).desks}


@lru_cache(maxsize=16)
def own_texts(catalogue: str) -> Own:
    """What the town says in its own way."""
    return Catalogue.model_validate_json(catalogue).texts
