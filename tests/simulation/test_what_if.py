# SPDX-License-Identifier: EUPL-1.2
"""What would come of one more desk, of teaching, of one queue; and a day read back from its own journal."""

from dataclasses import replace

import pytest

from kolapp_server.domain.day import first_day
from kolapp_server.domain.ticket import DeskId, ErrandId
from kolapp_server.simulation import replay, tables, whatif
from kolapp_server.simulation.halls import SMALL, pooled
from kolapp_server.simulation.living import live
from kolapp_server.simulation.measures import mean_of_day, summary
from kolapp_server.simulation.reception import A_MONDAY, DomainReception
from kolapp_server.simulation.whatif import NoSuchThing, Scene, as_it_is, generated, lived, saved, separate, taught, with_desk


def nothing() -> None:
    """Nobody looks on."""


def test_one_more_desk_at_lunch_saves_time_and_leaves_on_time() -> None:
    scenes = generated(SMALL, 2, seed=1)
    everything = tuple(SMALL.errand_by_id)
    change = lambda hall: with_desk(hall, everything, 3 * 3600, 5 * 3600)  # noqa: E731 (as the command makes it)
    before, after = lived(scenes, as_it_is, nothing), lived(scenes, change, nothing)
    assert saved(before, after)[0] > 0
    extra = [leg.called_s for day in after for leg in day.waits if leg.desk == 4]
    assert extra
    assert min(extra) >= 3 * 3600
    assert max(extra) < 5 * 3600


def test_pooled_waits_less_and_separate_waits_more() -> None:
    scenes = generated(replace(SMALL, load=0.88), 2, seed=1)
    means = [summary([change(SMALL)] * 2, lived(scenes, change, nothing)).all.mean for change in (pooled, as_it_is, separate)]
    assert means == sorted(means)


def test_in_separate_halls_no_two_desks_share_an_errand() -> None:
    served = [errand for seat in separate(SMALL).seats for errand in seat.errands]
    assert sorted(served) == sorted(SMALL.errand_by_id)


def test_a_desk_learns_one_errand_and_an_unknown_one_is_refused() -> None:
    hall = taught(SMALL, DeskId("desk-4"), ErrandId("a"))
    assert ErrandId("a") in hall.seats[3].errands
    assert hall.seats[:3] == SMALL.seats[:3]
    with pytest.raises(NoSuchThing, match="There is no errand"):
        taught(SMALL, DeskId("desk-4"), ErrandId("z"))


def test_the_report_tries_every_lesson_and_nobody_saves_by_learning_nothing() -> None:
    scenes = generated(SMALL, 1, seed=1)
    assert len(whatif.lessons(scenes)) == sum(len(SMALL.errands) - len(seat.errands) for seat in SMALL.seats)
    day = lived(scenes, as_it_is, nothing)
    assert saved(day, day) == (0.0, 0.0)


def test_a_day_read_from_its_journal_is_lived_as_it_was() -> None:
    hall = replace(SMALL, load=0.6, seats=tuple(replace(seat, speed=1.0) for seat in SMALL.seats))
    scene = generated(hall, 1, seed=4)[0]
    reception = DomainReception(hall)
    was = live(hall, scene.trace, reception)
    before = first_day("simulated", hall.rules, A_MONDAY, reception.opening)
    read = replay.scenes([(before, reception.happened)])
    assert len(read) == 1
    again = live(read[0].hall, read[0].trace, DomainReception(read[0].hall))
    served = {place for place, who in enumerate(scene.trace.visits) if not who.is_absent or who.returns_s >= 0}
    assert len(read[0].trace.visits) == len(served)
    assert mean_of_day(again) == pytest.approx(mean_of_day(was), rel=0.1)


def test_a_day_on_which_nobody_was_served_is_no_scene() -> None:
    assert replay.scenes([(first_day("b", SMALL.rules, A_MONDAY, DomainReception(SMALL).opening), [])]) == []


def test_the_table_says_what_was_saved_in_plain_words() -> None:
    scenes = [Scene(SMALL, generated(SMALL, 1, seed=1)[0].trace)]
    days = lived(scenes, as_it_is, nothing)
    found = summary([SMALL], days)
    text = tables.table(["as it is", "pooled"], [found, found], [(1.25, 0.1)])
    assert "pooled: 1.2 minutes less for each visitor, give or take 0.2." in text
    assert tables.values(["as it is", "pooled"], [found, found], [(1.25, 0.1)])["ways"][1]["minutes_saved"] == 1.25
