# SPDX-License-Identifier: EUPL-1.2
"""Codes on paper: what was typed as what is looked for, and what was found as what is answered."""

import secrets
from uuid import UUID

from kolapp_contract.code_look import CardOpens, CodeOpens, ContactOpens
from kolapp_contract.codes import CHANCE_LENGTH, CodeKind, NotACode, code_of, hashed, read_code
from kolapp_server.services.bookings import OpenedBooking
from kolapp_server.services.contacts import OpenedContact
from kolapp_server.store.cards import CardRow
from kolapp_server.translate import bookings


def asked(typed: str) -> tuple[str, bytes] | None:
    """Kind and hash of the code that was typed; None where it is none."""
    try:
        kind, code = read_code(typed)
    except NotACode:
        return None
    return kind.value, hashed(code)


def new_code(kind: CodeKind) -> tuple[str, bytes]:
    """A code that nobody can guess, as it is printed, and its hash, which alone is kept."""
    code = code_of(kind, secrets.token_bytes(CHANCE_LENGTH))
    return code, hashed(code)


def opens(found: object, branch_id: str) -> CodeOpens:
    """What the code is for. Each kind has a case of its own."""
    if isinstance(found, OpenedContact):
        contact = ContactOpens(contact_id=UUID(found.contact_id), errand_id=found.errand, owner_id=found.owner)
        return CodeOpens(kind=CodeKind.CONTACT, contact=contact)
    if isinstance(found, CardRow):
        return CodeOpens(kind=CodeKind.CARD, card=CardOpens(holder_id=found.holder, is_revoked=found.revoked_at is not None))
    if isinstance(found, OpenedBooking):
        return CodeOpens(kind=CodeKind.BOOKING, booking=bookings.opens(found, branch_id))
    raise TypeError(f"no answer for {type(found).__name__}")
