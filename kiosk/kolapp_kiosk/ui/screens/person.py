# SPDX-License-Identifier: EUPL-1.2
"""One officer: where they are, when they are back, and what can be done meanwhile. The human below is the way to a guide now."""

from kolapp_kiosk.flow import people
from kolapp_kiosk.flow.state import Person, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui import person_facts
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class PersonScreen(KioskScreen):
    """One officer: where they are, when they are back, and what can be done meanwhile."""

    screen_name = "person"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Person)
        officer = people.officer(state, state.screen.officer_id)
        if officer is None:
            return Choices(Reading(t("people.ask"), t("person.gone")))
        reading = Reading(
            person_facts.title(officer, t), person_facts.about(state, officer, t), person_facts.lines(state, officer, t)
        )
        return Choices(reading, say.cards(state, t), say.row(state, t))


load_layout(__file__)
