# SPDX-License-Identifier: EUPL-1.2
"""All languages, each under its own name."""

from dataclasses import dataclass

from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


@dataclass(frozen=True, slots=True)
class LanguageChoices(Choices):
    """The languages. `shape` is columns and rows where they are more than cards."""

    shape: tuple[int, int] | None = None

    @property
    def cards_area(self) -> str:
        """Where they stand: many need all the room down to the foot."""
        return "cards_under_row" if self.row else "languages" if self.shape else "cards"


class LanguagesScreen(KioskScreen):
    """All languages, each under its own name."""

    screen_name = "languages"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        return LanguageChoices(Reading(t("languages.ask")), say.cards(state, t), say.row(state, t), shape=offers.long_list(state))


load_layout(__file__)
