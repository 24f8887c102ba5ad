# SPDX-License-Identifier: EUPL-1.2
"""A warning before an untouched screen starts over; any key answers it."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class StillThereScreen(KioskScreen):
    """A warning before an untouched screen starts over; any key answers it."""

    screen_name = "still_there"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        reading = Reading(t("still.heading"))
        return Choices(reading, say.cards(state, t), panel_icon="clock", panel_text=t("still.text"))


load_layout(__file__)
