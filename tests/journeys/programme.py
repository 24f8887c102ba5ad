# SPDX-License-Identifier: EUPL-1.2
"""Which journeys are made on which day, in that order. A name that stands on both days is one journey, which goes on."""

from collections.abc import Callable
from datetime import datetime

from tests.journeys import matters, meetings, other_ways_in, visits
from tests.journeys.clock import THURSDAY, TUESDAY
from tests.journeys.stage import Stage

Act = Callable[[Stage], None]

DAYS: dict[datetime, dict[str, Act]] = {
    TUESDAY: {
        "one visit": visits.one_visit,
        "one visit in Arabic": visits.in_arabic,
        "without paper": visits.without_paper,
        "two desks press together": visits.two_desks_at_once,
        "simple question": matters.simple_question,
        "building permit": matters.building_permit,
        "booked time": meetings.booked_time,
        "joint call": meetings.joint_call,
        **other_ways_in.JOURNEYS,
    },
    THURSDAY: {
        "booked time": meetings.booked_time_late,
        "building permit": matters.building_permit_two_days_later,
    },
}
