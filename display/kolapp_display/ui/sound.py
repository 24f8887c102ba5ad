# SPDX-License-Identifier: EUPL-1.2
"""Plays a sound file to its end and says when. A machine without loudspeakers is no fault: it only says so."""

import math
import wave
from array import array
from collections.abc import Callable
from pathlib import Path

from kivy.clock import Clock
from kivy.core.audio import Sound, SoundLoader

RATE_HZ = 22_050
CHIME_TONES_HZ = (659.26, 523.25)
CHIME_TONE_S, CHIME_RING_S = 0.42, 0.9
LATEST_END_S = 1.5
NOW_PLAYING: "set[Playing]" = set()


class Playing:
    """A sound on its way out; `when_done` is called once, at its end or when its time is up."""

    def __init__(self, sound: Sound, when_done: Callable[[], None]) -> None:
        self.sound = sound
        self._when_done: Callable[[], None] | None = when_done
        # Kivy holds those whom it calls back weakly.
        NOW_PLAYING.add(self)
        sound.bind(on_stop=self._end)
        self._limit = Clock.schedule_once(self._end, max(0.0, sound.length) + LATEST_END_S)
        sound.play()

    def _end(self, *_: object) -> None:
        done, self._when_done = self._when_done, None
        if done is None:
            return
        NOW_PLAYING.discard(self)
        self._limit.cancel()
        self.sound.unbind(on_stop=self._end)
        self.sound.stop()
        self.sound.unload()
        done()


def play(path: Path, when_done: Callable[[], None]) -> Playing | None:
    """The file is being played, or None where it cannot be."""
    sound = SoundLoader.load(str(path))
    if sound is None or sound.length <= 0:
        return None
    return Playing(sound, when_done)


def make_chime(path: Path) -> None:
    """A soft two-tone chime lies at `path`, made now if it was not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with wave.open(str(unfinished), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(_chime().tobytes())
        unfinished.replace(path)


def _chime() -> "array[int]":
    length_s = CHIME_TONE_S * (len(CHIME_TONES_HZ) - 1) + CHIME_RING_S
    return array("h", (round(9_000 * _chime_at(place / RATE_HZ)) for place in range(round(length_s * RATE_HZ))))


def _chime_at(s: float) -> float:
    """The swing at that second, -1 to 1: struck tones that fade, each with a weak octave."""
    swing = 0.0
    for place, hertz in enumerate(CHIME_TONES_HZ):
        since = s - place * CHIME_TONE_S
        if since >= 0:
            loud = min(1.0, since / 0.008) * math.exp(-since * 4.5)
            swing += loud * (math.sin(2 * math.pi * hertz * since) + 0.25 * math.sin(4 * math.pi * hertz * since))
    end = min(1.0, max(0.0, (CHIME_TONE_S * (len(CHIME_TONES_HZ) - 1) + CHIME_RING_S - s) / 0.05))
    return max(-1.0, min(1.0, swing * end / 1.6))
