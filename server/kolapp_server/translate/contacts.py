# SPDX-License-Identifier: EUPL-1.2
"""Contacts, promises and their receipts, as they cross the wire."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from kolapp_contract import contacts as wire
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.codes import hashed
from kolapp_contract.counting import ReasonCount
from kolapp_contract.own_text import on_slips
from kolapp_contract.paths import contact_url
from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.tickets import Outcome
from kolapp_contract.wire import Texts
from kolapp_server.domain.contact import Figures, promise_state
from kolapp_server.domain.explaining import Told
from kolapp_server.domain.hours import zone
from kolapp_server.services.contacts import NewRecord, Promised
from kolapp_server.store.contacts import ContactRow, Matter, RecordRow
from kolapp_words.languages import in_language


def new_record(body: wire.RecordContact) -> NewRecord:
    """What a clerk asks to be kept."""
    promise = body.promise
    return NewRecord(
        str(body.request_id),
        body.errand_id,
        body.channel.value,
        contact_id=_text(body.contact_id),
        code_hash=None if body.code is None else hashed(body.code),
        language=body.language,
        ticket_id=_text(body.ticket_id),
        desk_id=body.desk_id,
        note=body.note,
        outcome=None if body.outcome is None else body.outcome.value,
        avoidable=tuple(why.value for why in body.avoidable),
        is_repeat=body.is_repeat,
        promise=None if promise is None else Promised(promise.kind.value, promise.due_on, promise.owner_id),
    )


def _text(given: UUID | None) -> str | None:
    return None if given is None else str(given)


def matter_view(matter: Matter, today: date) -> wire.ContactView:
    """A contact with what was said, for a clerk who may read it."""
    contact = matter.contact
    return wire.ContactView(
        contact_id=UUID(contact.contact_id),
        errand_id=contact.errand,
        language=contact.language,
        opened_at=contact.opened_at,
        owner_id=next((record.owner for record in reversed(matter.records) if record.owner), None),
        records=tuple(_record_view(record, matter.notes.get(record.record_id), today) for record in matter.records),
    )


def _record_view(record: RecordRow, note: str | None, today: date) -> wire.RecordView:
    return wire.RecordView(
        record_id=UUID(record.record_id),
        at=record.at,
        channel=wire.Channel(record.channel),
        errand_id=record.errand,
        ticket_id=None if record.ticket_id is None else UUID(record.ticket_id),
        desk_id=record.desk_id,
        outcome=None if record.outcome is None else Outcome(record.outcome),
        avoidable=tuple(wire.Avoidable(why) for why in record.avoidable.split()),
        is_repeat=bool(record.is_repeat),
        note=note,
        promise=promise_view(record, today),
    )


def promise_view(record: RecordRow, today: date) -> wire.PromiseView | None:
    """What was promised in that record; None where nothing was."""
    if record.promise is None or record.due_on is None or record.owner is None:
        return None
    return wire.PromiseView(
        promise_id=UUID(record.record_id),
        contact_id=UUID(record.contact_id),
        kind=wire.PromiseKind(record.promise),
        due_on=record.due_on,
        owner_id=record.owner,
        errand_id=record.errand,
        state=_state(record, record.due_on, today),
        made_at=record.at,
        closed_at=record.closed_at,
    )


def _state(record: RecordRow, due_on: date, today: date) -> wire.PromiseState:
    is_kept = None if record.is_kept is None else bool(record.is_kept)
    return wire.PromiseState(promise_state(due_on, is_kept, today))


def last_promise(records: tuple[RecordRow, ...]) -> RecordRow | None:
    """The last of the records in which something was promised."""
    return next((record for record in reversed(records) if record.promise is not None), None)


def owner_names(catalogue: Catalogue, owner: str | None) -> Texts | None:
    """What the function is called that answers; None for one that is there no more."""
    return next((profile.names for profile in catalogue.profiles if profile.profile_id == owner), None)


def contact_state(contact: ContactRow, records: tuple[RecordRow, ...], catalogue: Catalogue, today: date) -> wire.ContactState:
    """What the holder of the code may know."""
    promised = last_promise(records)
    view = None if promised is None else promise_view(promised, today)
    return wire.ContactState(
        branch_id=contact.branch_id,
        town=catalogue.town,
        language=contact.language,
        opened_on=contact.opened_at.astimezone(zone(catalogue.time_zone)).date(),
        owner=None if view is None else owner_names(catalogue, view.owner_id),
        promise=None if view is None else view.kind,
        due_on=None if view is None else view.due_on,
        state=None if view is None else view.state,
    )


def receipt(
    code: str, contact: ContactRow, records: tuple[RecordRow, ...], catalogue: Catalogue, slip_id: UUID, now: datetime
) -> Slip:
    """The visitor's receipt, in the visitor's language: the code, who owns the matter, what was promised, by when. No words."""
    promised = last_promise(records)
    owner = owner_names(catalogue, promised.owner) if promised is not None else None
    return Slip(
        kind=SlipKind.CONTACT,
        slip_id=slip_id,
        language=contact.language,
        town=in_language(catalogue.town, contact.language),
        code=code,
        owner=in_language(owner, contact.language) if owner else None,
        promise=None if promised is None or promised.promise is None else wire.PromiseKind(promised.promise),
        due_on=None if promised is None else promised.due_on,
        page_url=contact_url(catalogue.public_url, code),
        local_time=now.astimezone(zone(catalogue.time_zone)),
        texts=on_slips(catalogue.texts, contact.language),
    )


def contact_figures(made: Figures, since: date, until: date) -> wire.ContactFigures:
    """Figures as the office reads them."""
    return wire.ContactFigures(
        since=since,
        until=until,
        contacts=made.contacts,
        by_outcome=_counts(made.by_outcome.items()),
        repeats=_count("repeats", made.repeats),
        avoidable=_counts(made.avoidable.items()),
        promises=_counts(made.promises.items()),
    )


def _counts(parts: Iterable[tuple[str, Told]]) -> tuple[ReasonCount, ...]:
    return tuple(_count(name, part) for name, part in parts)


def _count(name: str, part: Told) -> ReasonCount:
    return ReasonCount(reason=name, count=part.count, is_few=part.is_few)
