# SPDX-License-Identifier: EUPL-1.2
"""Which answer to read, of the errands that the visitor came from. Nothing here takes a ticket."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class AnswersScreen(KioskScreen):
    """Which answer to read."""

    screen_name = "answers"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("answers.heading"), t("answers.text")), say.cards(state, t), say.row(state, t))


load_layout(__file__)
