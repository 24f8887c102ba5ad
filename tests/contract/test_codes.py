# SPDX-License-Identifier: EUPL-1.2
"""Codes on paper: never two alike, and no slip of the finger opens another's."""

import hashlib
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_contract.codes import ALPHABET, CHANCE_LENGTH, CodeKind, NotACode, code_of, read_code

CODES = st.builds(code_of, st.sampled_from(CodeKind), st.binary(min_size=CHANCE_LENGTH, max_size=16))


@given(CODES)
def test_a_code_reads_as_itself_however_it_is_written(code: str) -> None:
    kind, read = read_code(f"  {code.lower().replace('-', ' ')} ")
    assert (kind.value, read) == (code[0], code)
    assert read_code(code.replace("L", "1").replace("5", "S")) == (kind, code)


@given(CODES)
def test_one_wrong_character_is_always_caught(code: str) -> None:
    for place, right in enumerate(code):
        for wrong in set(ALPHABET) - {right} if right != "-" else ():
            with pytest.raises(NotACode):
                read_code(code[:place] + wrong + code[place + 1 :])


@given(CODES)
def test_two_characters_that_changed_places_are_always_caught(code: str) -> None:
    bare = code.replace("-", "")
    for first, second in combinations(range(len(bare)), 2):
        if bare[first] == bare[second]:
            continue
        swapped = list(bare)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        with pytest.raises(NotACode):
            read_code("".join(swapped))


@pytest.mark.parametrize("typed", ["", "C", "K1-07", "A042", "C-7KQM-3XHR-W2P", "x" * 600, "C-0000-0000-0000", "\x1b@", "å" * 13])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(NotACode):
        read_code(typed)


def test_too_little_chance_makes_no_code() -> None:
    with pytest.raises(ValueError, match="eleven"):
        code_of(CodeKind.CONTACT, b"short")


@pytest.mark.slow
def test_a_million_codes_are_a_million_codes() -> None:
    made = {
        code_of(CodeKind.CONTACT, hashlib.blake2b(number.to_bytes(4, "big"), digest_size=16).digest()) for number in range(10**6)
    }
    assert len(made) == 10**6
