# SPDX-License-Identifier: EUPL-1.2
"""The first screen: greeting, how many wait, languages, and the groups right on it."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class WelcomeScreen(KioskScreen):
    """The first screen: greeting, how many wait, languages, and the groups right on it."""

    screen_name = "welcome"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        reading = Reading(
            heading=t("welcome.greeting"),
            text=t("welcome.ask"),
            lines=(*say.waiting_lines(state, t), *say.opening_lines(state, t)),
            notice=state.world.notice or "",
            is_greeting=True,
        )
        return Choices(reading, say.cards(state, t), say.row(state, t))


load_layout(__file__)
