# SPDX-License-Identifier: EUPL-1.2
"""What a simulation found, as a table for people and as values for programs."""

from collections.abc import Sequence
from typing import Any

from kolapp_server.simulation.measures import Summary, Waits
from kolapp_server.simulation.whatif import Saving

MOST_LESSONS = 15


def table(names: Sequence[str], summaries: Sequence[Summary], differences: Sequence[tuple[float, float]]) -> str:
    """How long people waited, one line for each way; then by errand. `differences` are minutes saved against the first, each
    with its standard error."""
    wide = max(map(len, names)) + 2
    head = f"{'Waits, in minutes':<{wide}}{'mean':>8}{'half':>8}{'9 in 10':>9}{'longest':>9}{'desks busy':>12}"
    rows = [head, "-" * len(head)]
    for name, each in zip(names, summaries, strict=True):
        waits = each.all
        rows.append(f"{name:<{wide}}{waits.mean:>8.1f}{waits.p50:>8.1f}{waits.p90:>9.1f}{waits.longest:>9.0f}{each.load:>12.0%}")
    for name, (minutes, error) in zip(names[1:], differences, strict=True):
        less = "less" if minutes >= 0 else "more"
        rows.append(f"\n{name}: {abs(minutes):.1f} minutes {less} for each visitor, give or take {2 * error:.1f}.")
    rows += ["", *_by_errand(names, summaries)]
    left = [
        f"{name}: {each.left_over} could not be served by any desk."
        for name, each in zip(names, summaries, strict=True)
        if each.left_over
    ]
    return "\n".join([*rows, *left])


def _by_errand(names: Sequence[str], summaries: Sequence[Summary]) -> list[str]:
    errands = sorted(summaries[0].by_errand)
    wide = max([len("Mean wait by errand"), *map(len, errands)]) + 2
    widths = [max(len(name), 8) + 2 for name in names]
    head = f"{'Mean wait by errand':<{wide}}" + "".join(f"{name:>{width}}" for name, width in zip(names, widths, strict=True))
    rows = [head + f"{'visits':>9}", "-" * (len(head) + 9)]
    for errand in errands:
        means = [each.by_errand[errand].mean if errand in each.by_errand else 0.0 for each in summaries]
        told = "".join(f"{mean:>{width}.1f}" for mean, width in zip(means, widths, strict=True))
        rows.append(f"{errand:<{wide}}{told}{summaries[0].by_errand[errand].count:>9}")
    return rows


def lessons_table(savings: Sequence[Saving]) -> str:
    """Which desk should learn which errand, the most useful first."""
    rows = ["Which desk should learn which errand? Minutes saved for each visitor of the hall:", ""]
    wide = max((len(each.desk) for each in savings), default=4) + 2
    for each in savings[:MOST_LESSONS]:
        rows.append(f"{each.desk:<{wide}}learns {each.errand:<24}{each.minutes:>6.2f}  give or take {2 * each.error:.2f}")
    return "\n".join(rows)


def values(names: Sequence[str], summaries: Sequence[Summary], differences: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """The same for programs: minutes, and shares of one."""
    saved: list[tuple[float, float] | None] = [None, *differences]
    return {
        "ways": [
            {
                "name": name,
                "days": each.days,
                "load": each.load,
                "waits": _waits(each.all),
                "by_errand": {errand: _waits(waits) for errand, waits in each.by_errand.items()},
                "by_kind": {kind: _waits(waits) for kind, waits in each.by_kind.items()},
                "spread": each.spread,
                "booked_on_time": each.booked_on_time,
                "left_over": each.left_over,
                "minutes_saved": None if less is None else less[0],
                "standard_error": None if less is None else less[1],
            }
            for name, each, less in zip(names, summaries, saved, strict=True)
        ]
    }


def lessons_values(savings: Sequence[Saving]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {"desk": each.desk, "errand": each.errand, "minutes_saved": each.minutes, "standard_error": each.error}
        for each in savings
    ]


def _waits(waits: Waits) -> dict[str, float]:
    return {
        "count": waits.count,
        "mean": waits.mean,
        "p50": waits.p50,
        "p90": waits.p90,
        "p95": waits.p95,
        "longest": waits.longest,
    }
