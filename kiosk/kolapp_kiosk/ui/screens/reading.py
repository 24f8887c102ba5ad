# SPDX-License-Identifier: EUPL-1.2
"""An answer: who answers for it, its words, where more stands; and under it the key that takes a ticket all the same."""

from dataclasses import dataclass

from kolapp_kiosk.flow import answers, offers
from kolapp_kiosk.flow.state import Reading, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import KeyFacts
from kolapp_kiosk.ui.facts import Reading as ReadingFacts
from kolapp_kiosk.ui.screens.screen import KioskScreen, load_layout
from kolapp_kiosk.ui.widgets.answer import AnswerFacts
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts


@dataclass(frozen=True, slots=True)
class AnswerScreenFacts:
    """The facts of a screen with an answer."""

    reading: ReadingFacts
    answer: AnswerFacts
    cards: tuple[KeyFacts, ...]


class ReadingScreen(KioskScreen):
    """An answer, beside the ticket."""

    screen_name = "reading"

    @staticmethod
    def facts_of(state: State, t: Texts) -> AnswerScreenFacts:
        """What the screen says."""
        assert isinstance(state.screen, Reading)
        errand_id = state.screen.errand_id
        errand, answer = offers.errand(state.world.catalogue, errand_id), answers.answer_of(state, errand_id)
        parts = answers.parts(state, errand_id)
        page = state.screen.page % len(parts)
        name = in_language(errand.names, t.language.code) if errand else ""
        owner = t("answer.from", owner=answer.owner) if answer and not state.wishes.is_large else ""
        link = answer.link or "" if answer and page == len(parts) - 1 else ""
        shown = AnswerFacts(parts[page], link, t("answer.more") if link else "")
        return AnswerScreenFacts(ReadingFacts(name, owner), shown, say.cards(state, t))


load_layout(__file__)
