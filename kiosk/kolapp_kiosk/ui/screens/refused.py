# SPDX-License-Identifier: EUPL-1.2
"""The server said no: what still holds, and who can help."""

from kolapp_contract.errors import ErrorCode
from kolapp_kiosk.flow.state import Refused, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class RefusedScreen(KioskScreen):
    """The server said no: what still holds, and who can help."""

    screen_name = "refused"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Refused)
        reason = {ErrorCode.BRANCH_CLOSED: "refused.closed", ErrorCode.ERRAND_STOPPED: "refused.stopped"}.get(state.screen.code)
        reading = Reading(t("refused.heading"), t(reason) if reason else "")
        return Choices(reading, say.cards(state, t), panel_icon="human", panel_text=t("refused.text"))


load_layout(__file__)
