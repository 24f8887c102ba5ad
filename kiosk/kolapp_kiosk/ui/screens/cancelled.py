# SPDX-License-Identifier: EUPL-1.2
"""The visitor took the ticket back."""

from kolapp_kiosk.flow.state import Cancelled, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class CancelledScreen(KioskScreen):
    """The visitor took the ticket back."""

    screen_name = "cancelled"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Cancelled)
        text = t("cancelled.text", number=state.screen.number)
        return Choices(Reading(t("cancelled.heading")), say.cards(state, t), panel_icon="check", panel_text=text)


load_layout(__file__)
