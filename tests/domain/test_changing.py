# SPDX-License-Identifier: EUPL-1.2
"""Values that are made at once are the values that a frozen dataclass makes, or they are refused."""

from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from kolapp_server.domain.changing import changed, made_at_once


@made_at_once
@dataclass(frozen=True, slots=True)
class Slip:
    number: str
    copies: int = 1
    marks: tuple[str, ...] = ()


@made_at_once
@dataclass(frozen=True)
class Chair:
    row: int
    is_free: bool = True


def test_what_is_made_has_what_it_was_given_and_the_usual() -> None:
    assert Slip("A001", marks=("x",)) == Slip(marks=("x",), number="A001", copies=1)
    assert (Slip("A001").copies, Slip("A001").marks) == (1, ())
    assert repr(Chair(3, is_free=False)) == "Chair(row=3, is_free=False)"
    assert hash(Chair(3)) == hash(Chair(3, True))


def test_it_is_frozen_and_changed_as_any_other() -> None:
    with pytest.raises(FrozenInstanceError):
        Chair(3).row = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Slip("A001").copies = 2  # type: ignore[misc]
    assert replace(Slip("A001"), copies=2) == Slip("A001", 2)
    assert changed(Chair(3), is_free=False) == Chair(3, False)
    assert changed(Chair(3), is_free=False) != Chair(3)
    with pytest.raises(TypeError, match="Chair has no colour"):
        changed(Chair(3), colour="red")


def test_a_field_that_lacks_or_is_unknown_is_told_as_usual() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'number'"):
        Slip()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'size'"):
        Slip("A001", size=3)  # type: ignore[call-arg]


def test_one_that_does_more_than_keep_what_it_is_given_is_refused() -> None:
    @dataclass(frozen=True)
    class Makes:
        found: list[str] = field(default_factory=list)

    @dataclass(frozen=True)
    class Looks:
        number: str

        def __post_init__(self) -> None:
            assert self.number

    for kind in (Makes, Looks):
        with pytest.raises(TypeError, match="is not made of what it is given alone"):
            made_at_once(kind)
