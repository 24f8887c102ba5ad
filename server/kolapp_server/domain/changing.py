# SPDX-License-Identifier: EUPL-1.2
"""Frozen values, made and changed at once.

A frozen dataclass sets its fields one by one, each past the lock that keeps it frozen. Every visitor who takes a ticket makes
some ten values with a hundred fields together, and a command changes a day and a ticket some ten times: that was the largest part
of a decision. Here a value is made of all its fields in one step, and a changed one takes over in one step what stays.
"""

import dataclasses
from dataclasses import MISSING
from typing import Any, TypeVar

Value = TypeVar("Value")
Frozen = TypeVar("Frozen", bound=type)
_new, _set = object.__new__, object.__setattr__


def changed(value: Value, **fields: Any) -> Value:  # noqa: ANN401 (each field has a type of its own)
    """`value` with `fields`; `value` itself stays as it was. Raises `TypeError` for a field that it has not.

    For frozen dataclasses without slots and without `__post_init__`.
    """
    known = value.__dict__
    inside = known | fields
    if len(inside) != len(known):
        raise TypeError(f"{type(value).__name__} has no {', '.join(sorted(fields.keys() - known.keys()))}")
    after = _new(value.__class__)
    _set(after, "__dict__", inside)
    return after


def made_at_once(kind: Frozen) -> Frozen:
    """The same frozen dataclass, whose values are made a third faster.

    Raises `TypeError` where making one is more than setting what is given.

    As `dataclasses` does, it writes the function that does it: Python has no faster way to take arguments by name.
    """
    known = dataclasses.fields(kind)
    if hasattr(kind, "__post_init__") or any(each.default_factory is not MISSING or each.kw_only for each in known):
        raise TypeError(f"{kind.__name__} is not made of what it is given alone")
    space: dict[str, Any] = {f"_usual_{each.name}": each.default for each in known}
    taken = (each.name if each.default is MISSING else f"{each.name}=_usual_{each.name}" for each in known)
    if "__slots__" in vars(kind):
        space |= {f"_set_{each.name}": vars(kind)[each.name].__set__ for each in known}
        steps = "; ".join(f"_set_{each.name}(self, {each.name})" for each in known)
    else:
        space["_set"] = _set
        steps = f"_set(self, '__dict__', {{{', '.join(f'{each.name!r}: {each.name}' for each in known)}}})"
    exec(f"def __init__(self, {', '.join(taken)}):\n    {steps}", space)  # noqa: S102 (of the class's own names alone)
    kind.__init__ = space["__init__"]  # type: ignore[misc]  # what a dataclass does to itself
    return kind
