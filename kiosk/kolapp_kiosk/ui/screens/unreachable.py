# SPDX-License-Identifier: EUPL-1.2
"""Neither the server nor the kiosk itself can give a number: the desk is pointed to."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class UnreachableScreen(KioskScreen):
    """Neither the server nor the kiosk itself can give a number: the desk is pointed to."""

    screen_name = "unreachable"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        reading = Reading(t("unreachable.heading"))
        return Choices(reading, say.cards(state, t), panel_icon="handover", panel_text=t("unreachable.text"))


load_layout(__file__)
