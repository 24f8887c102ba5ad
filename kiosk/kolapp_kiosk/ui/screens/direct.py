# SPDX-License-Identifier: EUPL-1.2
"""For those who know where they are going: the specialists' errands."""

from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class DirectScreen(KioskScreen):
    """For those who know where they are going: the specialists' errands."""

    screen_name = "direct"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        ids = frozenset(e.errand_id for e in offers.specialists(state))
        reading = Reading(t("direct.ask"), "", say.waiting_lines(state, t, ids))
        return Choices(reading, say.cards(state, t), say.row(state, t))


load_layout(__file__)
