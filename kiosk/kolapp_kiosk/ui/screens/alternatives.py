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
    """When somebody comes, as far as it is known, and whether a human can help now."""
    catalogue = state.world.catalogue
    has_guide = catalogue is not None and offers.absence(state.world, catalogue.human_errand_id) is None
    said = (_when(absence, state, t), t("alternatives.human") if has_guide else "")
    return "\n".join(sentence for sentence in said if sentence)


def _when(absence: offers.Absence | None, state: State, t: Texts) -> str:
    if absence is None:
        return ""
    if absence.text or absence.is_stopped:
        return absence.text or ""
    if absence.opens_at is None:
        return t("alternatives.unknown")
    return t("alternatives.opens", time=say.clock(absence.opens_at, state.now))


load_layout(__file__)
