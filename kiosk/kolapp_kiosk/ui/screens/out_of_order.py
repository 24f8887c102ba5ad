# SPDX-License-Identifier: EUPL-1.2
"""This kiosk cannot serve: please ask at the desk."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class OutOfOrderScreen(KioskScreen):
    """This kiosk cannot serve: please ask at the desk."""

    screen_name = "out_of_order"

    @staticmethod
    def facts_of(_state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("out.heading")), panel_icon="human", panel_text=t("out.text"))


load_layout(__file__)
