# SPDX-License-Identifier: EUPL-1.2
"""What those who keep the place running see first."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kolapp_contract.board import AlarmLine, Opening, ViewName
from kolapp_contract.devices import AlarmKind
from kolapp_display.facility import ErrandRow, FacilityPicture, Pressure, facility_picture, rows_that_fit
from kolapp_display.picture import Moment, next_look_s, waiting_picture
from kolapp_display.ui.theme import LIGHT, contrast, in_town_colour
from tests.display.town import ALARMS, CATALOGUE, EARLIER, FACILITY, NOW, Scene, call, called, fresh, heard, wait

rows = st.lists(
    st.builds(
        ErrandRow,
        name=st.text(max_size=3),
        waiting=st.integers(0, 3),
        longest_minutes=st.integers(0, 60),
        target_minutes=st.integers(1, 30),
        pressure=st.sampled_from(Pressure),
    ),
    max_size=30,
)


def shown(scene: Scene, s: float = 101.0) -> FacilityPicture:
    return facility_picture(heard(fresh(ViewName.FACILITY), scene, 100.0), CATALOGUE, Moment(NOW, s), "sv")


def pressure_of(minutes: int) -> Pressure:
    picture = shown(replace(FACILITY, waits=(wait("bygga-0", 1, minutes),)))
    return picture.errands[0].pressure


def test_a_wait_is_judged_by_its_errands_own_target() -> None:
    assert [pressure_of(minutes) for minutes in (12, 13, 14, 15)] == [
        Pressure.CALM,
        Pressure.CALM,
        Pressure.NEAR,
        Pressure.OVER,
    ]


@given(rows, st.integers(0, 12))
def test_no_errand_over_its_target_gives_way_to_one_where_nobody_waits(all_rows: list[ErrandRow], room: int) -> None:
    chosen = rows_that_fit(tuple(all_rows), room)
    left_out = len([row for row in all_rows if row.waiting]) - len([row for row in chosen if row.waiting])
    assert len(chosen) == min(room, len(all_rows))
    assert left_out == 0 or all(row.waiting for row in chosen)


def test_alarms_that_visitors_notice_stand_before_those_that_can_wait() -> None:
    low = AlarmLine(key="low", kind=AlarmKind.PAPER_LOW, device_id=ALARMS[0].device_id, since=NOW - timedelta(hours=2))
    picture = shown(replace(FACILITY, alarms=(low, *ALARMS)))
    assert [alarm.kind for alarm in picture.alarms] == [AlarmKind.PAPER_OUT, AlarmKind.DEVICE_SILENT, AlarmKind.PAPER_LOW]
    assert picture.alarms[0].where == "Skrivare entré"


def test_ten_silent_seconds_are_told_and_nine_are_not() -> None:
    assert (shown(FACILITY, 109.9).silent_s, shown(FACILITY, 114.0).silent_s) == (None, 14)


def test_a_new_call_pulses_three_times_in_three_seconds_and_then_stands_still() -> None:
    board = called(call("A042", 3, 21))
    lit = [waiting_picture(board, CATALOGUE, Moment(NOW, 100 + tenth / 10)).field[0].is_lit for tenth in range(0, 60)]
    assert [tenth for tenth in range(1, 60) if lit[tenth] and not lit[tenth - 1]] == [10, 20]
    assert lit[0]
    assert not any(lit[30:])
    assert next_look_s(board, 104.0) == 1.0


def test_without_motion_nothing_pulses() -> None:
    picture = waiting_picture(called(call("A042", 3, 21)), CATALOGUE, Moment(NOW, 100.1), has_motion=False)
    assert not picture.field[0].is_lit


def test_once_closed_the_last_call_goes_off_when_nobody_is_met_any_more() -> None:
    closed = heard(fresh(), Scene(EARLIER, opening=Opening(is_open=False)), 100.0)
    assert waiting_picture(closed, CATALOGUE, Moment(NOW, 101.0)).field == ()


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_of_a_town_can_be_read(colour: int) -> None:
    theme = in_town_colour(LIGHT, f"#{colour:06X}")
    grounds = (theme.paper, theme.card, theme.tint, theme.on_accent)
    assert min(contrast(theme.accent, ground) for ground in grounds) >= 7
