# SPDX-License-Identifier: EUPL-1.2
"""The reception is closed: when it opens."""

from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class ClosedScreen(KioskScreen):
    """The reception is closed: when it opens."""

    screen_name = "closed"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        return Choices(Reading(t("closed.heading"), state.world.notice or ""), panel_icon="clock", panel_text=_opens(state, t))


def _opens(state: State, t: Texts) -> str:
    opens_at = state.world.opening.opens_at if state.world.opening else None
    if opens_at is None:
        return t("closed.later")
    local = opens_at.astimezone(state.now.tzinfo)
    day = t("day.today") if local.date() == state.now.date() else t(f"day.{local.weekday()}")
    return f"{t('closed.opens', day=day, time=say.clock(opens_at, state.now))}\n{t('closed.text')}"


load_layout(__file__)
