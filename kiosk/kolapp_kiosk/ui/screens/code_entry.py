# SPDX-License-Identifier: EUPL-1.2
"""The visitor types the code that stands on a paper, or holds the paper in front of the scanner."""

from dataclasses import dataclass

from kivy.properties import ObjectProperty

from kolapp_kiosk.flow import codes
from kolapp_kiosk.flow.codes import Slip
from kolapp_kiosk.flow.state import CodeEntry, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import KeyFacts, LineFacts, Reading
from kolapp_kiosk.ui.screens.screen import KioskScreen, load_layout
from kolapp_words.texts import Texts

SAID = {Slip.BEGINNING: "code.wrong_beginning", Slip.CHARACTER: "code.wrong_character"}


@dataclass(frozen=True, slots=True)
class Typing:
    """What is read, what has been typed, and the keys."""

    reading: Reading
    code: str
    is_wrong: bool
    keys: tuple[KeyFacts, ...]


class CodeEntryScreen(KioskScreen):
    """The visitor types the code that stands on a paper, or holds the paper in front of the scanner."""

    # What the layout reads of the facts is read anew when they change.
    facts = ObjectProperty(None, rebind=True)
    screen_name = "code_entry"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Typing:
        """What the screen says."""
        assert isinstance(state.screen, CodeEntry)
        slip = codes.slip(state.screen.typed)
        lines = (LineFacts("warn", t(SAID[slip]), "warn"),) if slip else ()
        reading = Reading(t("code.heading"), "" if slip else t("code.text"), lines)
        return Typing(reading, codes.in_groups(state.screen.typed), slip is not None, say.keyboard(state, t))

    def told(self, facts: object) -> bool:
        """Another character: the keys stay as they are."""
        if not isinstance(facts, Typing) or facts.keys != self.facts.keys:
            return False
        self.facts = facts
        return True


load_layout(__file__)
