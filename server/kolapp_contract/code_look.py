# SPDX-License-Identifier: EUPL-1.2
"""What a code on paper opens, for a kiosk or a desk that asks.

A wrong code, an unknown one, one of another branch and one that is over get the same 404 `not_found`.
"""

from typing import Annotated

from pydantic import StringConstraints

from kolapp_contract.bookings import BookingOpens
from kolapp_contract.codes import CodeKind
from kolapp_contract.wire import Code, Id, Wire

LONGEST_ASKED = 200


class LookAtCode(Wire):
    """POST /api/v1/branches/{branch_id}/codes/look: the code as somebody typed it, or as it was scanned."""

    code: Annotated[str, StringConstraints(max_length=LONGEST_ASKED)]


class ContactOpens(Wire):
    """An earlier contact: its errand is offered again, and a ticket is asked for with the code (`contact_code`).

    `owner_id` is the profile that answered for the last promise, where there was one.
    """

    contact_id: Id
    errand_id: Code
    owner_id: Code | None = None


class CardOpens(Wire):
    """A professional card: the errands of that kind of holder, one touch away. A revoked one opens nothing, and says so."""

    holder_id: Code
    is_revoked: bool = False


class CodeOpens(Wire):
    """What the code is for. One field for each kind beside it, filled for that kind."""

    kind: CodeKind
    contact: ContactOpens | None = None
    card: CardOpens | None = None
    booking: BookingOpens | None = None
