# SPDX-License-Identifier: EUPL-1.2
"""Who looks after which alarm, as this server knows it. Pure.

It is forgotten when its alarm is mended. After a start, or where another server sees an alarm first, who took it is known
before the alarm stands here; so it is waited for.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kolapp_server.services.watch import AlarmKind

Key = tuple[str, str]
"""A branch, and the key of one of its alarms."""
WAITED_FOR = timedelta(minutes=3)
"""A device is silent after a minute, a desk after two; whatever is not seen by then was mended while nobody looked."""
OF_A_SERVER = (AlarmKind.DISK, AlarmKind.BACKUP)
OF_A_SERVER_WAITED_FOR = timedelta(days=1)
"""Only the server whose disk is full sees that, so another cannot know that it was mended."""


@dataclass(slots=True)
class Taken:
    """`mended` is what is to be forgotten elsewhere too; `changes` tells one who read meanwhile that it is old."""

    who: dict[Key, str] = field(default_factory=dict)
    mended: set[Key] = field(default_factory=set)
    changes: int = 0
    _waits_since: dict[Key, datetime] = field(default_factory=dict)

    def put(self, key: Key, who: str) -> None:
        """`who` looks after an alarm that stands here."""
        self.changes += 1
        self.who[key] = who
        self.mended.discard(key)
        self._waits_since.pop(key, None)

    def follow(self, rows: Mapping[Key, str], now: datetime) -> None:
        """As all servers know it."""
        fresh = {key: who for key, who in rows.items() if key not in self.mended}
        known = {key: self._waits_since[key] for key in fresh if key in self._waits_since}
        self._waits_since = known | dict.fromkeys(fresh.keys() - self.who.keys(), now)
        self.who = fresh

    def look(self, branch_id: str, standing: Collection[str], now: datetime) -> None:
        """Of the branch's alarms these stand; who took another one is forgotten."""
        for key in [key for key in self.who if key[0] == branch_id]:
            if key[1] in standing:
                self._waits_since.pop(key, None)
            elif key not in self._waits_since or now - self._waits_since[key] >= _patience(key):
                self._waits_since.pop(key, None)
                del self.who[key]
                self.mended.add(key)

    def forgotten(self, keys: Collection[Key]) -> None:
        """Elsewhere too."""
        self.changes += 1
        self.mended.difference_update(keys)


def _patience(key: Key) -> timedelta:
    return OF_A_SERVER_WAITED_FOR if key[1].partition(":")[0] in OF_A_SERVER else WAITED_FOR
