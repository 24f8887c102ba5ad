# SPDX-License-Identifier: EUPL-1.2
"""A time with an officer: a code for the visitor's telephone. The human below is the way for whoever has none."""

from dataclasses import dataclass

from kolapp_contract.paths import booking_url
from kolapp_kiosk.flow import people
from kolapp_kiosk.flow.state import BookWith, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui import person_facts
from kolapp_kiosk.ui.facts import KeyFacts, Reading
from kolapp_kiosk.ui.screens.screen import KioskScreen, load_layout
from kolapp_kiosk.ui.widgets.answer import AnswerFacts
from kolapp_words.texts import Texts


@dataclass(frozen=True, slots=True)
class BookingFacts(AnswerFacts):
    """What to do, and the page's address in a code."""

    @property
    def address(self) -> str:
        """The address as somebody would type it: without what the code alone can carry."""
        return self.link_icon.removeprefix("https://").partition("?")[0]


@dataclass(frozen=True, slots=True)
class BookWithFacts:
    """The facts of a screen that leads to the page where times are booked."""

    reading: Reading
    booking: BookingFacts
    cards: tuple[KeyFacts, ...]


class BookWithScreen(KioskScreen):
    """A code to be photographed, with whom the time will be, and a key for whoever is done."""

    screen_name = "book_with"

    @staticmethod
    def facts_of(state: State, t: Texts) -> BookWithFacts:
        """What the screen says."""
        assert isinstance(state.screen, BookWith)
        officer, catalogue = people.officer(state, state.screen.officer_id), state.world.catalogue
        if officer is None or catalogue is None:
            return BookWithFacts(Reading(t("people.ask"), t("person.gone")), BookingFacts(""), say.cards(state, t))
        url = booking_url(catalogue.public_url, catalogue.branch_id, officer.officer_id, state.wishes.language)
        booking = BookingFacts(t("book_with.text"), url, t("book_with.more"))
        return BookWithFacts(Reading(t("person.book"), person_facts.title(officer, t)), booking, say.cards(state, t))


load_layout(__file__)
