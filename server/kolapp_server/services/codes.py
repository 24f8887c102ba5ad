# SPDX-License-Identifier: EUPL-1.2
"""What a code on paper opens. One door for all kinds, so that whoever guesses is slowed down once for all of them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from kolapp_server.auth.slowing import Patience, Slowing
from kolapp_server.services import bookings, contacts, entrance
from kolapp_server.services.branches import Branches
from kolapp_server.services.staff import TooManyTries

GUESSES = Patience(free=20, first=timedelta(seconds=2), longest=timedelta(seconds=30))
"""A kiosk tells of a mistyped character itself, so that few wrong codes come here from those who have one."""

Opener = Callable[[Branches, str, bytes], Awaitable[object | None]]
"""What the code with that hash opens in that branch now; None where it opens nothing."""

OPENERS: dict[str, Opener] = {"C": contacts.opened, "P": entrance.card_of, "T": bookings.opened}
"""By the first letter of the code."""


class CodeDoor:
    """Looks codes up. Failures are counted in this process, by who asks."""

    def __init__(self, branches: Branches) -> None:
        self._branches = branches
        self._guesses = Slowing(GUESSES)

    async def look(self, branch_id: str, who: str, asked: tuple[str, bytes] | None) -> object | None:
        """What the code (its kind and hash; None: what was typed is no code) opens. None for a wrong and an unknown one alike.

        Raises `TooManyTries`. Who has found one is not forgiven the wrong ones before.
        """
        now = self._branches.clock()
        if wait := self._guesses.wait(who, now):
            raise TooManyTries(wait)
        opener = OPENERS.get(asked[0]) if asked is not None else None
        found = await opener(self._branches, branch_id, asked[1]) if opener is not None and asked is not None else None
        if found is None:
            self._guesses.failed(who, now)
        return found
