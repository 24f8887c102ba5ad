# SPDX-License-Identifier: EUPL-1.2
"""A day on which a command is tried out."""

from dataclasses import dataclass, field
from datetime import datetime

from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event
from kolapp_server.domain.folding import fold


@dataclass(slots=True)
class Draft:
    """A day on which a command is tried out: each event is folded in before the next is decided."""

    day: Day
    at: datetime
    events: list[Event] = field(default_factory=list)

    def add(self, event: Event) -> None:
        """`event` happens."""
        self.day = fold(self.day, event)
        self.events.append(event)
