# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk did by itself while no answer came, and tells later: its journal, in batches, in its own order.

    POST /api/v1/kiosks/{device_id}/journal     UploadJournal (at most 100 entries and 256 KB) -> JournalTaken

Sending the same entries again changes nothing: a ticket is known by its id. A batch is taken as a whole or not at all.
The kiosk's clock may be wrong: the server puts each arrival between `heard_at` (or the device's last sign of life that
the server itself knows of) and the present, and keeps the order of the entries.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, StringConstraints, model_serializer

from kolapp_contract.codes import ReferenceCode
from kolapp_contract.officers import OfficerWish
from kolapp_contract.tickets import Kind, Need, PrintResult, Way
from kolapp_contract.wire import Code, Id, Instant, Language, Secret, Seq, TicketNumber, Wire

LARGEST_BATCH = 100
OnlineNumber = Annotated[str, StringConstraints(pattern=r"^[AC-HJL-NP-Z][0-9]{3,4}$")]
"""`A042`: a number of the branch's own series."""
OfflineNumber = Annotated[str, StringConstraints(pattern=r"^K[0-9]{1,3}-[0-9]{2,4}$")]
"""`K1-07`: K, the kiosk's pairing number, a hyphen, its own counter."""
SINCE_0_1 = ("further_errands", "officer_id", "officer_wish", "contact_code", "booking_code", "way", "holder_id")
NEEDS_SINCE_0_1 = (Need.DISCREET,)


class Issued(Wire):
    """A ticket that a kiosk gave to a visitor.

    What came after release 0.1 is as in `IssueTicket`. It is written only where it says something, so that a server, or a
    kiosk's disk, of that release reads all other entries as before.
    """

    ticket_id: Id
    errand_id: Code | None
    language: Language
    kind: Literal[Kind.WALK_IN, Kind.PRIORITY] = Kind.WALK_IN
    needs: tuple[Need, ...] = Field(default=(), max_length=len(Need))
    secret: Secret | None = None
    issued_at: Instant
    further_errands: tuple[Code, ...] = Field(default=(), max_length=5)
    officer_id: Code | None = None
    officer_wish: OfficerWish = OfficerWish.WAIT
    contact_code: ReferenceCode | None = None
    booking_code: ReferenceCode | None = None
    way: Way | None = None
    holder_id: Code | None = None

    @model_serializer(mode="wrap")
    def _without_what_says_nothing(self, written: SerializerFunctionWrapHandler) -> dict[str, Any]:
        usual = {name for name in SINCE_0_1 if getattr(self, name) == Issued.model_fields[name].default}
        return {name: value for name, value in written(self).items() if name not in usual}


class IssuedOffline(Issued):
    """A ticket given out in the kiosk's own series.

    `issued_at` is the server's time as the kiosk reckons it: what it last heard plus what has passed since by a clock that
    nobody sets; its own clock where it was switched off in between. `heard_at` is the last time that the server told it
    before this ticket, as the server told it. `in_place_of` is the id that was sent before and never answered; it is barred.
    """

    entry: Literal["issued"] = "issued"
    number: OfflineNumber
    heard_at: Instant | None = None
    in_place_of: Id | None = None


class IssuedOnline(Issued):
    """A ticket that the server itself gave, told again to a server that was restored from a backup and may not know it.

    Told only when the journal's epoch has become another. `issued_at` is the server's own time of then.
    """

    entry: Literal["issued_online"] = "issued_online"
    number: OnlineNumber


def as_in_0_1(entry: "JournalEntry") -> "JournalEntry":
    """The entry without what a server of release 0.1 does not know: the visitor's place comes first."""
    if not isinstance(entry, Issued):
        return entry
    needs = tuple(need for need in entry.needs if need not in NEEDS_SINCE_0_1)
    return entry.model_copy(update={name: Issued.model_fields[name].default for name in SINCE_0_1} | {"needs": needs})


class Withdrawn(Wire):
    """A ticket that must not live: an id whose answer never came and that nobody waits for, or one that the visitor took back."""

    entry: Literal["withdrawn"] = "withdrawn"
    ticket_id: Id
    request_id: Id


class PrintedOffline(Wire):
    """What is known of a slip's printing."""

    entry: Literal["printed"] = "printed"
    ticket_id: Id
    result: PrintResult
    request_id: Id


JournalEntry = Annotated[IssuedOffline | IssuedOnline | Withdrawn | PrintedOffline, Field(discriminator="entry")]


class UploadJournal(Wire):
    entries: tuple[JournalEntry, ...] = Field(min_length=1, max_length=LARGEST_BATCH)


class EntryResult(Wire):
    """What became of one entry. `number` is under which the ticket stands; `matched`: a desk had called it before it came."""

    ticket_id: Id
    became: Literal["taken", "known", "matched", "barred", "refused"]
    number: TicketNumber | None = None


class JournalTaken(Wire):
    """One result for each entry, in their order."""

    results: tuple[EntryResult, ...]
    seq: Seq
