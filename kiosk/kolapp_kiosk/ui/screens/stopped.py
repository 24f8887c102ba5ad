# SPDX-License-Identifier: EUPL-1.2
"""The staff stopped the kiosk for today, in their own words."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class StoppedScreen(KioskScreen):
    """The staff stopped the kiosk for today, in their own words."""

    screen_name = "stopped"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        words = state.world.opening.stop_text if state.world.opening else None
        return Choices(Reading(t("stopped.heading")), panel_icon="human", panel_text=words or t("stopped.text"))


load_layout(__file__)
