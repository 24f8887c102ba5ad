# SPDX-License-Identifier: EUPL-1.2
"""What a scanner read: whatever stands on whatever paper somebody held in front of it. Only our own codes are looked at.

A scanner speaks as a keyboard does, or sends a line. As a keyboard it is told from a hand by its speed, and by the line's end.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kolapp_contract.codes import NotACode, read_code

LONGEST_BYTES = 512
FASTER_THAN_A_HAND = timedelta(seconds=0.08)
LEAST_KEYS = 6


@dataclass(frozen=True, slots=True)
class Keys:
    """What has been typed so fast, one key after the other. `is_too_long` when more came than any code of ours has."""

    text: str
    last_at: datetime
    is_too_long: bool = False


def typed(keys: Keys | None, character: str, at: datetime) -> Keys:
    """The keys with one more; a key that comes later than a scanner's begins anew."""
    if keys is None or not timedelta(0) <= at - keys.last_at <= FASTER_THAN_A_HAND:
        return Keys(character, at)
    if keys.is_too_long or len((keys.text + character).encode(errors="replace")) > LONGEST_BYTES:
        return Keys(keys.text, at, is_too_long=True)
    return Keys(keys.text + character, at)


def ended(keys: Keys | None, at: datetime) -> str | None:
    """What a scanner typed, now that the line's end came; None where it was a hand. What is too long says nothing."""
    if keys is None or at - keys.last_at > FASTER_THAN_A_HAND or len(keys.text) < LEAST_KEYS:
        return None
    return "" if keys.is_too_long else keys.text


def is_second_end(scanned_at: datetime | None, at: datetime) -> bool:
    """Whether a line's end belongs to what was scanned at `scanned_at`: many scanners end a line with two keys (CR, LF)."""
    return scanned_at is not None and timedelta(0) <= at - scanned_at <= FASTER_THAN_A_HAND


def code_in(scanned: str, public_url: str) -> str | None:
    """The code that was scanned, as it is printed: bare, or after the # of an address of ours. None for anything else."""
    if len(scanned.encode(errors="replace")) > LONGEST_BYTES:
        return None
    text = scanned.strip()
    if text.startswith(public_url.rstrip("/") + "/"):
        text = text.partition("#")[2]
    try:
        return read_code(text)[1]
    except NotACode:
        return None
