# SPDX-License-Identifier: EUPL-1.2
"""A picture for each figure of the rule: what is ours in one strong colour, everything else in grey, names beside their marks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from kolapp_server.simulation.pictures import PALE, STYLE, headed
from tests.bench.figures import FOLDER

OURS, MARK = "#0f5c8c", "#b3261e"
OURS_NAME = ("Kölapp's rule", "Kölapp")


def _drawing(title: str, below: str, rows: int) -> tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=(9.5, 1.5 + 0.42 * max(2, rows)), layout="constrained")
    headed(figure, title, below)
    axes.tick_params(length=0)
    return figure, axes


def _keep(figure: Figure, name: str) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.png"
    figure.savefig(path)
    plt.close(figure)
    return path


def bars(
    name: str, title: str, below: str, values: Mapping[str, float], *, target: float | None = None, form: str = "{:.2f}"
) -> Path:
    """One bar for each name, the shortest on top, its value at its end; `target` as a line."""
    with mpl.rc_context(STYLE):
        ordered = sorted(values.items(), key=lambda item: item[1])
        figure, axes = _drawing(title, below, len(ordered))
        colours = [OURS if label in OURS_NAME else PALE for label, _ in ordered]
        axes.barh([label for label, _ in ordered], [value for _, value in ordered], color=colours, height=0.66)
        for place, (label, value) in enumerate(ordered):
            weight = "bold" if label in OURS_NAME else "normal"
            axes.annotate(
                form.format(value),
                (value, place),
                (5, 0),
                textcoords="offset points",
                va="center",
                fontweight=weight,
                bbox={"color": "white", "pad": 1.5},
            )
        if target is not None:
            axes.axvline(target, color=MARK, linewidth=1.4, linestyle=(0, (4, 3)), zorder=0.5)
            axes.annotate(
                f"target {form.format(target)}",
                (target, 1),
                (4, 3),
                xycoords=("data", "axes fraction"),
                textcoords="offset points",
                color=MARK,
            )
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.set_xlim(0, 1.15 * max(*(value for _, value in ordered), target or 0.0) or 1.0)
        return _keep(figure, name)


def lines(
    name: str, title: str, below: str, loads: Sequence[float], values: Mapping[str, Sequence[float]], targets: Sequence[float]
) -> Path:
    """One line per hall over the loads, named at its end; the targets as crosses."""
    with mpl.rc_context(STYLE):
        figure, axes = _drawing(title, below, 7)
        ends = _apart([line[-1] for line in values.values()], 0.028)
        for (label, line), end in zip(values.items(), ends, strict=True):
            axes.plot(loads, line, color=OURS, linewidth=2, marker="o", markersize=5)
            axes.annotate(label, (loads[-1], end), (10, 0), textcoords="offset points", va="center", color=OURS)
        axes.plot(loads, targets, linestyle="none", marker="_", markersize=26, markeredgewidth=2, color=MARK)
        axes.annotate("target, at most", (loads[0], targets[0]), (18, 0), textcoords="offset points", va="center", color=MARK)
        axes.set_xticks(loads, [f"busy {load:.0%} of the time" for load in loads])
        axes.set_xlim(loads[0] - 0.03, loads[-1] + 0.09)
        every = [value for line in values.values() for value in line]
        axes.set_ylim(min(*every, 1.0) - 0.03, max(*every, *targets) + 0.06)
        axes.grid(axis="y", color="#e3e8eb")
        axes.set_axisbelow(True)
        return _keep(figure, name)


def _apart(values: Sequence[float], gap: float) -> list[float]:
    """The same values, moved so far that labels do not lie upon each other."""
    places = dict.fromkeys(range(len(values)), 0.0)
    last = float("-inf")
    for place in sorted(places, key=lambda each: values[each]):
        last = places[place] = max(values[place], last + gap)
    return list(places.values())


def errors(missed: Mapping[str, float], mean_wait: float) -> Path:
    """By how much each estimator misses the wait."""
    below = f"Mean miss in minutes; people waited {mean_wait:.0f} minutes on average. On days after those that were learned from."
    return bars("estimate_error", "How far the estimate is from the wait", below, missed, form="{:.1f} min")


def coverage(by_ground: Mapping[str, float], whole: float) -> Path:
    """How often the wait lay within the band, for each hall and load."""
    with mpl.rc_context(STYLE):
        below = f"Share of waits within the band that was told; eight in ten is meant. All together {whole:.1%}."
        figure, axes = _drawing("The band holds what it promises", below, len(by_ground))
        axes.axvspan(0.77, 0.83, color="#dcebf4", zorder=0)
        names = list(by_ground)
        axes.scatter(list(by_ground.values()), names, color=OURS, s=60, zorder=2)
        for name, value in by_ground.items():
            axes.annotate(f"{value:.1%}", (value, name), (10, 0), textcoords="offset points", va="center")
        axes.invert_yaxis()
        axes.set_xlim(0.7, 0.9)
        axes.set_xticks([0.77, 0.8, 0.83], ["77 %", "80 %", "83 %"])
        return _keep(figure, "estimate_band")
