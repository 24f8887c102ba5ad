# SPDX-License-Identifier: EUPL-1.2
"""One block of a town's file, read key by key. What is wrong is noted with its line, and the reading goes on, so that every
fault of a file can be told at once.

YAML guesses the type of a word ("no" becomes false, 08:00 a number), so the words are taken as they were written.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kolapp_server.town.faults import Fault, nearest

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CODE_LONGEST = 40
TEXT_LONGEST = 200
JOINERS = "\u200c\u200d"
"""Zero-width joiners, which Persian and Arabic are written with."""
Choice = TypeVar("Choice", bound=StrEnum)


def line_of(node: Node) -> int:
    """The line where the node begins, counted from 1."""
    return int(node.start_mark.line) + 1


class Section:
    """A block of keys and values. Each key that is asked for is known; `finish` then names the others.

    A text may lack the languages of `may_lack`.
    """

    def __init__(self, node: Node, name: str, note: Callable[[Fault], None], may_lack: frozenset[str] = frozenset()) -> None:
        self.node, self.name, self.note, self.may_lack = node, name, note, may_lack
        self.line = line_of(node)
        self.known: set[str] = set()
        self.lines: dict[str, int] = {}
        self.values: dict[str, Node] = {}
        if not isinstance(node, MappingNode):
            self.fault(f'"{name}" must be a block of keys and values')
            return
        for key, value in node.value:
            self._keep(key, value)

    def _keep(self, key: Node, value: Node) -> None:
        word = str(key.value) if isinstance(key, ScalarNode) else ""
        if not word:
            self.fault("a key must be a plain word", line_of(key))
        elif word in self.values:
            self.fault(f'"{word}" stands twice in "{self.name}", the first time on line {self.lines[word]}', line_of(key))
        else:
            self.values[word], self.lines[word] = value, line_of(key)

    def fault(self, text: str, line: int | None = None) -> None:
        """Notes a fault, at this block's first line unless another is given."""
        self.note(Fault(line or self.line, text))

    def line_at(self, key: str) -> int:
        """Where `key` stands, or where the block begins when it is missing."""
        return self.lines.get(key, self.line)

    def finish(self) -> None:
        """Names each key that nobody asked for."""
        for key in self.values.keys() - self.known:
            self.fault(f'unknown key "{key}" in "{self.name}"{nearest(key, self.known)}', self.lines[key])

    def _value(self, key: str, *, required: bool = True) -> Node | None:
        self.known.add(key)
        found = self.values.get(key)
        if found is None and required:
            self.fault(f'"{key}" is missing in "{self.name}"')
        return found

    def text(self, key: str, longest: int = TEXT_LONGEST, default: str | None = None) -> str:
        """The words after `key`, or `default`; empty when they could not be read."""
        node = self._value(key, required=default is None)
        return (default or "") if node is None else self._plain(node, key, longest)

    def _plain(self, node: Node, key: str, longest: int = TEXT_LONGEST) -> str:
        line = line_of(node)
        if not isinstance(node, ScalarNode) or not node.value.strip():
            self.fault(f'"{key}" in "{self.name}" must have words after it', line)
            return ""
        words = unicodedata.normalize("NFC", str(node.value).strip())
        if any(unicodedata.category(letter)[0] == "C" and letter not in JOINERS for letter in words):
            self.fault(f'"{key}" in "{self.name}" holds a character that cannot be seen', line)
        if len(words) > longest:
            self.fault(f'"{key}" in "{self.name}" has {len(words)} letters; {longest} is the most that there is room for', line)
        return words

    def matching(self, key: str, pattern: str, example: str, default: str | None = None) -> str:
        """A word of a given form; the fault shows `example`."""
        word = self.text(key, default=default)
        if word and not re.fullmatch(pattern, word):
            self.fault(f'"{word}" is no good "{key}"; write for instance {example}', self.line_at(key))
            return ""
        return word

    def code(self, key: str) -> str:
        """A name for machines."""
        return self.matching(key, CODE.pattern, "bygglov or disk-3")

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`, or `default`."""
        word = self.text(key, default=None if default is None else str(default))
        if word and not (word.isascii() and word.isdigit() and low <= int(word[:9]) <= high):
            self.fault(f'"{key}" in "{self.name}" must be a whole number from {low} to {high}, not "{word}"', self.line_at(key))
            return low
        return int(word or low)

    def flag(self, key: str, *, default: bool) -> bool:
        """yes or no."""
        word = self.text(key, default="yes" if default else "no").lower()
        if word not in {"yes", "no", "true", "false"}:
            self.fault(f'"{key}" in "{self.name}" must be yes or no, not "{word}"', self.line_at(key))
        return word in {"yes", "true"}

    def choice(self, key: str, kinds: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of `kinds`."""
        return kinds(self.one_of(key, list(kinds), default) or next(iter(kinds)))

    def one_of(self, key: str, right: Iterable[str], default: str | None = None) -> str:
        """One of the `right` words; empty when it is another."""
        words = list(right)
        word = self.text(key, default=default)
        if word and word not in words:
            self.fault(f'"{word}" is no "{key}"{nearest(word, words)}', self.line_at(key))
            return ""
        return word

    def day(self, key: str) -> date:
        """A date written as 2027-03-01."""
        word = self.text(key)
        try:
            return date.fromisoformat(word)
        except ValueError:
            if word:
                self.fault(f'"{key}" in "{self.name}" must be a date such as 2027-03-01, not "{word}"', self.line_at(key))
            return date.min

    def texts(self, key: str, languages: Sequence[str], longest: int = TEXT_LONGEST) -> dict[str, str]:
        """The same text in every one of `languages`; each that is missing is a fault of its own."""
        node = self._value(key)
        if node is None:
            return {}
        block = self._inner(node, f"{self.name}: {key}")
        found = {language: block.text(language, longest) for language in block.wanted(languages)}
        block.finish()
        return found

    def wanted(self, languages: Sequence[str]) -> list[str]:
        """Those of `languages` that are to be read: all but those that are not here and need not be."""
        return [code for code in languages if code in self.values or code not in self.may_lack]

    def _inner(self, node: Node, name: str) -> "Section":
        return Section(node, name, self.note, self.may_lack)

    def words(self, key: str) -> tuple[tuple[str, int], ...]:
        """A list of words, each with its line."""
        node = self._value(key)
        if node is None:
            return ()
        if not isinstance(node, SequenceNode):
            self.fault(f'"{key}" in "{self.name}" must be a list, written as [one, another]', line_of(node))
            return ()
        return tuple((self._plain(item, key), line_of(item)) for item in node.value)

    def word_lists(self, key: str, languages: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """A list of words per language. The whole may be left out; a language in it may not."""
        node = self._value(key, required=False)
        if node is None:
            return dict.fromkeys(languages, ())
        block = self._inner(node, f"{self.name}: {key}")
        found = {language: tuple(word for word, _ in block.words(language)) for language in block.wanted(languages)}
        block.finish()
        return found

    def section(self, key: str) -> "Section | None":
        """The block after `key`."""
        node = self._value(key)
        return None if node is None else self._inner(node, key)

    def optional_section(self, key: str) -> "Section | None":
        """The block after `key`, where there is one."""
        self.known.add(key)
        return self.section(key) if key in self.values else None

    def optional_sections(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """The blocks under `key`, where there are any."""
        self.known.add(key)
        return self.sections(key) if key in self.values else iter(())

    def sections(self, key: str) -> Iterator[tuple[str, "Section"]]:
        """The blocks under `key`, each with its code."""
        block = self.section(key)
        for code, node in block.values.items() if block else ():
            if not CODE.fullmatch(code) or len(code) > CODE_LONGEST:
                self.fault(
                    f'"{code}" is no good code; write small letters a-z, digits and hyphens: bygglov',
                    block.lines[code] if block else None,
                )
            inner = self._inner(node, code)
            inner.line = block.lines[code] if block else inner.line
            yield code, inner
