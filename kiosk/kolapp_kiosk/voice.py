# SPDX-License-Identifier: EUPL-1.2
"""Says what the flow wants said: one thing at a time, the newer one wins. What cannot be said is left out."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from kolapp_client.http import ServerFault, ServerRefused
from kolapp_contract.catalogue import Catalogue
from kolapp_kiosk.flow.aloud import voice_of
from kolapp_kiosk.flow.effects import Hush, Say, Sound
from kolapp_kiosk.flow.state import LOUDEST, State, World
from kolapp_kiosk.sounds import Sounds, joined
from kolapp_kiosk.ui.saying import Piece
from kolapp_words.languages import language

if TYPE_CHECKING:
    from kolapp_kiosk.ui.app import KioskApp

LOOKED_AT_EVERY_S = 5.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is being said, piece by piece, and in which languages."""

    pieces: tuple[str, ...]
    codes: tuple[str, ...]
    has_tone: bool


class Voice:
    """The kiosk's loudspeaker. `on_end` hears when all has been said or cannot be, `on_words` what is begun. Nothing is kept."""

    def __init__(self, app: "KioskApp", sounds: Sounds, on_end: Callable[[], None], *, is_on: bool) -> None:
        self.app, self.sounds, self._on_end, self.is_on = app, sounds, on_end, is_on
        self.on_words: Callable[[Utterance], None] = _nobody
        self._talk: asyncio.Task[None] | None = None

    def act(self, effect: Say | Hush | Sound, state: State) -> None:
        """The effect is under way: what was being said has ended, unless the new words are to come after it."""
        before = self._talk
        is_after = isinstance(effect, Say) and effect.waits and before is not None and not before.done()
        if before is not None and not is_after:
            before.cancel()
        if not isinstance(effect, Hush):
            self._talk = asyncio.ensure_future(self._talked(effect, state, before if is_after else None))

    async def _talked(self, effect: Say | Sound, state: State, before: "asyncio.Task[None] | None") -> None:
        if before is not None:
            with suppress(asyncio.CancelledError):
                await before
        try:
            if self.is_on:
                await self._sounded(effect, state)
        except OSError as fault:
            log.warning("not_said", fault=type(fault).__name__)
        if isinstance(effect, Say) and self._talk is asyncio.current_task():
            self._on_end()

    async def _sounded(self, effect: Say | Sound, state: State) -> None:
        level = state.wishes.volume
        if isinstance(effect, Sound) or effect.has_tone:
            await self._tone(level)
        if isinstance(effect, Say):
            await self._say(effect, state, level)

    async def _say(self, effect: Say, state: State, level: int) -> None:
        code = voice_of(state)
        pieces = self.app.said(state, effect.what, code)
        files = await self._files(pieces)
        if None in files and code != "sv":
            # Half a sentence helps nobody: what lies on no disk here is said in Swedish, as where a language has no voice.
            pieces = self.app.said(state, effect.what, "sv")
            files = await self._files(pieces)
        self.on_words(Utterance(tuple(p.words for p in pieces), tuple(p.code for p in pieces), effect.has_tone))
        await self._play([file for file in files if file is not None], level)

    async def _files(self, pieces: tuple[Piece, ...]) -> list[Path | None]:
        return [await self.sounds.of(piece.words, voiced(piece.code)) for piece in pieces]

    async def _play(self, files: list[Path], level: int) -> None:
        sounds = await asyncio.to_thread(lambda: list(joined(files)))
        for number, sound in enumerate(sounds):
            path = self.sounds.folder / f"now-{number}.wav"
            await asyncio.to_thread(path.write_bytes, sound)
            try:
                await self._heard(path, level)
            finally:
                path.unlink(missing_ok=True)

    async def _tone(self, level: int) -> None:
        from kolapp_kiosk.ui.sound import make_tone

        path = self.sounds.folder / "tone.wav"
        await asyncio.to_thread(make_tone, path)
        await self._heard(path, level)

    async def _heard(self, path: Path, level: int) -> None:
        """The file has been played to its end; a talk that is cancelled stops it at once."""
        from kolapp_kiosk.ui.sound import play

        ended = asyncio.Event()
        playing = play(path, LOUDEST - level, ended.set)
        if playing is None:
            log.warning("cannot_play", sound=path.name)
            return
        try:
            await ended.wait()
        finally:
            playing.stop()

    async def stock(self, world: Callable[[], World], on_voices: Callable[[frozenset[str]], None]) -> None:
        """The phrases of the branch's languages come to lie on disk, anew when they change.

        `on_voices` hears of the languages without a voice that people have recorded whole.
        """
        stocked: object = None
        while self.is_on:
            wanted = (world().catalogue, world().languages)
            if wanted[0] is not None and wanted != stocked:
                has_all, recorded = True, set()
                for code in dict.fromkeys(("sv", *wanted[1])):
                    stock = await self._stocked(wanted[0], code)
                    has_all &= stock is not None
                    if stock and language(code).voice is None:
                        recorded.add(code)
                stocked = wanted if has_all else None
                on_voices(frozenset(recorded))
            await asyncio.sleep(LOOKED_AT_EVERY_S)
        await asyncio.Event().wait()

    async def _stocked(self, catalogue: Catalogue, code: str) -> bool | None:
        """Whether all phrases of that language are here; None where it has to be tried again."""
        try:
            return await self.sounds.stock(catalogue, code)
        except (ServerFault, ServerRefused, OSError) as fault:
            log.info("not_stocked", language=code, fault=type(fault).__name__)
            return None


def _nobody(_utterance: Utterance) -> None:
    """Nobody listens to what is begun."""


def voiced(code: str) -> str:
    """The language of the sound: a name in a language that is not known is said by the Swedish voice."""
    return code if language(code).code == code else "sv"
