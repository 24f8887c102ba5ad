# SPDX-License-Identifier: EUPL-1.2
"""The moment in which the server says what a code is for."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class LookingUpScreen(KioskScreen):
    """The moment in which the server says what a code is for."""

    screen_name = "looking_up"

    @staticmethod
    def facts_of(_state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("code.looking")), panel_icon="code", panel_text=t("issuing.text"))


load_layout(__file__)
