# SPDX-License-Identifier: EUPL-1.2
"""Codes that a visitor carries on paper, types, or reads aloud: `C-7KQM-3XHR-W2PA`. Pure.

The first letter says what the code opens; eleven characters by chance (53 bits) name it; the last one is a check. There are 29
characters, none easily taken for another (no 0 O, 1 I, 8 B, S), and 29 is a prime: so the check finds every single wrong
character, and every two that changed places (the weighted sum of ISO 7064's systems, over a prime). Nothing in a code tells of
a person. It is the only key to what it opens: where it is kept, it is kept as `hashed`.
"""

import hashlib
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

ALPHABET = "2345679ACDEFGHJKLMNPQRTUVWXYZ"
CHANCE_LENGTH = 11
LENGTH = 1 + CHANCE_LENGTH + 1
LONGEST_TYPED = 40
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_MEANT = str.maketrans({"1": "L", "I": "L", "S": "5"})
"""What a reader may have seen instead, where only one character can have been meant."""


class CodeKind(StrEnum):
    """What a code opens."""

    CONTACT = "C"
    BOOKING = "T"
    CARD = "P"


class NotACode(ValueError):
    """What was typed or scanned is no code, or has a wrong character."""


def code_of(kind: CodeKind, chance: bytes) -> str:
    """The code that eleven or more random bytes make, as it is printed."""
    number, characters = int.from_bytes(chance, "big"), kind.value
    if len(chance) < CHANCE_LENGTH:
        raise ValueError("a code wants eleven random bytes")
    for _ in range(CHANCE_LENGTH):
        number, value = divmod(number, len(ALPHABET))
        characters += ALPHABET[value]
    return printed(characters + ALPHABET[-_sum(characters) % len(ALPHABET)])


def printed(code: str) -> str:
    """Four groups, so that it can be read aloud."""
    return f"{code[0]}-{code[1:5]}-{code[5:9]}-{code[9:]}"


def read_code(typed: str) -> tuple[CodeKind, str]:
    """What the code opens, and the code as it is printed. Case, spaces and hyphens do not matter. Raises `NotACode`."""
    if len(typed) > LONGEST_TYPED:
        raise NotACode()
    code = "".join(character for character in typed.upper() if character not in " -\u2010\u2011\u2013").translate(_MEANT)
    is_code = len(code) == LENGTH and all(character in _VALUES for character in code) and code[0] in {*CodeKind}
    if not is_code or (_sum(code[:-1]) + _VALUES[code[-1]]) % len(ALPHABET):
        raise NotACode()
    return CodeKind(code[0]), printed(code)


def hashed(code: str) -> bytes:
    """What is kept of a code as it is printed: 53 bits by chance, behind a rate limit, need no salt."""
    return hashlib.sha256(code.encode()).digest()


def _sum(characters: str) -> int:
    # Weights from 2, since the check itself has 1: each place has a weight of its own.
    return sum(weight * _VALUES[character] for weight, character in enumerate(characters, start=2))


def _valid(typed: str) -> str:
    return read_code(typed)[1]


ReferenceCode = Annotated[str, StringConstraints(max_length=LONGEST_TYPED), AfterValidator(_valid)]
"""Any code, as it is printed."""
