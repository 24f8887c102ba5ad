# SPDX-License-Identifier: EUPL-1.2
"""A professional card was shown: the errands that it leads to, one touch each."""

from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.state import CardErrands, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts


class CardErrandsScreen(KioskScreen):
    """The errands of a card."""

    screen_name = "card_errands"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says: the kind of card, never who holds it."""
        assert isinstance(state.screen, CardErrands)
        holder_id, catalogue = state.screen.holder_id, state.world.catalogue
        names = next((h.names for h in (catalogue.card_holders if catalogue else ()) if h.holder_id == holder_id), {})
        ids = frozenset(e.errand_id for e in offers.errands_of_holder(state, holder_id))
        holder = in_language(names, t.language.code)
        reading = Reading(t("card.heading"), t("card.text", holder=holder), say.waiting_lines(state, t, ids))
        return Choices(reading, say.cards(state, t), say.row(state, t))


load_layout(__file__)
