# SPDX-License-Identifier: EUPL-1.2
"""The rule in figures: what a decision costs, and how people fare under it beside every rival, on the same simulated days.

Cost: one decision and all estimates among a thousand who wait, against a plain `min` over a thousand slotted objects.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

from kolapp_server.domain import commands
from kolapp_server.domain.calling import next_in_line
from kolapp_server.domain.day import Day, first_day
from kolapp_server.domain.decisions import try_out
from kolapp_server.domain.estimate import Learned, forecast
from kolapp_server.domain.rules import ErrandRule, OpenTime, ProfileRule, Rules
from kolapp_server.domain.ticket import ClerkId, DeskId, ErrandId, Kind, ProfileId, TicketId, Turn
from tests.bench import figures, quality
from tests.bench.contest import contest
from tests.bench.figures import Figure
from tests.bench.grounds import BANK, BANK_GROUND, GROUNDS

WAITING, ERRANDS, DESKS = 1000, 10, 7
ROUNDS, TRIES = 7, 60
DAYS = 300
"""Sixty weeks: then the standard error of each mean, compared in pairs, is under one per cent."""
MORNING = datetime(2026, 3, 2, 7, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Plain:
    """What the yardstick looks at."""

    turn: Turn


def hall() -> Day:
    """A thousand who wait in a hall of ten errands and seven desks with overlapping profiles."""
    errands = tuple(ErrandRule(ErrandId(f"e{n}"), "g", "ACDEFGHJLM"[n], 5 + n) for n in range(ERRANDS))
    profiles = tuple(
        ProfileRule(ProfileId(f"p{n}"), tuple(ErrandId(f"e{(n + k) % ERRANDS}") for k in range(5))) for n in range(DESKS)
    )
    desks = tuple(DeskId(f"d{n}") for n in range(DESKS))
    hours = tuple(OpenTime(day, clock(8), clock(17)) for day in range(7))
    day = first_day("b", Rules("Europe/Stockholm", ErrandId("e0"), errands, profiles, desks, hours), date(2026, 3, 2), MORNING)
    for n in range(WAITING):
        kind = Kind.PRIORITY if n % 20 == 0 else Kind.WALK_IN
        order = commands.IssueTicket(TicketId(f"t{n}"), ErrandId(f"e{n * 7 % ERRANDS}"), kind, "sv", is_by_staff=True)
        day = try_out(day, order, MORNING + timedelta(seconds=3 * n)).day
    for n, desk in enumerate(desks):
        day = try_out(day, commands.OpenDesk(desk, ProfileId(f"p{n}"), ClerkId(f"c{n}")), MORNING + timedelta(hours=1)).day
    return day


def best_s(work: Callable[[], object]) -> float:
    """The quickest of many tries: what the work takes when nobody disturbs it."""
    best = float("inf")
    for _ in range(TRIES):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return best


def cost() -> list[Figure]:
    """What a decision and all estimates take, as multiples of the plain `min`."""
    day, now = hall(), MORNING + timedelta(hours=1)
    plain = [Plain(entry.turn) for line in day.lines.values() for entry in line]
    decisions, estimates = [], []
    for _ in range(ROUNDS):
        yardstick = best_s(lambda: min(plain, key=lambda one: one.turn))
        decisions.append(best_s(lambda: next_in_line(day, DeskId("d3"), now)) / yardstick)
        estimates.append(best_s(lambda: forecast(day, now, Learned())) / yardstick)
    return [
        Figure("one_decision_to_min", tuple(decisions), 1.5, "lower"),
        Figure("all_estimates_to_min", tuple(estimates), 30.0, "lower"),
    ]


def measure(days: int | None = None) -> bool:
    """Whether all targets were met. Writes var/bench/turn.json and its pictures."""
    told = cost()
    found = contest((*GROUNDS, BANK_GROUND), days or DAYS)
    told += quality.figures_of({ground.name: found[ground.name] for ground in GROUNDS}, found[BANK])
    figures.write("turn", told, {"days": days or DAYS, "grounds": quality.details(found)})
    quality.draw(found)
    return all(figure.is_met for figure in told)
