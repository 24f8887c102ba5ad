# SPDX-License-Identifier: EUPL-1.2
"""A call as a sound: recorded clips where a site has them, else spoken; each made once and kept on disk."""

import asyncio
import hashlib
import os
import wave
from pathlib import Path

import structlog

from kolapp_server.speech import phrases
from kolapp_server.speech.clips import ClipsDiffer, find_clips, joined
from kolapp_server.speech.espeak import WORDS_A_MINUTE, Espeak
from kolapp_words.languages import LANGUAGES
from kolapp_words.own import Own, Part, town_texts

LOCALE = Path(__file__).parent / "locale"
FILES_KEPT = 10_000
"""All that a kiosk says in twelve languages is about 6,000."""
log = structlog.get_logger()


class NoVoice(Exception):
    """There is no voice in that language."""


class Speaker:
    """Speaks calls. `var/clips/<language>/<key>.wav` wins over the voice; `var/speech` holds what was spoken before."""

    def __init__(self, var: Path, espeak: Espeak) -> None:
        self._clips = var / "clips"
        self._kept = var / "speech"
        self._espeak = espeak

    async def call(
        self, language: str, number: str, sign: str, *, is_again: bool = False, is_fetched: bool = False, own: Own = ()
    ) -> bytes:
        """The call of `number` to the desk with that `sign`, as a wav file, in the town's `own` words where it has any.

        A recall says so; one who is fetched is told that somebody comes, and no desk. Raises `NoVoice` or `NoSpeech`.
        """
        if language not in LANGUAGES:
            raise NoVoice()
        keys = phrases.clip_keys(number, sign, is_again=is_again, is_fetched=is_fetched)
        recorded = await asyncio.to_thread(self._recorded, language, keys)
        if recorded is not None:
            return recorded
        key = "call.fetched" if is_fetched else "call.again" if is_again else "call"
        template = town_texts(LOCALE, language, Part.SPEECH, own).entries[key][0]
        return await self._spoken(language, phrases.sentence(template, number, sign), self._kept)

    async def phrase(self, language: str, phrase_id: str, words: str) -> bytes:
        """Some words that a kiosk says, as a wav file. Raises `NoVoice` or `NoSpeech`. A clip `<phrase_id>.wav` wins."""
        if language not in LANGUAGES:
            raise NoVoice()
        clip = await asyncio.to_thread(_read, self._clips / language / f"{phrase_id}.wav")
        return clip if clip is not None else await self._spoken(language, words, self._kept / "phrases")

    def _recorded(self, language: str, keys: tuple[str, ...]) -> bytes | None:
        files = find_clips(self._clips / language, keys)
        if files is None:
            return None
        try:
            return joined(files)
        except (ClipsDiffer, wave.Error, EOFError, OSError) as fault:
            log.warning("clips_not_used", language=language, reason=type(fault).__name__)
            return None

    async def _spoken(self, language: str, text: str, folder: Path) -> bytes:
        voice = LANGUAGES[language].voice
        if voice is None:
            raise NoVoice()
        file = folder / f"{_name(voice, text)}.wav"
        kept = await asyncio.to_thread(_read, file)
        if kept is not None:
            return kept
        sound = await self._espeak.speak(text, voice)
        await asyncio.to_thread(_keep, file, sound)
        return sound


def _name(voice: str, text: str) -> str:
    return hashlib.sha256(f"{voice}\0{WORDS_A_MINUTE}\0{text}".encode()).hexdigest()[:32]


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _keep(file: Path, sound: bytes) -> None:
    """The sound lies on disk, whole. A disk that is full only means that it is spoken anew the next time."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _make_room(file.parent)
        half = file.with_suffix(f".{os.getpid()}.part")
        half.write_bytes(sound)
        half.replace(file)
    except OSError as fault:
        log.warning("speech_not_kept", reason=type(fault).__name__)


def _make_room(folder: Path) -> None:
    files = list(folder.glob("*.wav"))
    if len(files) < FILES_KEPT:
        return
    files.sort(key=lambda file: file.stat().st_mtime)
    for file in files[: max(0, len(files) - FILES_KEPT + 1)]:
        file.unlink(missing_ok=True)
