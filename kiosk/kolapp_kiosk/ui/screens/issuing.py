# SPDX-License-Identifier: EUPL-1.2
"""The moment between touch and number."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class IssuingScreen(KioskScreen):
    """The moment between touch and number."""

    screen_name = "issuing"

    @staticmethod
    def facts_of(_state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("issuing.heading")), panel_icon="ticket", panel_text=t("issuing.text"))


load_layout(__file__)
