# SPDX-License-Identifier: EUPL-1.2
"""A town's own words: any text that visitors meet, said in another way, without a new release.

A town writes them in its file, they go with the catalogue to whoever shows them, and stand over the texts that Kölapp brings:

    texts:
      kiosk:
        welcome.greeting: {sv: "Hej! Vad gäller det?"}
      slip:
        slip.ahead: {sv: ["{n} person före dig", "{n} personer före dig"]}

What is written is tried against the text that it replaces, before anybody sees it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from kolapp_words.languages import LANGUAGES
from kolapp_words.spoken import ALOUD
from kolapp_words.texts import Texts, read_texts


class Part(StrEnum):
    """Where a text is met."""

    KIOSK = "kiosk"
    SLIP = "slip"
    DISPLAY = "display"
    WEB = "web"
    SPEECH = "speech"


HOMES: Mapping[Part, tuple[tuple[str, str], ...]] = {
    Part.KIOSK: (("kolapp_kiosk", "ui/locale"),),
    Part.SLIP: (("kolapp_printers", "locale"),),
    Part.DISPLAY: (("kolapp_display", "ui/locale"),),
    Part.WEB: (("kolapp_server", "console/locale"), ("kolapp_server", "locale")),
    Part.SPEECH: (("kolapp_server", "speech/locale"),),
}
"""Where each part's texts lie in the one wheel that all programs come in. They are read, never imported."""
FOR_VISITORS = ("access.", "book.", "desk.named", "language.", "matter.", "rule.", "ticket.")
"""Of the web's texts those that visitors meet; the others are the staff's."""
MUST_STAY = frozenset({"number", "desk", "sign", "code"})
"""Without these nobody finds the way, or the matter again."""
DRAWN = frozenset({Part.KIOSK, Part.SLIP, Part.DISPLAY})
"""Parts with a place of a fixed size for each text."""
SHORT = 24
"""Letters that have room wherever a text stands."""
VALUE = re.compile(r"{([a-z_]+)}")
COUNTED = range(201)


class OwnText(Protocol):
    """One text of a town's. `forms`: one, or as many as the language has plural forms."""

    @property
    def part(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def forms(self) -> tuple[str, ...]: ...


Own = tuple[OwnText, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One text as a town has written it."""

    part: str
    key: str
    language: str
    forms: tuple[str, ...]


def own_of(told: Sequence[Mapping[str, Any]]) -> Own:
    """A catalogue's texts, read as JSON."""
    return tuple(Written(one["part"], one["key"], one["language"], tuple(one["forms"])) for one in told)


@lru_cache(maxsize=256)
def town_texts(folder: Path, code: str, part: Part, own: Own) -> Texts:
    """The texts of `folder` in that language, with the town's own over them."""
    texts = read_texts(folder, code)
    written = {
        one.key: one.forms for one in own if one.part == part and one.language == texts.language.code and one.key in texts.entries
    }
    return replace(texts, entries=_laid_over(texts.entries, written)) if written else texts


def _laid_over(entries: dict[str, tuple[str, ...]], written: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What a town has written is heard as it is read, unless it has written what is heard as well."""
    silenced = {ALOUD + key for key in written} - written.keys()
    return {key: written.get(key, forms) for key, forms in entries.items() if key not in silenced}


def of_all(owns: Sequence[Own]) -> Own:
    """What every one of several branches says in the same words: for a page that does not know yet whose it is."""
    first, *others = owns or [()]
    return tuple(one for one in first if all(one in other for other in others))


@cache
def shipped(part: Part, code: str) -> Mapping[str, tuple[str, ...]]:
    """What Kölapp itself says there in that language. Nothing where that program is not installed, or not in that language."""
    folders = [folder for package, inner in HOMES[part] if (folder := _folder(package, inner))]
    entries = {key: forms for folder in folders for key, forms in read_texts(folder, code).entries.items()}
    return {key: forms for key, forms in entries.items() if part is not Part.WEB or key.startswith(FOR_VISITORS)}


def _folder(package: str, inner: str) -> Path | None:
    found = find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / inner if places else None


def faults_of(part: Part, key: str, code: str, forms: Sequence[str]) -> Iterator[str]:
    """What is wrong with a text of a town's, said to the one who wrote it. The key is one of `shipped`."""
    before = shipped(part, code)[key]
    if len(forms) != len(before):
        yield _wrong_forms(part, key, code, len(before), len(forms))
    known = frozenset(name for form in shipped(part, "sv")[key] for name in VALUE.findall(form))
    allowed = known | ({"n"} if len(before) > 1 else frozenset())
    for form in forms:
        yield from _wrong_values(form, key, allowed, known & MUST_STAY)
        if word := _customer(form, code):
            yield f'"{word}" stands in "{key}"; whoever comes is a visitor ("besökare")'
        if part in DRAWN and len(form) > (room := _room(part, key)):
            yield f'"{key}" has {len(form)} letters; {room} is the most that there is room for'


def _wrong_forms(part: Part, key: str, code: str, wanted: int, written: int) -> str:
    if wanted == 1:
        return f'"{key}" has one form, not {written}'
    numbers = ", ".join(map(str, _examples(part, key, code)))
    return f'"{key}" needs {wanted} plural forms in {code}, in this order for the numbers {numbers}; {written} written'


def _examples(part: Part, key: str, code: str) -> Iterator[int]:
    """A number for each plural form, in the order of the forms."""
    home = next(folder for package, inner in HOMES[part] if (folder := _folder(package, inner)) and _has(folder, key))
    chooses = read_texts(home, code).plural_form
    firsts: dict[int, int] = {}
    for n in COUNTED:
        firsts.setdefault(chooses(n), n)
    yield from (firsts[form] for form in sorted(firsts))


def _has(folder: Path, key: str) -> bool:
    return key in read_texts(folder, "sv").entries


def _wrong_values(form: str, key: str, allowed: frozenset[str], needed: frozenset[str]) -> Iterator[str]:
    found = frozenset(VALUE.findall(form))
    listed = ", ".join(f"{{{name}}}" for name in sorted(allowed)) or "none"
    for name in sorted(found - allowed):
        yield f'"{{{name}}}" is no value of "{key}"; its values are {listed}'
    if "{" in (rest := VALUE.sub("", form)) or "}" in rest:
        yield f'a brace in "{key}" stands alone; values are written as {{n}}, and its values are {listed}'
    for name in sorted(needed - found):
        yield f'"{key}" leaves out {{{name}}}, without which nobody finds the way'


def _customer(form: str, code: str) -> str:
    """The word that nobody who comes to a town hall is called by. In Swedish "kunde" is "could"."""
    pattern = r"\w*(?<!se)kund(?!e\b|ig)\w*" if code.startswith("sv") else r"\w*(?<!se)kund\w*"
    found = re.search(pattern, form, re.IGNORECASE)
    return found[0] if found else ""


def _room(part: Part, key: str) -> int:
    """Letters that are known to fit: those of the longest text there is for that place in any language."""
    lengths = (len(form) for code in LANGUAGES for form in shipped(part, code).get(key, ()))
    return max(SHORT, *lengths)
