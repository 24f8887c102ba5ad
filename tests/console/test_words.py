# SPDX-License-Identifier: EUPL-1.2
"""Every word that a page shows is there in every language, and none is there that no page shows."""

import re
from string import Formatter

import pytest

from kolapp_contract.board import DeskState
from kolapp_contract.catalogue import Direction
from kolapp_contract.contacts import Avoidable, PromiseKind, PromiseState
from kolapp_contract.desk import ManualReason, PauseReason, Step
from kolapp_contract.devices import AlarmKind, DeviceKind, PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.helps import HelpKind, IncidentKind
from kolapp_contract.officers import OfficerPurpose, Presence
from kolapp_contract.tickets import Kind, Need, Outcome, PrintResult, State
from kolapp_server.console import words
from kolapp_server.console.pages import KEYS
from kolapp_server.domain.calling import Reason
from kolapp_server.store.retention import RULES
from kolapp_words.languages import LANGUAGES, STAFF_LANGUAGES
from kolapp_words.texts import Texts, read_texts

CONSOLE = words.LOCALE.parent
FILES = [path for path in sorted(CONSOLE.rglob("*")) if path.suffix in {".js", ".html", ".py"}]
SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
QUOTED = re.compile(r"""["'`]([a-z_]+(?:\.[a-z_]+)+|last|sign_out)["'`]""")
TOLD = [reason for reason in Reason if reason not in (Reason.EARLIER_TURN, Reason.NOBODY_WAITING)]
"""Reasons with one sentence each. An earlier turn has one for each kind, and a desk that stands ready says so itself."""
BUILT = {
    "book.fault.": ("taken", "unknown", "too_fast"),
    "book.said.": ("cancelled", "moved"),
    "alarm.": AlarmKind,
    "desk_state.": DeskState,
    "device.": DeviceKind,
    "destroy.": [*RULES, "own"],
    "did.": [step for step in Step if step is not Step.FINISH],
    "kind.": [kind for kind in Kind if kind is not Kind.WALK_IN],
    "need.": Need,
    "outcome.": Outcome,
    "printer.": PrinterState,
    "reason.": [*ManualReason, "offline"],
    "because.": [*TOLD, *(f"earlier_{kind}" for kind in Kind), "nobody_first"],
    "pause.": PauseReason,
    "promise.": PromiseKind,
    "promise_state.": PromiseState,
    "promises.": ("kept", "broken"),
    "avoidable.": Avoidable,
    "matter.state_": PromiseState,
    "matter.promise_": PromiseKind,
    "did.receipt_": PrintResult,
    "ticket.direction_": Direction,
    "presence.": [*Presence, "back", "calendar"],
    "purpose.": OfficerPurpose,
    "officers.": ("cannot", "silent"),
    "ticket.officer_": ("told", "told_more", "cannot", "cannot_more"),
    "state.": State,
    "ticket.state_": State,
    "why.": Kind,
    "aside.": ("resume", "return"),
    "did.desk_": ("pause", "resume", "close"),
    "did.reprint_": PrintResult,
    "health.": ("good", "alarms", "stale"),
    "visit.": ("closed", "taken", "paused", "ready", "free", "joined"),
    "help.": ["lost", "sending", "two", "help", *(f"asks_{kind}" for kind in HelpKind)],
    "incident.": IncidentKind,
    "sign_in.": ("fault_wrong", "fault_slow", "fault_insecure", "fault_stale"),
}
VISITORS_PAGES = ("accessibility", "book", "contact", "page", "rule", "visitor")
VISITORS_SCRIPTS = ("contact_page.js", "visitor.js")
NOT_ON_THESE_PAGES = ("kind.", "mark.", "need.", "time.", "problem.")
"""Said by modules that staff pages share, of what no visitor's page shows."""
DESK_REFUSALS = {
    "recall_first",
    "outcome_needed",
    "visit_open",
    "desk_closed",
    "desk_taken",
    "desk_paused",
    "not_waiting",
    "wrong_desk",
    "clerk_away",
    "too_many_errands",
    "not_asked",
    "visit_joined",
    "desk_busy",
}


def texts(code: str) -> Texts:
    return read_texts(words.LOCALE, code)


def scripts_of(*names: str) -> list[str]:
    """These modules and all that they import."""
    folder, found = CONSOLE / "static" / "js", dict.fromkeys(names, "")
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        found[name] = (folder / name).read_text(encoding="utf-8")
        new = [one for one in re.findall(r'(?:from|import) "\./([a-z_/]+\.js)"', found[name]) if one not in found]
        waiting += new
        found |= dict.fromkeys(new, "")
    return list(found.values())


def used() -> set[str]:
    built = {begin + str(end) for begin, ends in BUILT.items() for end in ends}
    long = {f"visit.{state}_long" for state in BUILT["visit."]}
    return {key for key in QUOTED.findall(SOURCES) if key in texts("sv").entries} | built | long | set(KEYS.values())


@pytest.mark.parametrize("code", STAFF_LANGUAGES)
def test_every_word_that_is_used_is_there(code: str) -> None:
    assert used() - texts(code).entries.keys() == set()


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_word_that_visitors_read_is_there_in_their_language(code: str) -> None:
    read = {key for key in used() if key.startswith(words.PUBLIC_KEYS)}
    assert read - texts(code).entries.keys() == set()


def test_a_visitors_page_says_nothing_that_stands_in_the_languages_of_the_staff_alone() -> None:
    pages = [CONSOLE / "templates" / f"{name}.html" for name in VISITORS_PAGES]
    said = {key for page in pages for key in QUOTED.findall(page.read_text(encoding="utf-8")) if key in texts("sv").entries}
    assert [key for key in said if not key.startswith(words.PUBLIC_KEYS)] == []


def test_a_visitors_script_says_nothing_that_its_page_does_not_hold() -> None:
    said = {key for script in scripts_of(*VISITORS_SCRIPTS) for key in QUOTED.findall(script) if key in texts("sv").entries}
    assert [key for key in said if not key.startswith((*words.VISITOR_KEYS, *NOT_ON_THESE_PAGES))] == []


def test_no_word_is_there_that_nobody_uses() -> None:
    assert {key for key in texts("sv").entries.keys() - used() if not key.startswith("problem.")} == set()


@pytest.mark.parametrize("code", STAFF_LANGUAGES)
def test_all_languages_have_the_same_words_with_the_same_gaps_to_fill(code: str) -> None:
    def gaps(language: str) -> dict[str, set[str | None]]:
        entries = texts(language).entries.items()
        return {key: {name for form in forms for _, name, _, _ in Formatter().parse(form) if name} for key, forms in entries}

    assert gaps(code) == gaps("sv")


def test_every_refusal_that_a_desk_meets_is_explained() -> None:
    explained = {key.removeprefix("problem.") for key in texts("sv").entries if key.startswith("problem.")}
    assert explained <= {code.value for code in ErrorCode}
    assert explained >= DESK_REFUSALS


@pytest.mark.parametrize("code", ["fi", "ar"])
def test_languages_that_no_native_has_read_say_so(code: str) -> None:
    assert "# machine-made, not reviewed" in (words.LOCALE / f"{code}.po").read_text(encoding="utf-8")
