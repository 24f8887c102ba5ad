# SPDX-License-Identifier: EUPL-1.2
"""The first screen: greeting, how many wait, languages, and the groups right on it."""

from kolapp_contract.helps import RoomLine
from kolapp_kiosk.flow.state import State
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import LineFacts, Reading
from kolapp_kiosk.ui.screens.screen import Choices, KioskScreen, load_layout
from kolapp_words.texts import Texts


class WelcomeScreen(KioskScreen):
    """The first screen: greeting, how many wait, languages, and the groups right on it."""

    screen_name = "welcome"

    @staticmethod
    def facts_of(state: State, t: Texts) -> Choices:
        """What the screen says."""
        reading = Reading(
            heading=t("welcome.greeting"),
            text=t("welcome.ask"),
            lines=(*_waiting(state, t), *say.opening_lines(state, t)),
            notice=_notice(state, t),
            is_greeting=True,
        )
        return Choices(reading, say.cards(state, t), say.row(state, t))


def _waiting(state: State, t: Texts) -> tuple[LineFacts, ...]:
    """How many wait; without the server, as much of why nobody knows as there is room for."""
    if state.world.is_wired:
        return say.waiting_lines(state, t)
    if state.wishes.is_large or state.world.notice:
        return (LineFacts("off", t("offline.short"), "warn"),)
    return () if state.world.is_landscape else say.waiting_lines(state, t)


def _notice(state: State, t: Texts) -> str:
    """The staff's own words go before the kiosk's."""
    if not state.world.notice and state.world.room is not None and state.world.room.is_full:
        return room_words(state.world.room, t)
    if state.world.notice or state.world.is_wired or state.wishes.is_large:
        return state.world.notice or ""
    return t("offline.notice")


def room_words(room: RoomLine, t: Texts) -> str:
    """The invitation to wait elsewhere, with the wait that makes it an honest offer."""
    found = room.estimate
    if found is None or found.low is None or found.high is None:
        return t("room.full")
    return t("room.full_wait", low=found.low, high=found.high)


load_layout(__file__)
