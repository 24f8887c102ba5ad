# SPDX-License-Identifier: EUPL-1.2
"""The branches as this process knows them: their days, and their words of today, read again whenever the journal says so."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from kolapp_server.domain.commands import Command
from kolapp_server.domain.day import Day
from kolapp_server.services.fingerprint import fingerprint
from kolapp_server.store import branches, staff, words
from kolapp_server.store.batch import Ask, Done
from kolapp_server.store.faults import UnknownBranch
from kolapp_server.store.reading import Connection, Reader
from kolapp_server.store.unit_of_work import Writer
from kolapp_server.store.words import Words

T = TypeVar("T")
NOTICE = "notice"
STOP = "stop:"
PRACTICE = "-ovning"
"""The branch to practise in has the real one's name, and this behind it."""


@dataclass(frozen=True, slots=True)
class BranchWords:
    """What a branch says today: its catalogue as JSON, its notice, and why an errand (or "" the kiosk) is stopped.

    `clerks` are their names by their ids, for staff alone.
    """

    catalogue: str
    texts: dict[str, str]
    clerks: dict[str, str] = field(default_factory=dict)

    @property
    def is_board_public(self) -> bool:
        """Whether anybody may look at the board."""
        return bool(json.loads(self.catalogue)["board_is_public"])

    @property
    def notice(self) -> str | None:
        """The message on every screen, if there is one."""
        return self.texts.get(NOTICE)

    def stop_text(self, errand: str) -> str | None:
        """Why that errand is stopped, if somebody said so."""
        return self.texts.get(STOP + errand)


@dataclass(slots=True)
class Branches:
    """Days, words, and the way to ask for something."""

    writer: Writer
    reading: Reader
    clock: Callable[[], datetime]
    words: dict[str, BranchWords] = field(default_factory=dict)

    def day(self, branch_id: str) -> Day:
        """The last committed day. Raises `UnknownBranch`."""
        day = self.writer.day(branch_id)
        if day is None:
            raise UnknownBranch()
        return day

    def words_of(self, branch_id: str) -> BranchWords:
        """The branch's words. Raises `UnknownBranch`."""
        if branch_id not in self.words:
            raise UnknownBranch()
        return self.words[branch_id]

    async def look(self) -> bool:
        """What was done at another replica a moment ago is known here too. False where there is none."""
        return await self.writer.look()

    async def read(self, question: Callable[[Connection], T]) -> T:
        """What `question` finds, asked in a thread of its own."""
        return await asyncio.to_thread(self.reading.read, question)

    async def read_words(self, branch_id: str) -> None:
        """Reads the branch's words anew."""
        self.words[branch_id] = await self.read(lambda connection: _words(connection, branch_id))

    async def read_all_words(self) -> None:
        """Reads the words of every branch."""
        for branch_id in self.writer.days():
            await self.read_words(branch_id)

    async def carry_out(
        self, branch_id: str, command: Command, request_id: str, actor: str | None, also: tuple[Words, ...] = ()
    ) -> Done:
        """What came of `command`, once it is on disk. The same `request_id` gets the same answer for seven days."""
        said = "".join([f"{getattr(row, 'text', '')}|{getattr(row, 'secret_hash', '')}" for row in also])
        asked = fingerprint(command, said)
        return await self.writer.carry_out(Ask(branch_id, command, request_id, asked, actor=actor, words=also))


def _words(connection: Connection, branch_id: str) -> BranchWords:
    catalogue = branches.catalogue(connection, branch_id) or ""
    clerks = staff.names_of(connection, branch_id.removesuffix(PRACTICE))
    return BranchWords(catalogue, words.texts_of(connection, branch_id), clerks)
