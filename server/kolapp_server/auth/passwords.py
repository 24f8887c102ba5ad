# SPDX-License-Identifier: EUPL-1.2
"""Passwords: argon2id (RFC 9106), in a thread, at most two at a time, since each takes 64 MB for a moment."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

SHORTEST = 10
AT_A_TIME = 2
_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


class PasswordTooShort(ValueError):
    """A password has at least ten characters."""


class Passwords:
    """Makes and checks hashes without holding up anybody else."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(AT_A_TIME)

    async def hash(self, password: str) -> str:
        """What is kept of `password`. Raises `PasswordTooShort`."""
        if len(password) < SHORTEST:
            raise PasswordTooShort()
        async with self._room:
            return await asyncio.to_thread(_hasher.hash, password)

    async def is_right(self, kept: str | None, password: str) -> bool:
        """Whether `password` is the one. Takes equally long for a name that does not exist (`kept` is None)."""
        async with self._room:
            return await asyncio.to_thread(_is_right, kept, password)


def _is_right(kept: str | None, password: str) -> bool:
    try:
        _hasher.verify(kept or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return _hasher.hash("a password that nobody has")
