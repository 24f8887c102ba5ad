# SPDX-License-Identifier: EUPL-1.2
"""The chosen errand has no desk now: what can be done instead (L7)."""

from kolapp_kiosk.flow import offers
from kolapp_kiosk.flow.state import Alternatives, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts


class AlternativesScreen(KioskScreen):
    """The chosen errand has no desk now: what can be done instead (L7)."""

    screen_name = "alternatives"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Alternatives)
        errand = offers.errand(state.world.catalogue, state.screen.errand_id)
        absence = offers.absence(state.world, state.screen.errand_id)
        name = in_language(errand.names, t.language.code) if errand else ""
        is_stopped = absence is not None and absence.is_stopped
        reading = Reading(t("alternatives.stopped") if is_stopped else t("alternatives.heading"), name)
        return Choices(reading, say.cards(state, t), (), "clock", _sentence(absence, state, t))


def _sentence(absence: offers.Absence | None, state: State, t: Texts) -> str:
    """When somebody comes, as far as it is known, and that a human can help now."""
    if absence is None:
        return t("alternatives.human")
    if absence.text:
        return f"{absence.text}\n{t('alternatives.human')}"
    if absence.is_stopped:
        return t("alternatives.human")
    opens = t("alternatives.unknown")
    if absence.opens_at is not None:
        opens = t("alternatives.opens", time=say.clock(absence.opens_at, state.now))
    return f"{opens}\n{t('alternatives.human')}"


load_layout(__file__)
