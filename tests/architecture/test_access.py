# SPDX-License-Identifier: EUPL-1.2
"""The table of criteria tells the truth: each test it names is there, and what is not met says so to those it concerns."""

import ast
import re
from functools import cache

from kolapp_display.picture import PULSE_S, PULSES
from kolapp_server.console import access
from kolapp_server.console.words import LOCALE
from kolapp_words.languages import LANGUAGES
from kolapp_words.texts import read_texts
from tests.architecture.sources import ROOT
from tools.write_docs import ACCESS_PAGE, access_table

PARTS = {"kiosk", "ticket", "display", "console", "statistics", "documentation"}
STATES = {"met", "partly", "not"}


@cache
def named_in(file: str) -> frozenset[str]:
    """The tests that stand in a file."""
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def is_there(test: str) -> bool:
    file, name = test.split("::")
    return (ROOT / file).exists() and name in named_in(file)


def test_every_test_that_is_named_is_there() -> None:
    assert [(clause.id, test) for clause in access.clauses() for test in clause.tests if not is_there(test)] == []


def test_a_test_that_is_not_there_is_found() -> None:
    assert not is_there("tests/architecture/test_access.py::test_that_nobody_wrote")
    assert not is_there("tests/architecture/test_gone.py::test_every_test_that_is_named_is_there")


def test_every_part_is_told_of_and_what_is_met_is_shown() -> None:
    clauses = access.clauses()
    assert {clause.part for clause in clauses} == PARTS
    assert {clause.state for clause in clauses} <= STATES
    assert len({clause.id for clause in clauses}) == len(clauses)
    assert [clause.id for clause in clauses if clause.state == "met" and not clause.tests] == []


def test_what_is_lacking_is_said_in_every_language() -> None:
    silent = [clause.id for clause in access.clauses() if clause.state != "met" and clause.words.keys() != LANGUAGES.keys()]
    assert silent == []
    assert all(access.lacking(code) for code in LANGUAGES)


def test_the_table_is_as_the_file_has_it() -> None:
    assert ACCESS_PAGE.read_text("utf-8") == access_table()


def test_the_statement_stands_in_every_language_and_says_how_to_complain() -> None:
    for code in LANGUAGES:
        entries = read_texts(LOCALE, code).entries
        assert all(entries[key][0] for key in ("access.title", "access.complain", "access.ask_at_the_desk", "access.authority"))
    assert "complain:" in (ROOT / "town" / "ekvik.yaml").read_text("utf-8")


def test_the_mounting_page_has_its_checklist() -> None:
    page = (ROOT / "kiosk" / "deploy" / "mounting.md").read_text("utf-8")
    assert page.count("[ ]") >= 10
    assert all(clause in page for clause in ("8.3.2.1", "8.3.4.2", "8.3.5", "8.3.6", "8.4.2.1"))


def test_nothing_flashes_faster_than_once_a_second() -> None:
    assert (PULSES, PULSE_S) == (3, 1.0)
    kiosk = [path.read_text("utf-8") for path in (ROOT / "kiosk" / "kolapp_kiosk" / "ui").rglob("*.py")]
    assert not [text for text in kiosk if re.search(r"\bAnimation\b|Blink", text)]
