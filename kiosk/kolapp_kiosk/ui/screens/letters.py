# SPDX-License-Identifier: EUPL-1.2
"""Which letters the surname begins with."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class LettersScreen(KioskScreen):
    """Which letters the surname begins with."""

    screen_name = "letters"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("letters.ask"), t("letters.text")), say.cards(state, t), say.row(state, t))


load_layout(__file__)
