# SPDX-License-Identifier: EUPL-1.2
"""Staff are asked to come: that they have been told, that somebody comes, or that nobody could be reached."""

from kolapp_kiosk.flow.state import Aid, Helping, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts

ICONS = {"asking": "clock", "told": "bell", "coming": "human", "failed": "handover"}


def how(state: State) -> str:
    """One word for how it stands. That somebody comes is said only when somebody said so."""
    assert isinstance(state.screen, Helping)
    standing = state.world.help
    if standing is not None:
        return "coming" if standing.coming_at is not None else "told"
    return Aid(state.screen.aid).value


class HelpingScreen(KioskScreen):
    """Staff are asked to come."""

    screen_name = "helping"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        word = how(state)
        reading = Reading(t(f"help.{word}"))
        return Choices(reading, say.cards(state, t), panel_icon=ICONS[word], panel_text=t(f"help.{word}_text"))


load_layout(__file__)
