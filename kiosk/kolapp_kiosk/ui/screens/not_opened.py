# SPDX-License-Identifier: EUPL-1.2
"""Whatever was typed or scanned opens nothing: what can be done instead."""

from kolapp_kiosk.flow.state import NotOpened, Shut, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts

HEADINGS = {
    Shut.UNKNOWN: "code.unknown",
    Shut.REVOKED: "card.revoked",
    Shut.TOO_FAST: "code.too_fast",
    Shut.UNREACHABLE: "code.unreachable",
}
TEXTS = {
    Shut.UNKNOWN: "code.unknown_text",
    Shut.REVOKED: "card.revoked_text",
    Shut.TOO_FAST: "code.too_fast_text",
    Shut.UNREACHABLE: "code.unreachable_text",
}


class NotOpenedScreen(KioskScreen):
    """Whatever was typed or scanned opens nothing: what can be done instead."""

    screen_name = "not_opened"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says. It never shows what was scanned."""
        assert isinstance(state.screen, NotOpened)
        why = state.screen.why
        return Choices(Reading(t(HEADINGS[why])), say.cards(state, t), panel_icon="code", panel_text=t(TEXTS[why]))


load_layout(__file__)
