# SPDX-License-Identifier: EUPL-1.2
"""Plays sound files and says when they have ended. A machine without loudspeakers is no fault: it only says so."""

import math
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

from kivy.clock import Clock
from kivy.core.audio import Sound, SoundLoader

RATE_HZ = 22_050
TONE_HZ, TONE_S = 587.33, 0.7
LATEST_END_S = 1.5
STEP_DB = 6
NOW_PLAYING: "set[Playing]" = set()


class Playing:
    """A sound on its way out; `when_done` is called once: at its end, when its time is up, or when it is stopped."""

    def __init__(self, sound: Sound, when_done: Callable[[], None]) -> None:
        self.sound = sound
        self._when_done: Callable[[], None] | None = when_done
        # Kivy holds those whom it calls back weakly.
        NOW_PLAYING.add(self)
        sound.bind(on_stop=self.stop)
        self._limit = Clock.schedule_once(self.stop, max(0.0, sound.length) + LATEST_END_S)
        sound.play()

    def stop(self, *_: object) -> None:
        """Nothing more is heard of it."""
        done, self._when_done = self._when_done, None
        if done is None:
            return
        NOW_PLAYING.discard(self)
        self._limit.cancel()
        self.sound.unbind(on_stop=self.stop)
        self.sound.stop()
        self.sound.unload()
        done()


def play(path: Path, steps_down: int, when_done: Callable[[], None]) -> Playing | None:
    """The file is being played, so many steps of 6 dB below the loudest; or None where it cannot be."""
    sound = SoundLoader.load(str(path))
    if sound is None or sound.length <= 0:
        return None
    sound.volume = 10 ** (-STEP_DB * steps_down / 20)
    return Playing(sound, when_done)


def make_tone(path: Path) -> None:
    """A soft tone that fades lies at `path`, made now if it was not there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with wave.open(str(unfinished), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(
            array("h", (round(12_000 * _swing(place / RATE_HZ)) for place in range(round(TONE_S * RATE_HZ)))).tobytes()
        )
    unfinished.replace(path)


def _swing(s: float) -> float:
    loud = min(1.0, s / 0.01) * math.exp(-s * 5) * min(1.0, (TONE_S - s) / 0.05)
    return loud * math.sin(2 * math.pi * TONE_HZ * s)
