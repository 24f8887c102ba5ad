# SPDX-License-Identifier: EUPL-1.2
"""What stands in the kiosk's journal: one entry a line, each line with a checksum of its own.

Asked          an id is about to be sent to the server                      -> until answered, its outcome is unknown
Answered       the server gave it that number, which is about to be shown   -> to be told to a server that was restored since
Declined       the server said no
IssuedOffline  a number of the kiosk's own is about to be shown             -> to be told
Withdrawn      an id must not live                                          -> to be told
PrintedOffline what is known of a slip                                      -> to be told
JobBegun       a slip that the branch sent is about to be printed: never again
Taken          all that is to be told has been told, up to that line
EpochSeen      the server's journal is another one than before
Heard          the time as the server told it
Summary        where everything stood when old lines were left out
"""

import zlib
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from kolapp_contract.offline import IssuedOffline, PrintedOffline, Withdrawn
from kolapp_contract.tickets import IssueTicket
from kolapp_contract.wire import Id, Instant, TicketNumber, Wire

HEAD, MIDDLE, END = b'{"sum":"', b'","line":', b"}"
SUM_LENGTH = 8
FIRST_OF_LINE = len(HEAD) + SUM_LENGTH + len(MIDDLE)


class Asked(Wire):
    entry: Literal["asked"] = "asked"
    ticket_id: Id
    body: IssueTicket


class Answered(Wire):
    entry: Literal["answered"] = "answered"
    ticket_id: Id
    number: TicketNumber


class Declined(Wire):
    entry: Literal["declined"] = "declined"
    ticket_id: Id


class JobBegun(Wire):
    entry: Literal["job"] = "job"
    job_id: Id


class Taken(Wire):
    """The server of that epoch has all lines up to `upto`."""

    entry: Literal["taken"] = "taken"
    upto: int
    epoch: int | None = None


class EpochSeen(Wire):
    entry: Literal["epoch"] = "epoch"
    epoch: int


class Heard(Wire):
    entry: Literal["heard"] = "heard"
    at: Instant


class Summary(Wire):
    entry: Literal["summary"] = "summary"
    counter: int
    taken_upto: int
    epoch: int | None = None
    heard_at: Instant | None = None
    latest_at: Instant | None = None
    restored_n: int = 0


Told = IssuedOffline | Withdrawn | PrintedOffline
"""What the server is told, in its order."""
Noted = Asked | Answered | Declined | JobBegun
Standing = Taken | EpochSeen | Heard | Summary
Entry = Told | Noted | Standing


class Line(Wire):
    """`n` grows from line to line, and stays with its entry. `at` is the server's time as the kiosk reckons it."""

    n: int
    at: Instant
    entry: Annotated[Entry, Field(discriminator="entry")]


def written(line: Line) -> bytes:
    """The line as it stands on disk, with its end."""
    text = line.model_dump_json().encode()
    return _framed(text) + b"\n"


def read(raw: bytes) -> Line | None:
    """The line that was written; None where it is torn, or a bit of it fell over."""
    text = raw[FIRST_OF_LINE : -len(END)]
    if raw != _framed(text):
        return None
    try:
        return Line.model_validate_json(text)
    except ValidationError:
        return None


def _framed(text: bytes) -> bytes:
    return HEAD + f"{zlib.crc32(text):08x}".encode() + MIDDLE + text + END
