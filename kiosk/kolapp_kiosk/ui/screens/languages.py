# SPDX-License-Identifier: EUPL-1.2
"""All languages, each under its own name."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class LanguagesScreen(KioskScreen):
    """All languages, each under its own name."""

    screen_name = "languages"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("languages.ask")), say.cards(state, t), say.row(state, t))


load_layout(__file__)
