# SPDX-License-Identifier: EUPL-1.2
"""A booked time as a calendar file (iCalendar, RFC 5545). Pure. Nothing in it says who, or for which errand."""

from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST_LINE_BYTES = 75
SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the calendar. `key` is the same for the same booking, so that a moved time replaces the old one."""

    key: str
    begins_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str


def calendar_file(entry: Entry, made_at: datetime) -> str:
    """The file: lines of at most 75 bytes, ended as the standard asks."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Kölapp//Booked times//SV",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{entry.key}@kolapp",
        f"DTSTAMP:{_utc(made_at)}",
        f"DTSTART:{_utc(entry.begins_at)}",
        f"DTEND:{_utc(entry.ends_at)}",
        f"SUMMARY:{entry.title.translate(SPECIAL)}",
        f"LOCATION:{entry.place.translate(SPECIAL)}",
        f"DESCRIPTION:{entry.text.translate(SPECIAL)}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """The line cut into pieces of at most 75 bytes, never inside a letter; each further one begins with a space."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > LONGEST_LINE_BYTES:
            pieces.append(piece)
            piece = " "
        piece += letter
    return "\r\n".join((*pieces, piece))


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
