# SPDX-License-Identifier: EUPL-1.2
"""Sounds as wav files: recorded clips put one after the other, and a program's output given a right header."""

import io
import wave
from pathlib import Path

REST_SECONDS = 0.12
WAV_HEADER_BYTES = 44


class ClipsDiffer(ValueError):
    """The clips of a language have not the same rate, width and channels, so they cannot be joined."""


def find_clips(folder: Path, keys: tuple[str, ...]) -> tuple[Path, ...] | None:
    """The files of all `keys`, or None when one is missing: half a recorded call is worse than a spoken one."""
    files = tuple(folder / f"{key}.wav" for key in keys)
    return files if all(file.is_file() for file in files) else None


def joined(files: tuple[Path, ...]) -> bytes:
    """The clips as one sound, with a short rest between them. Raises `ClipsDiffer`, and `wave.Error` for what is no sound."""
    sounds = []
    kinds = set()
    for file in files:
        with wave.open(str(file), "rb") as sound:
            kinds.add((sound.getnchannels(), sound.getsampwidth(), sound.getframerate()))
            sounds.append(sound.readframes(sound.getnframes()))
    if len(kinds) != 1:
        raise ClipsDiffer()
    channels, width, rate = kinds.pop()
    rest = bytes(int(rate * REST_SECONDS) * width * channels)
    return written(rest.join(sounds), channels, width, rate)


def with_right_header(sound: bytes) -> bytes:
    """A wav that was written to a pipe says that it is endless; afterwards it says how long it is. Raises `wave.Error`."""
    with wave.open(io.BytesIO(sound), "rb") as found:
        return written(sound[WAV_HEADER_BYTES:], found.getnchannels(), found.getsampwidth(), found.getframerate())


def written(frames: bytes, channels: int, width: int, rate: int) -> bytes:
    """`frames` as a wav file."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        sound.writeframes(frames)
    return target.getvalue()
