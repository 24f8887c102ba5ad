# SPDX-License-Identifier: EUPL-1.2
"""The reading of a body, without a wire: it takes what can be understood in one way only."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kolapp_server.api.strictness import DEEPEST, parse

LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=30
)


def depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inner is None else 1 + max(map(depth, inner), default=0)


@given(VALUES, st.booleans())
def test_what_can_be_said_in_one_way_is_read_as_it_was_meant(value: Any, is_ascii: bool) -> None:
    body = json.dumps(value, ensure_ascii=is_ascii).encode()
    if depth(value) <= DEEPEST:
        assert parse(body) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        found = parse(body)
    except ValueError:
        return
    assert parse(json.dumps(found).encode()) == found


@pytest.mark.parametrize("levels", [1, DEEPEST])
def test_sixteen_levels_are_enough(levels: int) -> None:
    assert depth(parse(b"[" * levels + b"]" * levels)) == levels


@pytest.mark.parametrize("body", [b'{"a": ' * 17 + b"1" + b"}" * 17, b'[{"a": ' * 9 + b"1" + b"}]" * 9, b"[" * 100_000])
def test_more_levels_are_refused(body: bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        parse(body)


def test_many_lists_side_by_side_are_not_deep() -> None:
    assert len(parse(b"[" + b"[]," * 500 + b"[]]")) == 501


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert parse(b'"\\ud83d\\ude00"') == "\U0001f600"


@pytest.mark.parametrize("body", [b'"\\ud83d"', b'"\\ude00\\ud83d"', b'{"\\ud800": 1}', b'["\\uDFFF"]'])
def test_half_a_pair_is_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"surrogate|codec"):
        parse(body)
