# SPDX-License-Identifier: EUPL-1.2
"""Every program says everything in every language."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from kolapp_words.languages import LANGUAGES
from tests.architecture.sources import ROOT, files

FOLDERS = sorted({path.parent for path in files(".po")})
REVIEWED = {"sv", "en"}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def messages(path: Path) -> dict[str, Message]:
    found = [message for message in catalogue(path) if message.id]
    return {str(message.id[0] if isinstance(message.id, tuple | list) else message.id): message for message in found}


def is_whole(message: Message) -> bool:
    """Whether every form has words."""
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return not message.fuzzy and all(form.strip() for form in forms)


@pytest.mark.parametrize("folder", FOLDERS, ids=[str(folder.relative_to(ROOT)) for folder in FOLDERS])
def test_a_program_says_the_same_in_all_languages(folder: Path) -> None:
    spoken = {
        code: messages(folder / f"{code}.po") for code in sorted({path.stem for path in folder.glob("*.po")} & LANGUAGES.keys())
    }
    for code, found in spoken.items():
        assert found.keys() == spoken["sv"].keys(), code
        assert [key for key, message in found.items() if not is_whole(message)] == [], code


@pytest.mark.parametrize("folder", FOLDERS, ids=[str(folder.relative_to(ROOT)) for folder in FOLDERS])
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
