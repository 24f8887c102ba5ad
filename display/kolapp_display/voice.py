# SPDX-License-Identifier: EUPL-1.2
"""Says a call: a chime, then Swedish, then the visitor's own language. What cannot be had is left out; the picture goes on."""

import asyncio
import time
from collections import deque
from pathlib import Path

import structlog

from kolapp_client.http import ServerFault, ServerHttp
from kolapp_contract.board import Call
from kolapp_contract.wire import Code, Language
from kolapp_display.board import Announcement
from kolapp_words.languages import SWEDISH, language

PAUSE_S = 0.4
KEPT_ANNOUNCEMENTS = 200
log = structlog.get_logger()


class Voice:
    """The loudspeaker of one display. `spoken` tells what was said, when it began and when it ended (seconds since 1970)."""

    def __init__(self, server: ServerHttp, branch_id: Code, folder: Path, is_on: bool) -> None:
        self.server, self.branch_id, self.folder, self.is_on = server, branch_id, folder, is_on
        self.spoken: deque[dict[str, object]] = deque(maxlen=KEPT_ANNOUNCEMENTS)

    async def say(self, announcement: Announcement) -> None:
        """The call has been said once, or as much of it as could be."""
        if not self.is_on:
            return
        call, started_at, said = announcement.call, time.time(), []
        sounds = [asyncio.create_task(self._sound(call, code)) for code in spoken_languages(call)]
        has_chimed = announcement.spoken == 0 and await self._play(self._chime())
        for code, sound in zip(spoken_languages(call), sounds, strict=True):
            path = await sound
            if path is not None and await self._play(path):
                said.append(code)
        self.spoken.append(
            {
                "number": call.number,
                "desk": call.desk_id,
                "round": announcement.spoken,
                "chime": has_chimed,
                "languages": said,
                "started_at": started_at,
                "ended_at": time.time(),
            }
        )
        await asyncio.sleep(PAUSE_S)

    async def _sound(self, call: Call, code: Language) -> Path | None:
        manner = f"{'-again' if call.again else ''}{'-fetched' if call.is_fetched else ''}"
        path = self.folder / f"{code}-{call.number}-{call.desk_id}{manner}.wav"
        try:
            speech = await self.server.speech(
                self.branch_id, code, call.number, call.desk_id, again=call.again, fetched=bool(call.is_fetched)
            )
        except ServerFault as fault:
            log.info("no_voice", language=code, fault=str(fault))
            return None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(speech)
        return path

    def _chime(self) -> Path:
        from kolapp_display.ui.sound import make_chime

        path = self.folder / "chime.wav"
        make_chime(path)
        return path

    async def _play(self, path: Path) -> bool:
        from kolapp_display.ui.sound import play

        ended = asyncio.Event()
        if play(path, when_done=ended.set) is None:
            log.warning("cannot_play", sound=path.name)
            return False
        await ended.wait()
        return True


def spoken_languages(call: Call) -> list[Language]:
    """Swedish, and then the visitor's language where it has a voice."""
    own = language(call.language)
    return ["sv"] if own.voice in (SWEDISH.voice, None) else ["sv", own.code]
