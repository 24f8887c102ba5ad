# SPDX-License-Identifier: EUPL-1.2
"""What a visitor hears, word by word: whole visits by the keypad, from the welcome to the slip read aloud.

Slow only since Kivy is imported, for the screens' facts; no window is opened.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kolapp_contract.devices import PrinterState
from kolapp_contract.tickets import PrintResult
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.aloud import voice_of
from kolapp_kiosk.flow.effects import Say, Saying
from kolapp_kiosk.flow.events import Event, IssueAnswered, IssuedHere, Pressed, PrintFinished, VoicesFound, WireLost
from kolapp_kiosk.flow.keys import ErrandKey, GroupKey, LanguageKey, Standing, offered
from kolapp_kiosk.flow.pad import Pad
from kolapp_kiosk.flow.state import State
from kolapp_kiosk.sounds import wanted_phrases
from kolapp_kiosk.ui import facts, saying
from kolapp_words.languages import LANGUAGES, SpokenLanguage
from kolapp_words.spoken import phrase_id, phrases, written_in
from tests.kiosk import town
from tests.kiosk.scenes import MODES, SCENES

pytestmark = [pytest.mark.slow, pytest.mark.window]
OF_TODAY = {"ticket-elsewhere", "welcome-notice", "welcome-offline-notice", "stopped"}
"""Scenes with words of today's staff, or another device's name: no list made beforehand has them."""


@pytest.fixture(scope="module", autouse=True)
def kivy(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Kivy keeps to a folder of its own and leaves the arguments alone."""
    os.environ |= {"KIVY_HOME": str(tmp_path_factory.mktemp("kivy")), "KIVY_NO_ARGS": "1", "KIVY_LOG_MODE": "PYTHON"}


def words(state: State, what: Saying, code: str | None = None) -> list[str]:
    """What is heard of that state."""
    return [piece.words for piece in pieces(state, what, code)]


def pieces(state: State, what: Saying, code: str | None = None) -> tuple[saying.Piece, ...]:
    from kolapp_kiosk.ui.screens.all import SCREENS

    t = saying.ear(code or voice_of(state))
    said = SCREENS[type(state.screen)].facts_of(state, t)
    return saying.said(state, what, said, facts.frame(state, t), t)


class Visitor:
    """One who cannot see: presses keys, and hears."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.heard: list[list[str]] = []

    def feel(self, event: Event) -> None:
        self.state, effects = flow.step(self.state, event)
        self.heard += [words(self.state, effect.what) for effect in effects if isinstance(effect, Say)]

    def press(self, pad: Pad) -> None:
        self.feel(Pressed(self.state.now + timedelta(seconds=1), town.draft(), pad))

    def choose(self, target: object) -> list[str]:
        """The words of that key, which is found by pressing next, and then chosen."""
        for _ in offered(self.state):
            if self.state.focus == target:
                break
            self.press(Pad.NEXT)
        assert self.state.focus == target
        on_key = self.heard[-1]
        self.press(Pad.CHOOSE)
        return on_key

    def get(self, make: Callable[[Any], Event]) -> list[str]:
        pending = flow.awaited(self.state.screen)
        self.feel(make(pending))
        return self.heard[-1]


def answer(language: str) -> Callable[[Any], Event]:
    return lambda pending: IssueAnswered(town.MORNING, town.draft(), town.ticket(pending.ticket_id, language=language))


def issued_here(pending: Any) -> Event:
    return IssuedHere(town.MORNING, town.draft(), pending.ticket_id, "K1-07", town.MORNING)


def visit(language: str, *, is_wired: bool = True) -> Visitor:
    """A visitor who has chosen the language and comes to the errand."""
    state = town.kiosk() if is_wired else town.after(town.kiosk(), WireLost(town.MORNING, town.draft()))
    visitor = Visitor(state)
    visitor.press(Pad.NEXT)
    visitor.press(Pad.REPEAT)
    if language != "sv":
        visitor.choose(LanguageKey(language))
    return visitor


def test_a_visit_in_swedish() -> None:
    visitor = visit("sv")
    assert visitor.heard == [
        ["Tryck på upprepa, så läser skärmen högt"],
        [
            "Talet är på. Nästa och föregående går mellan valen. Knappen i mitten väljer",
            "Välkommen",
            "Vad gäller ditt besök?",
            str(sum(line.waiting for line in town.WAITS)),
            "väntar",
            "cirka",
            "10",
            "till",
            "15",
            "minuter",
            "Öppet till",
            "16",
            "0",
            "0",
            "6",
            "val. Tryck på nästa",
        ],
    ]
    assert visitor.choose(GroupKey("bygga")) == ["Bygga och bo", "Bygglov, adress, avfall"]
    assert visitor.heard[-1][:2] == ["Bygga och bo", "Vad gäller ditt besök?"]
    assert visitor.choose(ErrandKey("bygglov")) == ["Bygglov", "Ansöka eller fråga"]
    assert visitor.get(answer("sv")) == [
        "Ditt nummer",
        *("A", "0", "4", "2"),
        "Bygglov",
        "3",
        "före dig",
        *("cirka", "7", "minuter, mellan", "4", "och", "12"),
        "Sitt i väntrummet, till höger",
        "Numret visas på skärmen och ropas upp",
        "Ta din lapp",
        "Den kommer ut under skärmen",
        "Skrivs ut",
        "1",
        "val. Tryck på nästa",
    ]
    assert visitor.choose(Standing.DONE) == ["Klar"]


def test_a_visit_in_english_without_the_server() -> None:
    visitor = visit("en", is_wired=False)
    assert visitor.heard[-1][:4] == ["Welcome", "What is your visit about?", "The waiting time is not known now", "Open until"]
    assert visitor.choose(GroupKey("bygga"))[:1] == ["Building, housing"]
    assert visitor.choose(ErrandKey("bygglov")) == ["Building permit", "Apply or ask"]
    said = visitor.get(issued_here)
    assert said[:6] == ["Your number", "K", "1", "0", "7", "Building permit"]
    assert "Sit in the waiting room, to the right" in said


def test_a_visit_in_arabic() -> None:
    visitor = visit("ar")
    assert visitor.choose(GroupKey("bygga")) == ["البناء والسكن", "رخصة بناء، عنوان، نفايات"]
    visitor.choose(ErrandKey("bygglov"))
    said = visitor.get(answer("ar"))
    assert said[1:6] == ["A", "0", "4", "2", "رخصة بناء"]
    assert "اجلس في غرفة الانتظار، إلى اليمين" in said


def test_a_sensitive_errand_is_not_named_aloud() -> None:
    state = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    assert "Bygglov" in words(state, Saying.SCREEN)
    groups = tuple(
        g.model_copy(update={"errands": tuple(e.model_copy(update={"is_sensitive": True}) for e in g.errands)})
        for g in town.CATALOGUE.groups
    )
    catalogue = town.CATALOGUE.model_copy(update={"groups": groups})
    hidden = replace(state, world=replace(state.world, catalogue=catalogue))
    assert "Bygglov" not in words(hidden, Saying.SCREEN)


def test_a_slip_that_did_not_come_is_told_and_nothing_of_it_has_to_be_seen() -> None:
    state = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    out = PrintFinished(state.now, town.draft(), state.screen.ticket.ticket_id, PrintResult.FAILED, PrinterState.PAPER_OUT)
    said = words(town.after(state, out), Saying.PAPER)
    assert said[:3] == ["Din plats är sparad", "Papperet är slut just nu, men numret gäller. Kom ihåg", "A"]


def test_a_switch_says_whether_it_is_on() -> None:
    state = town.touch(town.kiosk(), Standing.CONTRAST)
    for is_on, stands in ((True, state), (False, town.kiosk())):
        said = words(replace(stands, focus=Standing.CONTRAST), Saying.FOCUS)
        assert said == ["Kontrast", "valt" if is_on else "inte valt"]


def test_a_languages_name_is_said_by_its_own_voice() -> None:
    said = pieces(replace(town.kiosk(), focus=LanguageKey("ar")), Saying.FOCUS)
    assert [(piece.words, piece.code) for piece in said] == [("العربية", "ar"), ("inte valt", "sv")]


def test_a_language_without_a_voice_says_so_on_the_screen_and_is_spoken_in_swedish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LANGUAGES, "xx", SpokenLanguage("xx", "Utan röst"))
    state = replace(town.kiosk(), wishes=replace(town.kiosk().wishes, language="xx"))
    spoken = replace(state, wishes=replace(state.wishes, is_spoken=True))
    assert voice_of(spoken) == "sv"
    assert words(spoken, Saying.SCREEN)[0] == "Välkommen"
    t = saying.language.texts("xx")
    assert facts.frame(state, t).town == "Ekviks kommun"
    assert facts.frame(spoken, t).town == "Talet är på svenska"
    recorded = town.after(spoken, VoicesFound(town.MORNING, town.draft(), frozenset({"xx"})))
    assert voice_of(recorded) == "xx"


@pytest.mark.parametrize("code", town.LANGUAGES)
@pytest.mark.parametrize("name", SCENES)
def test_every_screen_and_every_key_has_a_spoken_form_that_is_known_beforehand(name: str, code: str) -> None:
    start = town.kiosk()
    state = SCENES[name](replace(start, wishes=replace(start.wishes, language=code)))
    said = list(every_piece(state))
    assert all(group for group in said)
    if name not in OF_TODAY:
        known = {own: known_in(state, own) for own in {p.code for group in said for p in group}}
        unknown = {piece.words for group in said for piece in group if phrase_id(piece.words) not in known[piece.code]}
        assert unknown == set()


def known_in(state: State, code: str) -> set[str]:
    """The ids of all that a kiosk keeps, and of the officers' names, which it asks the server for."""
    people = written_in(state.world.directory.model_dump(mode="json"), code)
    return {*wanted_phrases(town.CATALOGUE, code), *phrases({}, people)}


def every_piece(state: State) -> Iterator[tuple[saying.Piece, ...]]:
    """What is said of the screen, and of each of its keys."""
    yield pieces(state, Saying.SCREEN)
    for target in offered(state):
        yield pieces(replace(state, focus=target), Saying.FOCUS)


def test_every_kind_of_screen_stands_among_the_scenes() -> None:
    from kolapp_kiosk.ui.screens.all import SCREENS

    drawn = {type(scene(town.kiosk()).screen) for scene in SCENES.values()}
    assert {kind.__name__ for kind in set(SCREENS) - drawn} == set()


@pytest.mark.parametrize("mode", MODES)
def test_large_and_low_modes_are_heard_too(mode: str) -> None:
    state = replace(town.kiosk(), wishes=MODES[mode])
    assert words(state, Saying.SCREEN)[0] == "Välkommen"


def test_the_catalogue_is_read_as_it_stands() -> None:
    assert json.loads(town.CATALOGUE.model_dump_json())["groups"][0]["names"]["sv"] == "Bygga och bo"
