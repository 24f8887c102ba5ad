# SPDX-License-Identifier: EUPL-1.2
"""How people fare under the rule: the figures of `turn.md`, from what each rule did on the same days.

Each figure's rounds are the nine grounds (three of them for the loads, the last for the bank), its value their mean.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from kolapp_server.domain.ticket import Kind
from kolapp_server.simulation.halls import HALLS, LOADS
from kolapp_server.simulation.reception import DomainReception
from tests.bench import erlang, pictures
from tests.bench.contest import FIFO, POOLED, STRICT, TURN, Scores, Tally, averaged, ratio_error
from tests.bench.figures import Figure
from tests.bench.grounds import BANK

POOLED_TARGETS = {0.65: 1.60, 0.78: 1.25, 0.88: 1.10}
ERLANG_DAYS = 40
Measure = Callable[[Tally], float]


def figures_of(grounds: Mapping[str, Scores], bank: Scores) -> list[Figure]:
    """All of them but those of speed."""
    every = list(grounds.values())
    ours = [scores[TURN] for scores in every]
    return [
        *(_pooled(grounds, load) for load in LOADS),
        _figure("mean_to_fifo", _ratios(every, FIFO, _mean), 1.02),
        _figure("p95_to_strict_priority", _ratios(every, STRICT, _p95), 1.05),
        _figure("max_to_strict_priority", _ratios(every, STRICT, _longest), 0.95),
        _figure("spread_to_fifo", _ratios(every, FIFO, _spread), 1.10),
        Figure(
            "unjustified_skips", tuple(float(each.skips) for each in ours), 0, "lower", over_all=float(sum(e.skips for e in ours))
        ),
        _figure("booked_within_5_min", [each.booked_share for each in ours], 0.80, "higher"),
        _figure("priority_to_walk_in", [each.mean_of(Kind.PRIORITY) / each.mean_of(Kind.WALK_IN) for each in ours], 0.65),
        _largest("standard_error_to_pooled", [_error(grounds, load) for load in LOADS], 0.01),
        _largest("standard_error_to_fifo", [ratio_error(each[TURN], each[FIFO]) for each in every], 0.01),
        _figure("bank_mean_to_fifo", _ratios([bank], FIFO, _mean), 1.02),
        _figure("bank_p95_to_strict_priority", _ratios([bank], STRICT, _p95), 1.05),
        _figure("bank_max_to_strict_priority", _ratios([bank], STRICT, _longest), 0.95),
        _figure("bank_spread_to_fifo", _ratios([bank], FIFO, _spread), 1.10),
        _figure("simulator_to_erlang_c", [_erlang()], 0.03),
    ]


def _figure(name: str, values: Sequence[float], target: float, better: Literal["higher", "lower"] = "lower") -> Figure:
    return Figure(name, tuple(values), target, better, over_all=averaged(values))


def _largest(name: str, values: Sequence[float], target: float) -> Figure:
    return Figure(name, tuple(values), target, "lower", over_all=max(values))


def _pooled(grounds: Mapping[str, Scores], load: float) -> Figure:
    values = _ratios(_at(grounds, load), POOLED, _mean)
    return _figure(f"mean_to_pooled_at_{round(100 * load)}", values, POOLED_TARGETS[load])


def _at(grounds: Mapping[str, Scores], load: float) -> list[Scores]:
    return [scores for name, scores in grounds.items() if name.endswith(f" {load}")]


def _error(grounds: Mapping[str, Scores], load: float) -> float:
    """Standard error of the figure that compares with the pooled hall: halls are independent of each other."""
    errors = [ratio_error(scores[TURN], scores[POOLED]) for scores in _at(grounds, load)]
    return float(sum(error**2 for error in errors) ** 0.5 / len(errors))


def _ratios(every: Sequence[Scores], rival: str, measure: Measure) -> list[float]:
    return [measure(scores[TURN]) / measure(scores[rival]) for scores in every]


def _mean(tally: Tally) -> float:
    return tally.mean


def _p95(tally: Tally) -> float:
    return tally.p95


def _longest(tally: Tally) -> float:
    return tally.longest


def _spread(tally: Tally) -> float:
    return tally.spread


def _erlang() -> float:
    """By how much the mean wait of a hall with one errand differs from the formula."""
    expected = erlang.erlang_c_wait_s(erlang.DESKS, erlang.LOAD, erlang.VISIT_S)
    return abs(erlang.mean_wait_s(DomainReception, ERLANG_DAYS) / expected - 1)


def details(found: Mapping[str, Scores]) -> dict[str, object]:
    """Every rule on every ground."""
    return {
        ground: {
            rule: {
                "mean": tally.mean,
                "p95": tally.p95,
                "longest_of_day": tally.longest,
                "spread": tally.spread,
                "booked_within_5_min": tally.booked_share,
                "by_kind": {kind: tally.mean_of(kind) for kind in tally.by_kind},
            }
            for rule, tally in scores.items()
        }
        for ground, scores in found.items()
    }


def draw(found: Mapping[str, Scores]) -> None:
    """A picture for each figure, in var/bench."""
    grounds = {name: scores for name, scores in found.items() if name != BANK}
    every = list(grounds.values())
    halls = {HALLS[hall].name: [_one(grounds, f"{hall} {load}") for load in LOADS] for hall in HALLS}
    pictures.lines(
        "turn_to_pooled",
        "What is left to gain from teaching everybody everything",
        "Mean wait, as a multiple of a hall where every desk serves every errand",
        LOADS,
        halls,
        [POOLED_TARGETS[load] for load in LOADS],
    )
    below = "Mean of nine halls and loads, as a multiple of first come, first served"
    _bars("turn_mean", "Mean wait: the rules hardly differ", below, _against(every, FIFO, _mean), 1.02)
    _bars(
        "turn_spread",
        "Whose errand waits longer: the rules differ a lot",
        f"Spread between errands. {below}",
        _against(every, FIFO, _spread),
        1.10,
    )
    below = "Mean of nine halls and loads, as a multiple of strict priority"
    _bars("turn_p95", "The long waits", f"What nineteen in twenty do not exceed. {below}", _against(every, STRICT, _p95), 1.05)
    _bars("turn_max", "The longest wait of a day", below, _against(every, STRICT, _longest), 0.95)
    booked = {rule: averaged(scores[rule].booked_share for scores in every) for rule in every[0]}
    _bars(
        "turn_booked",
        "Booked visitors who are called in time",
        "Within five minutes; mean of nine halls and loads",
        booked,
        0.80,
        "{:.0%}",
    )
    priority = {rule: averaged(_priority(scores[rule]) for scores in every) for rule in every[0]}
    _bars("turn_priority", "Who has priority waits less", "Mean wait with priority, as a share of a walk-in's", priority, 0.65)
    skips = {TURN: float(sum(scores[TURN].skips for scores in every))}
    _bars(
        "turn_skips",
        "Nobody is passed without a reason",
        "Calls past somebody who was open to the desk and earlier",
        skips,
        None,
        "{:.0f}",
    )
    bank = found[BANK]
    below = "164 weekdays of a bank's arrivals, thinned; spread between errands as a multiple of first come, first served"
    _bars("turn_bank", "The same with arrivals that were counted", below, _against([bank], FIFO, _spread), 1.10)


def _bars(name: str, title: str, below: str, values: Mapping[str, float], target: float | None, form: str = "{:.2f}") -> None:
    pictures.bars(name, title, below, values, target=target, form=form)


def _against(every: Sequence[Scores], rival: str, measure: Measure) -> dict[str, float]:
    return {rule: averaged(measure(scores[rule]) / measure(scores[rival]) for scores in every) for rule in every[0]}


def _one(grounds: Mapping[str, Scores], name: str) -> float:
    return _mean(grounds[name][TURN]) / _mean(grounds[name][POOLED])


def _priority(tally: Tally) -> float:
    return tally.mean_of(Kind.PRIORITY) / tally.mean_of(Kind.WALK_IN)
