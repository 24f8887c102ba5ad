# SPDX-License-Identifier: EUPL-1.2
"""What tells two requests with the same id apart: what was asked, and the words with it, but not when. Pure.

A kiosk that heard no answer asks again, and an upgrade may lie in between. So what release 0.1 could say is written as that
release wrote it, and a field that came later stands there only where it says something else than its default.
"""

import hashlib
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from operator import attrgetter
from typing import Any, get_args

from kolapp_server.domain import commands as asked
from kolapp_server.domain.commands import Command

WRITTEN_BY_0_1: dict[type, str] = {
    asked.IssueTicket: "needs device is_by_staff booked_at first_touch_at",
    asked.CallNext: "ticket_id reason finish offline_number placeholder",
    asked.Transfer: "to_desk",
    asked.Return: "same_desk",
    asked.Cancel: "is_by_device device",
    asked.PauseDesk: "reason",
}
"""The fields with a default that release 0.1 knew. Nothing is ever added here."""
SAID_BY_THE_WORDS: dict[type, str] = {asked.Transfer: "has_note", asked.OpenDesk: "languages"}
"""Fields that follow from the words that go along, or from the clerk's account, and say nothing of their own."""
HOLDS_VALUES = (asked.TakeJournal, asked.Configure)
"""What these hold has fields of its own. Each is asked under a new id, so nobody repeats it across an upgrade."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of command is written: its fields in `text`, and behind it the `later` ones that are not as they were meant."""

    text: str
    values: Callable[[Any], tuple[Any, ...]]
    later: tuple[tuple[str, object], ...]

    def written(self, value: object) -> str:
        """What the command, or the entry of a journal, says."""
        text = self.text % self.values(value)
        if not self.later:
            return text
        return text + "".join(f"{name}={said!r}" for name, usual in self.later if (said := getattr(value, name)) != usual)


def form_of(kind: type, known: str) -> Form:
    """`known` are the names of the fields with a default that are always written."""
    always = [field.name for field in fields(kind) if _usual(field) is MISSING or field.name in known.split()]
    silent = SAID_BY_THE_WORDS.get(kind, "").split()
    later = tuple((field.name, _usual(field)) for field in fields(kind) if field.name not in (*always, *silent))
    text = f"{kind.__qualname__}({', '.join(f'{name}=%r' for name in always)})"
    return Form(text, _reader(always), later)


def _reader(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda command: tuple(getattr(command, name) for name in names)


def _usual(field: "Field[Any]") -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


_FLAT = {*get_args(Command), *get_args(asked.JournalEntry), asked.EarlierTicket} - set(HOLDS_VALUES)
_FORMS = {kind: form_of(kind, WRITTEN_BY_0_1.get(kind, "")) for kind in _FLAT}


def written(value: object) -> str:
    """The value with all that lies in it; where it holds values, without the fields that are as usual."""
    if (form := _FORMS.get(type(value))) is not None:
        return form.written(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))})"
    if not is_dataclass(value):
        return repr(value)
    said = ((field.name, getattr(value, field.name), _usual(field)) for field in fields(value))
    return f"{type(value).__qualname__}({', '.join(f'{name}={written(it)}' for name, it, usual in said if it != usual)})"


def fingerprint(command: Command, words: str) -> bytes:
    """Sixteen bytes, the same in every process and release as long as the same is asked."""
    return hashlib.blake2b(f"{written(command)}{words}".encode(), digest_size=16).digest()
