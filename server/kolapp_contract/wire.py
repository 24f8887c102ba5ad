# SPDX-License-Identifier: EUPL-1.2
"""The ground of all values on the wire: closed, frozen, and free of characters that could steer a printer or a screen."""

import unicodedata
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

REFUSED = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})
"""The categories of Unicode that no text may hold."""
ALLOWED = "\n\u200c\u200d"
"""But these: a new line, and what parts or joins letters where they would otherwise be written wrongly."""


class Wire(BaseModel):
    """A value that crosses a wire. Unknown fields are refused, and nothing is changed after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, ser_json_timedelta="float")


def plain(text: str) -> str:
    """`text` in NFC. Raises `ValueError` for control, bidirectional-control and unassigned or lone surrogate characters.

    ESC, GS and DLE steer receipt printers (Epson ESC/POS); U+202A-202E and U+2066-2069 turn the order of what is read.
    """
    # What Unicode calls printable has none of them, and nearly every text is; only the others are read letter by letter.
    if not text.isprintable() and any(unicodedata.category(c) in REFUSED and c not in ALLOWED for c in text):
        raise ValueError("control or unassigned characters are not allowed")
    return unicodedata.normalize("NFC", text)


PlainText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(plain)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(plain)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A name for machines, chosen in the catalogue: `bygglov`, `disk-3`, `ekvik`."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?$")]
"""BCP 47: `sv`, `ar`, `se`, `sv-Easy`."""
Series = Annotated[str, StringConstraints(pattern=r"^[AC-HJL-NP-Z]$")]
TicketNumber = Annotated[str, StringConstraints(pattern=r"^([AC-HJL-NP-Z][0-9]{3,4}|K[0-9]{1,3}-[0-9]{2,4})$")]
"""`A042`, or `K1-07` from a kiosk that was offline. A-Z without B, I, O; K is kept for kiosks offline."""
Secret = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{22}$")]
"""128 random bits, base64url without padding: what opens the visitor's own page."""
Seq = Annotated[int, Field(ge=0)]
Texts = dict[Language, PlainText]
"""The same text in several languages; Swedish is always there."""
Id = UUID
Instant = AwareDatetime

__all__ = [
    "Code", "Id", "Instant", "Language", "LongText", "PlainText", "Secret", "Seq", "Series", "Texts", "TicketNumber",
    "Wire", "datetime", "plain",
]  # fmt: skip
