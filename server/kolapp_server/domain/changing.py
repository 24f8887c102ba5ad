# SPDX-License-Identifier: EUPL-1.2
"""A frozen value with some fields otherwise.

As `dataclasses.replace`, but the fields that stay are taken over at once. A command changes a day and a ticket some ten times,
and `replace`, which sets each of their twenty fields one by one, was the largest part of a decision. For frozen dataclasses
without slots and without `__post_init__`.
"""

from typing import Any, TypeVar

Value = TypeVar("Value")


def changed(value: Value, **fields: Any) -> Value:  # noqa: ANN401 (each field has a type of its own)
    """`value` with `fields`; `value` itself stays as it was. Raises `TypeError` for a field that it has not."""
    known = vars(value)
    after = object.__new__(type(value))
    inside = vars(after)
    inside.update(known)
    inside.update(fields)
    if len(inside) != len(known):
        raise TypeError(f"{type(value).__name__} has no {', '.join(sorted(fields.keys() - known.keys()))}")
    return after
