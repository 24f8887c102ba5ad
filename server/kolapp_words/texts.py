# SPDX-License-Identifier: EUPL-1.2
"""A program's texts: one gettext catalogue per language, read as it stands, without a compile step.

The msgid is a key ("ticket.ahead"), so that no language is the master of the others and a missing text is seen at once.
A key with a plural is written with msgid_plural, and its number is given as `n`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path

from kolapp_words.languages import FIRST_STRONG_ISOLATE, POP_ISOLATE, SpokenLanguage, language


class MissingText(KeyError):
    """A program asked for a text that no catalogue of it has."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one program in one language. `texts("ticket.ahead", n=3)` gives "3 före dig"."""

    language: SpokenLanguage
    entries: dict[str, tuple[str, ...]]
    plural_form: Callable[[int], int]

    def __call__(self, key: str, **values: object) -> str:
        """The text `key` with `{name}` filled in. Raises `MissingText`. Values are isolated in right-to-left text."""
        forms = self.entries.get(key)
        if forms is None:
            raise MissingText(key)
        form = forms[self.plural_form(int(str(values["n"])))] if len(forms) > 1 else forms[0]
        return form.format_map({name: self._isolated(value) for name, value in values.items()})

    def _isolated(self, value: object) -> str:
        return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" if self.language.is_rtl else str(value)


@cache
def read_texts(folder: Path, code: str) -> Texts:
    """The catalogue `folder/<code>.po`, or the Swedish one where that language has none."""
    chosen = language(code)
    path = folder / f"{chosen.code}.po"
    if not path.exists():
        return read_texts(folder, "sv")
    # Imported here: a program shows its first screen, and a server answers, before it needs a second language.
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        # The plural rule stands in the file: Meänkieli and easy Swedish are in no list of languages.
        catalogue = read_po(file)
    entries = {
        str(message.id[0] if isinstance(message.id, tuple | list) else message.id): (
            tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)
        )
        for message in catalogue
        if message.id and message.string
    }
    return Texts(chosen, entries, c2py(catalogue.plural_expr))
