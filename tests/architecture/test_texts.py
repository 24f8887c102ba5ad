# SPDX-License-Identifier: EUPL-1.2
"""Every program says everything in every language."""

import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kolapp_server.console.words import PUBLIC_KEYS
from kolapp_words.languages import LANGUAGES, STAFF_LANGUAGES
from tests.architecture.sources import ROOT, files

FOLDERS = sorted({path.parent for path in files(".po")})
NAMED = pytest.mark.parametrize("folder", FOLDERS, ids=[str(folder.relative_to(ROOT)) for folder in FOLDERS])
REVIEWED = {"sv", "en"}
FOR_STAFF = {"server/kolapp_server/services/locale"}
"""Mail to officers: no visitor reads it."""
FOR_BOTH = {"server/kolapp_server/console/locale"}
"""Pages for staff and for visitors: in a language that is not the staff's, what visitors read is enough."""
NEVER = {
    "sv": r"\bkund", "sv-Easy": r"\bkund", "en": r"customer|\bclient", "fi": r"asiakas|asiakka",
    "fit": r"asiakas|asiakka|\bkunt(i|a)\b", "se": r"\bkund|áššeha", "ar": r"زبون|زبائن|عميل|عملاء", "fa": r"مشتری|ارباب",
    "so": r"macmiil", "ti": r"ዓሚል|ዓማዊል", "uk": r"клієнт|покуп", "pl": r"klien[tc]", "bs": r"klijent|kupac|kupc",
    "de": r"\bkund", "es": r"cliente", "fr": r"\bclient",
}  # fmt: skip
"""Whoever comes is a visitor, in every language."""


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@cache
def messages(path: Path) -> dict[str, Message]:
    found = [message for message in catalogue(path) if message.id]
    return {str(message.id[0] if isinstance(message.id, tuple | list) else message.id): message for message in found}


def forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string,)


def is_whole(message: Message) -> bool:
    """Whether every form has words."""
    return not message.fuzzy and all(form.strip() for form in forms(message))


def gaps(message: Message) -> set[str]:
    """What is filled in."""
    return {name for form in forms(message) for _, name, _, _ in Formatter().parse(form) if name}


def wanted(folder: Path, code: str) -> set[str]:
    """What has to be said in that language."""
    whole = set(messages(folder / "sv.po"))
    if str(folder.relative_to(ROOT)) in FOR_BOTH and code not in STAFF_LANGUAGES:
        return {key for key in whole if key.startswith(PUBLIC_KEYS)}
    return whole


def spoken(folder: Path) -> set[str]:
    return set(STAFF_LANGUAGES if str(folder.relative_to(ROOT)) in FOR_STAFF else LANGUAGES)


@NAMED
def test_a_program_speaks_every_language_and_no_other(folder: Path) -> None:
    assert {path.stem for path in folder.glob("*.po")} == spoken(folder)


@NAMED
def test_a_program_says_the_same_in_all_languages(folder: Path) -> None:
    for code in sorted(spoken(folder)):
        found = messages(folder / f"{code}.po")
        assert set(found) == wanted(folder, code), code
        assert [key for key, message in found.items() if not is_whole(message)] == [], code


@NAMED
def test_every_language_has_the_same_gaps_to_fill(folder: Path) -> None:
    whole = messages(folder / "sv.po")
    for code in sorted(spoken(folder)):
        found = messages(folder / f"{code}.po").items()
        assert [key for key, message in found if gaps(message) | {"n"} != gaps(whole[key]) | {"n"}] == [], code


@NAMED
def test_every_number_has_its_form(folder: Path) -> None:
    whole = messages(folder / "sv.po")
    for code in sorted(spoken(folder)):
        count = catalogue(folder / f"{code}.po").num_plurals
        for key, message in messages(folder / f"{code}.po").items():
            assert len(forms(message)) == (count if len(forms(whole[key])) > 1 else 1), (code, key)


@NAMED
def test_nothing_old_lies_in_a_file(folder: Path) -> None:
    assert [path.name for path in folder.glob("*.po") if re.search(r"^#(~|, fuzzy)", path.read_text("utf-8"), re.MULTILINE)] == []


@NAMED
def test_visitors_are_never_called_customers(folder: Path) -> None:
    said = [(code, form) for code in spoken(folder) for m in messages(folder / f"{code}.po").values() for form in forms(m)]
    assert [(code, form) for code, form in said if re.search(NEVER[code], form, re.IGNORECASE)] == []


def test_every_plural_rule_is_the_languages_own() -> None:
    rules = {(code, catalogue(folder / f"{code}.po").num_plurals) for folder in FOLDERS for code in spoken(folder)}
    assert len(rules) == len(LANGUAGES)


@NAMED
def test_texts_that_no_human_has_read_say_so(folder: Path) -> None:
    silent = [
        path.stem
        for path in folder.glob("*.po")
        if path.stem not in REVIEWED and "machine-made, not reviewed" not in path.read_text("utf-8")
    ]
    assert silent == []


def test_an_empty_and_a_doubtful_text_are_found() -> None:
    assert not is_whole(Message("a", ""))
    assert not is_whole(Message(("a", "b"), ("en", "")))
    assert not is_whole(Message("a", "b", flags=["fuzzy"]))
    assert is_whole(Message("a", "b"))
