# SPDX-License-Identifier: EUPL-1.2
"""What would help this visitor. Nothing has to be proven."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class SupportScreen(KioskScreen):
    """What would help this visitor. Nothing has to be proven."""

    screen_name = "support"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("support.ask"), t("support.text")), say.cards(state, t), say.row(state, t))


load_layout(__file__)
