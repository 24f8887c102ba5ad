# SPDX-License-Identifier: EUPL-1.2
"""What a history is made of: what clients and kiosks were told, what the database holds, what lay on disk, printers and displays.

Seconds are of one clock that never jumps, the same for all who write records. A record is one intention: a question that was
asked five times with the same id began with the first and ended with the last.
"""

from dataclasses import dataclass
from typing import Literal

Answer = Literal["done", "refused", "unknown"]


@dataclass(frozen=True, slots=True)
class Operation:
    """What somebody wanted and was told. `unknown`: no answer ever came. `visitor` is the person for whom a ticket was wanted.

    `has_written` is False for a question, and for an order that found nothing to do: its `seq` may be that of the one before.
    """

    who: str
    what: str
    began_s: float
    ended_s: float
    answer: Answer
    visitor: str | None = None
    ticket_id: str | None = None
    number: str | None = None
    desk: str | None = None
    epoch: int = 1
    seq: int | None = None
    has_written: bool = True
    branch: str = "ekvik"


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row of the journal, with what is asked of it. `turn_us` where a leg got its turn; `is_bound`: not free for all.

    `other_id` also leads to the ticket; `paper` is the number on its slip where that is another than its own.
    """

    seq: int
    kind: str
    ticket_id: str | None = None
    desk: str | None = None
    number: str | None = None
    errand: str | None = None
    sort: str | None = None
    turn_us: int | None = None
    is_bound: bool = False
    reason: str | None = None
    actor: str | None = None
    other_id: str | None = None
    paper: str | None = None
    at_us: int = 0
    epoch: int = 1
    branch: str = "ekvik"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as the database holds it."""

    ticket_id: str
    number: str
    status: str
    service_day: str
    desk: str | None = None
    branch: str = "ekvik"


@dataclass(frozen=True, slots=True)
class Paper:
    """A slip that fell out of a printer."""

    printer: str
    number: str
    is_copy: bool
    service_day: str
    branch: str = "ekvik"


@dataclass(frozen=True, slots=True)
class Applied:
    """What a display stands at after a frame. `from_seq`: None for a whole view. `hash`: as it reckoned itself."""

    display: str
    at_s: float
    epoch: int
    from_seq: int | None
    to_seq: int
    hash: int
    branch: str = "ekvik"


@dataclass(frozen=True, slots=True)
class Expected:
    """From `since_s` a display with a whole wire should come to stand at `seq` or further."""

    display: str
    since_s: float
    epoch: int
    seq: int


@dataclass(frozen=True, slots=True)
class DiskImage:
    """What lay on disk when the power went, after the file system and the database had mended themselves."""

    name: str
    cut_s: float
    ticket_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """Words that went out to a place where nobody's name belongs: a display, a slip, a log, a metric, an address."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of a run. What was not looked at is left empty, and then nothing is claimed of it."""

    operations: tuple[Operation, ...] = ()
    journal: tuple[JournalRow, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    papers: tuple[Paper, ...] = ()
    applied: tuple[Applied, ...] = ()
    expected: tuple[Expected, ...] = ()
    images: tuple[DiskImage, ...] = ()
    texts: tuple[Text, ...] = ()
    canaries: tuple[str, ...] = ()
    patience: float = 1.0
    """How many times longer than agreed a display may be behind: 1, but where other programs keep the machine busy."""
