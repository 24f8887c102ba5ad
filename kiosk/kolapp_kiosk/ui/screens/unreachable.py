# SPDX-License-Identifier: EUPL-1.2
"""The server does not answer: it is said, tried again, and at last the desk is pointed to."""

from kolapp_kiosk.flow.state import State, Unreachable
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class UnreachableScreen(KioskScreen):
    """The server does not answer: it is said, tried again, and at last the desk is pointed to."""

    screen_name = "unreachable"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Unreachable)
        if state.screen.pending:
            reading = Reading(t("unreachable.trying"))
            return Choices(reading, panel_icon="repeat", panel_text=t("unreachable.trying_text"))
        reading = Reading(t("unreachable.heading"))
        return Choices(reading, say.cards(state, t), panel_icon="handover", panel_text=t("unreachable.text"))


load_layout(__file__)
