# SPDX-License-Identifier: EUPL-1.2
"""How good the hand-overs were: of those that specialists judged, how many were complete. Pure.

A hand-over counts once, by the last that was said of it. Fewer than five are not told, nor a share of so few: somebody at the
desk might know who it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kolapp_server.domain.events import Event, TicketTransferred
from kolapp_server.domain.explaining import FEWEST_TOLD, Told
from kolapp_server.domain.ticket import ErrandId, TicketId
from kolapp_server.domain.visit_events import HandOverMarked


@dataclass(frozen=True, slots=True)
class ErrandQuality:
    """Of one errand. `complete` of the `judged`; None where so few were judged."""

    errand: ErrandId
    handed_over: Told
    judged: Told
    complete: int | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Of all errands together, and of each that somebody was handed over to, the most first."""

    all_errands: ErrandQuality
    by_errand: tuple[ErrandQuality, ...]


def quality(events: Iterable[Event]) -> Quality:
    """What `events` tell, in their order."""
    handed: list[ErrandId] = []
    said: dict[tuple[TicketId, int], tuple[ErrandId, bool]] = {}
    for event in events:
        match event:
            case TicketTransferred():
                handed.append(event.errand)
            case HandOverMarked():
                said[event.ticket_id, event.leg] = (event.errand, event.is_complete)
    judged = list(said.values())
    by_errand = (_counted(errand, handed, judged) for errand in sorted(set(handed), key=lambda one: (-handed.count(one), one)))
    everything = _counted(ErrandId(""), [ErrandId("")] * len(handed), [(ErrandId(""), is_complete) for _, is_complete in judged])
    return Quality(everything, tuple(by_errand))


def _counted(errand: ErrandId, handed: list[ErrandId], judged: list[tuple[ErrandId, bool]]) -> ErrandQuality:
    ours = [is_complete for of, is_complete in judged if of == errand]
    complete = sum(ours) if len(ours) >= FEWEST_TOLD else None
    return ErrandQuality(errand, _told(handed.count(errand)), _told(len(ours)), complete)


def _told(count: int) -> Told:
    return Told(None, is_few=True) if 0 < count < FEWEST_TOLD else Told(count)
