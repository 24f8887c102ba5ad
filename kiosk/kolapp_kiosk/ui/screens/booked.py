# SPDX-License-Identifier: EUPL-1.2
"""A booked time that is not for now: why, and what can be done."""

from datetime import datetime

from kolapp_contract.bookings import BookingState
from kolapp_kiosk.flow.state import Booked, State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class BookedScreen(KioskScreen):
    """A booked time that is not for now: why, and what can be done."""

    screen_name = "booked"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        assert isinstance(state.screen, Booked)
        opens = state.screen.opens
        key = "used_here" if opens.state is BookingState.USED and opens.number else opens.state.value
        said = t(
            f"booked.{key}",
            time=say.clock(opens.booked_at, state.now),
            since=say.clock(opens.from_at, state.now),
            day=_day(opens.booked_at, state.now, t),
            number=opens.number or "",
        )
        heading = t(f"booked.heading.{opens.state.value}")
        return Choices(Reading(heading), say.cards(state, t), panel_icon="calendar", panel_text=said)


def _day(at: datetime, now: datetime, t: Texts) -> str:
    local = at.astimezone(now.tzinfo)
    return f"{t(f'day.{local.weekday()}')} {local.day}/{local.month}"


load_layout(__file__)
