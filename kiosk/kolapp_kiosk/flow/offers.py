# SPDX-License-Identifier: EUPL-1.2
"""What can be chosen, and whether anybody is there to meet it."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from kolapp_contract.board import WaitLine
from kolapp_contract.catalogue import Catalogue, Errand, Group, Lane
from kolapp_kiosk.flow.state import Languages, State, Wishes, World

T = TypeVar("T")
LONG_LISTS = {(False, False): (2, 8), (False, True): (2, 4), (True, False): (3, 6), (True, True): (3, 3)}
"""Columns and rows of many languages: whether the glass lies, and whether the choices are moved down."""
LARGE_ROWS = {False: 5, True: 3}
"""How many stand under each other where letters are doubled: whether the choices are moved down."""


@dataclass(frozen=True, slots=True)
class Absence:
    """Nobody meets the errand now. `opens_at` where a desk is planned; `text` are the staff's words when it is stopped."""

    is_stopped: bool
    opens_at: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and the range of minutes that they are told; None where no estimate is known."""

    waiting: int
    least_minutes: int | None
    most_minutes: int | None


def groups(state: State) -> tuple[Group, ...]:
    """The cards of the first screen; none before the catalogue is known."""
    return state.world.catalogue.groups if state.world.catalogue else ()


def group(state: State, group_id: str) -> Group | None:
    """The group of that id, if the catalogue has it."""
    return next((g for g in groups(state) if g.group_id == group_id), None)


def errands_of(state: State, group_id: str) -> tuple[Errand, ...]:
    """The errands of a group; none of one that is not there."""
    found = group(state, group_id)
    return found.errands if found else ()


def specialists(state: State) -> tuple[Errand, ...]:
    """The errands that go straight to a specialist (S10), in the catalogue's order."""
    return tuple(e for g in groups(state) for e in g.errands if e.lane is Lane.SPECIALIST)


def errands_of_holder(state: State, holder_id: str) -> tuple[Errand, ...]:
    """The errands that a card of that kind of holder opens; none of a kind that is not there."""
    catalogue = state.world.catalogue
    wanted = next((h.errands for h in (catalogue.card_holders if catalogue else ()) if h.holder_id == holder_id), ())
    return tuple(found for errand_id in wanted if (found := errand(catalogue, errand_id)) is not None)


def errand(catalogue: Catalogue | None, errand_id: str) -> Errand | None:
    """The errand of that id, wherever in the catalogue it stands."""
    return next((e for g in (catalogue.groups if catalogue else ()) for e in g.errands if e.errand_id == errand_id), None)


def absence(world: World, errand_id: str) -> Absence | None:
    """Why nobody meets the errand now, or None: it is staffed, or nothing is known. Without the wire only a stop is known."""
    line = next((w for w in world.waits if w.key == errand_id), None)
    if line is None or (line.is_staffed and not line.is_stopped) or not (world.is_wired or line.is_stopped):
        return None
    return Absence(line.is_stopped, line.opens_at, line.stop_text)


def group_absence(world: World, offered: Group) -> Absence | None:
    """The absence of the whole group: only when each of its errands is absent; the first to open is what is told."""
    found = [absence(world, e.errand_id) for e in offered.errands]
    absent = [a for a in found if a is not None]
    if len(absent) < len(found):
        return None
    return min(absent, key=lambda a: (a.is_stopped, a.opens_at is None, a.opens_at.timestamp() if a.opens_at else 0.0))


def queue(world: World, errand_ids: frozenset[str] | None = None) -> Queue | None:
    """The queue of those errands (None: of all). None when the waits are not known."""
    if not world.is_wired or not world.waits:
        return None
    lines = [w for w in world.waits if errand_ids is None or w.key in errand_ids]
    minutes = [m for w in lines if (m := _minutes(w)) is not None]
    return Queue(sum(w.waiting for w in lines), min(minutes, default=None), max(minutes, default=None))


def _minutes(line: WaitLine) -> int | None:
    return line.estimate.minutes if line.estimate and line.is_staffed and line.waiting else None


def cards_per_page(wishes: Wishes, *, is_landscape: bool) -> int:
    """Six at most (O15); fewer where letters are doubled or the choices are moved down."""
    if wishes.is_low:
        return 2 if wishes.is_large else 3 if is_landscape else 4
    return 3 if wishes.is_large else 6


def long_list(state: State) -> tuple[int, int] | None:
    """Columns and rows of the languages, where they are more than cards; None elsewhere.

    Everybody looks for one name that they know, so that a long list is no harder than a short one: it asks for no weighing.
    """
    wishes, is_landscape = state.wishes, state.world.is_landscape
    is_long = len(state.world.languages) > cards_per_page(wishes, is_landscape=is_landscape)
    if not is_long or not isinstance(state.screen, Languages):
        return None
    return (1, LARGE_ROWS[wishes.is_low]) if wishes.is_large else LONG_LISTS[is_landscape, wishes.is_low]


def _size_of_page(state: State) -> int:
    columns, rows = long_list(state) or (0, 0)
    return columns * rows or cards_per_page(state.wishes, is_landscape=state.world.is_landscape)


def pages(state: State, count: int) -> int:
    """How many pages `count` cards take, at least one."""
    return max(1, -(-count // _size_of_page(state)))


def on_page(state: State, cards: tuple[T, ...], page: int) -> tuple[T, ...]:
    """The cards of that page, counted round."""
    size = _size_of_page(state)
    start = page % pages(state, len(cards)) * size
    return cards[start : start + size]
