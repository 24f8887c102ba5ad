# SPDX-License-Identifier: EUPL-1.2
"""The sounds on the kiosk's disk: what can be said without the server.

All phrases of the branch's languages are fetched one by one after the catalogue is known, slowly, so that no server with many
kiosks is kept busy. A phrase whose words are changed has another id, and the sound of the old words is thrown away,
as are the names of people who could be asked for, which are fetched when they are said.
"""

import asyncio
import io
import json
import wave
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import structlog

from kolapp_client.http import ServerFault, ServerHttp, ServerRefused
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.errors import ErrorCode
from kolapp_kiosk.ui import language
from kolapp_words.spoken import phrase_id, phrases, written_in

REST_S = 0.08
FETCH_EVERY_S = 0.25
MEGABYTE = 10**6
log = structlog.get_logger()


class Sounds:
    """`folder/<language>/<phrase_id>.wav`, at most `most_mb` of them."""

    def __init__(self, server: ServerHttp, branch_id: str, folder: Path, most_mb: int) -> None:
        self.server, self.branch_id, self.folder, self.most_mb = server, branch_id, folder, most_mb

    async def of(self, words: str, code: str) -> Path | None:
        """The sound of a phrase: from disk, else from the server; None where neither has it."""
        path = self._path(phrase_id(words), code)
        if await asyncio.to_thread(path.is_file):
            return path
        try:
            return await self._fetched(path, code)
        except ServerRefused as refusal:
            log.info("no_sound", language=code, code=refusal.problem.code)
        except (ServerFault, OSError) as fault:
            log.info("no_sound", language=code, fault=type(fault).__name__)
        return None

    async def stock(self, catalogue: Catalogue, code: str) -> bool:
        """What can be had of that language is on disk. False where something of it cannot.

        Raises `ServerFault` or `ServerRefused` where the server cannot tell now, `OSError` where the disk takes no more.
        """
        wanted = wanted_phrases(catalogue, code)
        left = self.most_mb * MEGABYTE - await asyncio.to_thread(self._thrown, wanted, code)
        for path in [self._path(one, code) for one in wanted]:
            if left <= 0:
                return False
            if path.is_file():
                continue
            try:
                left -= (await self._fetched(path, code)).stat().st_size
            except ServerRefused as refusal:
                if refusal.problem.code == ErrorCode.NO_VOICE:
                    return False
                if refusal.problem.code != ErrorCode.NOT_FOUND:
                    raise
            await asyncio.sleep(FETCH_EVERY_S)
        return all(self._path(one, code).is_file() for one in wanted)

    def _path(self, one: str, code: str) -> Path:
        return self.folder / code / f"{one}.wav"

    async def _fetched(self, path: Path, code: str) -> Path:
        sound = await self.server.phrase(self.branch_id, code, path.stem)
        await asyncio.to_thread(_keep, path, sound)
        return path

    def _thrown(self, wanted: dict[str, str], code: str) -> int:
        """What nobody says any more is gone. How many bytes all sounds take."""
        for path in (self.folder / code).glob("*.wav"):
            if path.stem not in wanted:
                path.unlink(missing_ok=True)
        return sum(path.stat().st_size for path in self.folder.glob("*/*.wav"))


def wanted_phrases(catalogue: Catalogue, code: str) -> dict[str, str]:
    """All that this kiosk can say of that branch, by id."""
    return phrases(language.texts(code, catalogue).entries, written_in(json.loads(catalogue.model_dump_json()), code))


def _keep(path: Path, sound: bytes) -> None:
    """The sound lies on disk, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(sound)
    unfinished.replace(path)


def joined(files: list[Path]) -> Iterator[bytes]:
    """The sounds one after the other, as few files as can be: those of one kind are one, with a short rest between them."""
    for (channels, width, rate), alike in groupby(_read(files), key=lambda one: one[0]):
        target = io.BytesIO()
        rest = bytes(int(rate * REST_S) * width * channels)
        with wave.open(target, "wb") as sound:
            sound.setnchannels(channels)
            sound.setsampwidth(width)
            sound.setframerate(rate)
            sound.writeframes(rest.join(frames for _, frames in alike))
        yield target.getvalue()


def _read(files: list[Path]) -> Iterator[tuple[tuple[int, int, int], bytes]]:
    """Each sound with its kind. One that cannot be read is left out, and fetched anew the next time."""
    for file in files:
        try:
            with wave.open(str(file), "rb") as sound:
                kind = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
                yield kind, sound.readframes(sound.getnframes())
        except (OSError, EOFError, wave.Error) as fault:
            log.warning("sound_not_read", file=file.name, fault=type(fault).__name__)
            file.unlink(missing_ok=True)
