# SPDX-License-Identifier: EUPL-1.2
"""The errands of one group. A touch issues the ticket."""

from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.state import Errands, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts


class ErrandsScreen(KioskScreen):
    """The errands of one group. A touch issues the ticket."""

    screen_name = "errands"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Errands)
        group = offers.group(state, state.screen.group_id)
        heading = in_language(group.names, t.language.code) if group else ""
        ids = frozenset(e.errand_id for e in offers.errands_of(state, state.screen.group_id))
        reading = Reading(heading, t("welcome.ask"), say.waiting_lines(state, t, ids), state.world.notice or "")
        return Choices(reading, say.cards(state, t), say.row(state, t))


load_layout(__file__)
