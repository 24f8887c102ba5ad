# SPDX-License-Identifier: EUPL-1.2
"""What may be otherwise in a hall, and what would come of it: the same people, with and without.

A `Scene` is one day: a hall as it was staffed, and who came. A change is a function from hall to hall.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import fmean

from kolapp_server.domain.ticket import DeskId, ErrandId
from kolapp_server.simulation.halls import Hall, Seat
from kolapp_server.simulation.living import LivedDay, live
from kolapp_server.simulation.measures import mean_of_day, standard_error
from kolapp_server.simulation.reception import DomainReception
from kolapp_server.simulation.traces import DayTrace, days

Change = Callable[[Hall], Hall]
Ticked = Callable[[], None]


class NoSuchThing(ValueError):
    """A desk or an errand that the hall does not have; the text says which, and which it has."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One day: who sits where, and who comes."""

    hall: Hall
    trace: DayTrace


@dataclass(frozen=True, slots=True)
class Saving:
    """`minutes` less for each visitor on average, give or take `error`, if that desk learned that errand."""

    desk: DeskId
    errand: ErrandId
    minutes: float
    error: float


def generated(hall: Hall, count: int, seed: int) -> list[Scene]:
    """So many working days in that hall."""
    return [Scene(hall, trace) for trace in days(hall, count, seed)]


def lived(scenes: Sequence[Scene], change: Change, ticked: Ticked) -> list[LivedDay]:
    """All those days, each in the hall as `change` makes it. `ticked` is told of each."""
    told = []
    for scene in scenes:
        hall = change(scene.hall)
        told.append(live(hall, scene.trace, DomainReception(hall, scene.trace.weekday)))
        ticked()
    return told


def as_it_is(hall: Hall) -> Hall:
    """Nothing is otherwise."""
    return hall


def with_desk(hall: Hall, errands: Sequence[ErrandId], opens_s: int, closes_s: int) -> Hall:
    """One more desk for these errands, from then until then."""
    desk = DeskId(f"desk-{len(hall.seats) + 1}-more")
    return replace(hall, seats=(*hall.seats, Seat(desk, tuple(errands), opens_s=opens_s, closes_s=closes_s)))


def taught(hall: Hall, desk: DeskId, errand: ErrandId) -> Hall:
    """The desk serves that errand too. A day on which the desk is not staffed stays as it was. Raises `NoSuchThing`."""
    if errand not in hall.errand_by_id:
        raise NoSuchThing(f'There is no errand "{errand}"; there are {", ".join(hall.errand_by_id)}.')
    seats = (
        replace(seat, errands=(*seat.errands, errand)) if seat.desk == desk and errand not in seat.errands else seat
        for seat in hall.seats
    )
    return replace(hall, seats=tuple(seats))


def separate(hall: Hall) -> Hall:
    """Each desk with errands of its own, the work shared as evenly as may be; each errand has one desk, or a few of their own."""
    work = {each.errand_id: each.share * each.minutes for each in hall.errands}
    served: list[list[ErrandId]] = [[] for _ in hall.seats]
    load = [0.0] * len(hall.seats)
    for errand in sorted(work, key=lambda each: -work[each]):
        place = min(range(len(load)), key=lambda each: (load[each], each))
        served[place].append(errand)
        load[place] += work[errand]
    while [] in served:
        busiest = max((errands for errands in served if errands), key=lambda errands: _each(errands, served, work))
        served[served.index([])] = list(busiest)
    seats = (replace(seat, errands=tuple(errands)) for seat, errands in zip(hall.seats, served, strict=True))
    return replace(hall, seats=tuple(seats))


def _each(errands: list[ErrandId], served: list[list[ErrandId]], work: dict[ErrandId, float]) -> float:
    return sum(work[errand] for errand in errands) / served.count(errands)


def lessons(scenes: Sequence[Scene]) -> list[tuple[DeskId, ErrandId]]:
    """Every desk with every errand that it lacks, on some day at least."""
    halls = [scene.hall for scene in scenes]
    pairs = {
        (seat.desk, errand): None
        for hall in halls
        for seat in hall.seats
        for errand in hall.errand_by_id
        if errand not in seat.errands
    }
    return list(pairs)


def savings(scenes: Sequence[Scene], before: Sequence[LivedDay], ticked: Ticked) -> Iterator[Saving]:
    """What each lesson would save, tried on the same days one by one."""
    for desk, errand in lessons(scenes):
        after = lived(scenes, partial(taught, desk=desk, errand=errand), ticked)
        yield Saving(desk, errand, *saved(before, after))


def saved(before: Sequence[LivedDay], after: Sequence[LivedDay]) -> tuple[float, float]:
    """Minutes less for each visitor, and the standard error of that, the days compared in pairs and each for its visitors."""
    counts = [len(day.waits) for day in before]
    usual = fmean(counts) or 1.0
    differences = [
        (mean_of_day(one) - mean_of_day(other)) * count / usual for one, other, count in zip(before, after, counts, strict=True)
    ]
    return fmean(differences), standard_error(differences)
