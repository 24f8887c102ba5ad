# SPDX-License-Identifier: EUPL-1.2
"""What is said when a number is called. Pure: "Nummer A, 0, 4, 2. Disk 3."

Digit by digit, since "forty-two" and "forty-three" are one sound in a full room and "zero four two" is what stands on the slip.
"""

from collections.abc import Iterator

LETTER, DIGIT = "letter", "digit"
NUMBER, DESK, AGAIN, FETCHED = "number", "desk", "again", "fetched"


def sentence(template: str, number: str, sign: str) -> str:
    """`template` with `{number}` and `{desk}` filled in, each sign apart."""
    return template.format(number=apart(number), desk=apart(sign))


def apart(signs: str) -> str:
    """`A042` as "A, 0, 4, 2": the voice rests a moment between signs."""
    return ", ".join(sign for sign in signs if sign.isalnum())


def clip_keys(number: str, sign: str, *, is_again: bool = False, is_fetched: bool = False) -> tuple[str, ...]:
    """The recorded clips that the call is made of, in order: `number`, `letter-a`, `digit-0` ... `desk`, `digit-3`.

    A recall begins with `again`. To one who is fetched no desk is said: it ends with `fetched`.
    """
    where = (FETCHED,) if is_fetched else (DESK, *_keys(sign))
    return (*((AGAIN,) if is_again else ()), NUMBER, *_keys(number), *where)


def _keys(signs: str) -> Iterator[str]:
    return (f"{DIGIT if sign.isdigit() else LETTER}-{sign.lower()}" for sign in signs if sign.isalnum())
