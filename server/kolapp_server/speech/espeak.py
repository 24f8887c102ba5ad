# SPDX-License-Identifier: EUPL-1.2
"""espeak-ng as a program beside ours (it is GPL-3): text in, sound out, five seconds at most, never a shell."""

import asyncio
import shutil
import wave
from asyncio.subprocess import DEVNULL, PIPE

from kolapp_server.speech.clips import with_right_header

SPEAKS_WITHIN_S = 5.0
WORDS_A_MINUTE = 135
AT_A_TIME = 2


class NoSpeech(Exception):
    """The server cannot speak. Install espeak-ng on it (Debian: apt install espeak-ng)."""


class Espeak:
    """The voice. `program` is found in PATH."""

    def __init__(self, program: str) -> None:
        self.program = program
        self._room = asyncio.Semaphore(AT_A_TIME)

    def is_installed(self) -> bool:
        """Whether the program is there."""
        return shutil.which(self.program) is not None

    async def speak(self, text: str, voice: str) -> bytes:
        """`text` as a wav file. Raises `NoSpeech`."""
        async with self._room:
            return await self._spoken(text, voice)

    async def _spoken(self, text: str, voice: str) -> bytes:
        arguments = ("-v", voice, "-s", str(WORDS_A_MINUTE), "-b", "1", "--stdin", "--stdout")
        try:
            process = await asyncio.create_subprocess_exec(self.program, *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        except OSError:
            raise NoSpeech() from None
        try:
            sound, _ = await asyncio.wait_for(process.communicate(text.encode()), SPEAKS_WITHIN_S)
        except TimeoutError:
            raise NoSpeech() from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        try:
            return with_right_header(sound)
        except (wave.Error, EOFError):
            raise NoSpeech() from None
