# SPDX-License-Identifier: EUPL-1.2
"""How what is seen stays true: hello, then the missed changes or a snapshot, then changes in order, and a pulse.

    listener -> server    Resume{epoch, seq, secret?}      first frame, within 2 s
    server   -> listener  Hello{epoch, seq}
                          Snapshot{view}  or  Change, Change ...
                          Change{from_seq, to_seq, hash, ...}   from_seq is the to_seq of the one before
                          Pulse{seq, hash}                      every 2 s; silence of 10 s means stale

A change is empty where the role sees nothing, so that a filtered gap is no loss. A listener whose hash differs from
the one it was told at the same `seq` asks anew, without epoch and seq.
"""

import zlib
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from kolapp_contract.board import AlarmLine, Call, DeskLine, DeviceLine, Opening, TicketLine, View, ViewName, WaitLine
from kolapp_contract.helps import HelpLine, RoomLine
from kolapp_contract.slip import PrintJob
from kolapp_contract.wire import Code, Id, Instant, PlainText, Secret, Seq, TicketNumber, Wire

PULSE_SECONDS = 2.0
STALE_SECONDS = 10.0


class Resume(Wire):
    """The listener's first frame. Without `epoch` it wants a snapshot. `view` is asked; the role decides.

    `ticket_id` and `secret` are the visitor's, who has no other credential; `desk_id` says whose console is awake.
    """

    type: Literal["resume"] = "resume"
    view: ViewName
    epoch: int | None = None
    seq: Seq | None = None
    ticket_id: Id | None = None
    secret: Secret | None = None
    desk_id: Code | None = None


class Alive(Wire):
    """A console's sign of life, every 5 s: a desk that stands ready and has been silent for 15 s is no longer ready."""

    type: Literal["alive"] = "alive"
    desk_id: Code | None = None


class Hello(Wire):
    type: Literal["hello"] = "hello"
    contract: int
    view: ViewName
    epoch: int
    seq: Seq


class Snapshot(Wire):
    type: Literal["snapshot"] = "snapshot"
    view: View
    jobs: tuple[PrintJob, ...] = ()


class Change(Wire):
    """What became different between two seqs. Lines replace those with the same key; `gone` and `mended` take away.

    `helps` and `room` are told whole when they are otherwise, and not at all while they stand.
    """

    type: Literal["change"] = "change"
    from_seq: Seq
    to_seq: Seq
    at: Instant
    hash: int
    tickets: tuple[TicketLine, ...] = ()
    gone: tuple[TicketNumber, ...] = ()
    desks: tuple[DeskLine, ...] = ()
    waits: tuple[WaitLine, ...] = ()
    devices: tuple[DeviceLine, ...] = ()
    alarms: tuple[AlarmLine, ...] = ()
    mended: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    opening: Opening | None = None
    notice: PlainText | None = None
    notice_changed: bool = False
    helps: tuple[HelpLine, ...] | None = None
    room: RoomLine | None = None
    catalogue_version: int | None = None
    jobs: tuple[PrintJob, ...] = ()


class Pulse(Wire):
    """Every 2 s; to a visitor's page more often, with the moment for which its estimate holds."""

    type: Literal["pulse"] = "pulse"
    epoch: int
    seq: Seq
    hash: int
    at: Instant
    estimates_at: Instant | None = None


ServerMessage = Annotated[Hello | Snapshot | Change | Pulse, Field(discriminator="type")]
ListenerMessage = Annotated[Resume | Alive, Field(discriminator="type")]
server_message: TypeAdapter[Hello | Snapshot | Change | Pulse] = TypeAdapter(ServerMessage)
listener_message: TypeAdapter[Resume | Alive] = TypeAdapter(ListenerMessage)


def digest(tickets: Iterable[TicketLine]) -> int:
    """CRC-32 over the sorted `number|state|desk` lines, joined by newlines, in UTF-8; 0 for none. No times, no estimates."""
    lines = sorted(f"{t.number}|{t.state}|{t.desk_id or ''}" for t in tickets)
    return zlib.crc32("\n".join(lines).encode())
