# SPDX-License-Identifier: EUPL-1.2
"""The officers of a unit, or those whose surname begins with some letters, each with where they are."""

from kolapp_kiosk.flow import people
from kolapp_kiosk.flow.state import Persons, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts


class PersonsScreen(KioskScreen):
    """The officers of a unit, or those whose surname begins with some letters, each with where they are."""

    screen_name = "persons"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Persons)
        unit = people.unit(state, state.screen.unit_id)
        heading = in_language(unit.names, t.language.code) if unit else t("people.ask")
        return Choices(Reading(heading, t("persons.text")), say.cards(state, t), say.row(state, t))


load_layout(__file__)
