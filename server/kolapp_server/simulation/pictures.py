# SPDX-License-Identifier: EUPL-1.2
"""What a simulation found, as a picture: PNG and SVG. Names stand beside what they name; only what changed has a colour."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from kolapp_server.simulation.living import LivedDay
from kolapp_server.simulation.measures import Summary
from kolapp_server.simulation.whatif import Saving

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, QUIET, PALE = "#1b2a34", "#5b6770", "#c3ccd2"
COLOURS = ("#7b8790", "#0f5c8c", "#b4540a", "#3d7a37")
MOST_LESSONS = 12
HALF_HOUR_S = 1800
LETTER_POINTS = 7.6
"""Width of a bold letter."""
STYLE: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": PALE,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "figure.facecolor": "white",
    "svg.fonttype": "none",
    "savefig.dpi": 140,
}


class NoPictures(Exception):
    """Pictures need matplotlib. Install it with: pip install "kolapp[server,simulate]" """


def must_draw() -> None:
    """Raises `NoPictures` where nothing can be drawn, before anybody waits for a simulation."""
    try:
        import matplotlib  # noqa: F401 (only whether it is there)
    except ImportError:
        raise NoPictures() from None


def comparison(
    stem: Path, title: str, names: Sequence[str], summaries: Sequence[Summary], days: Sequence[Sequence[LivedDay]], opens: time
) -> tuple[Path, Path]:
    """Mean wait by errand, and through the day, for each way. Returns the PNG and the SVG."""
    from matplotlib import pyplot, rc_context

    with rc_context(STYLE):
        errands = sorted(summaries[0].by_errand, key=lambda errand: summaries[0].by_errand[errand].mean)
        height = 2.4 + max(3.4, 0.3 * len(errands))
        figure, (left, right) = pyplot.subplots(1, 2, figsize=(13, height), width_ratios=(1, 1.15), layout="constrained")
        headed(figure, title, "The same visitors each time, and the rule of the reception itself")
        _by_errand(left, errands, names, summaries)
        _through_the_day(right, names, days, opens)
        return _kept(figure, stem)


def lessons(stem: Path, savings: Sequence[Saving]) -> tuple[Path, Path]:
    """Minutes that each lesson would save, the most useful on top. Returns the PNG and the SVG."""
    from matplotlib import pyplot, rc_context

    with rc_context(STYLE):
        best = [each for each in savings if each.minutes > 0][:MOST_LESSONS]
        figure, axes = pyplot.subplots(figsize=(10, 1.5 + 0.46 * max(1, len(best))), layout="constrained")
        below = "Minutes saved for each visitor of the hall. Grey: so little that it may be chance"
        headed(figure, "Which desk should learn which errand?", below)
        labels = [f"{each.desk} learns {each.errand}" for each in best]
        sure = [COLOURS[1] if each.minutes > 2 * each.error else PALE for each in best]
        axes.barh(labels, [each.minutes for each in best], color=sure, height=0.62)
        for place, each in enumerate(best):
            told = f"{each.minutes:.2f}  give or take {2 * each.error:.2f}"
            axes.annotate(told, (each.minutes, place), (7, 0), textcoords="offset points", va="center")
        axes.invert_yaxis()
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(length=0)
        axes.set_xlim(0, 1.45 * max([each.minutes for each in best], default=1.0))
        return _kept(figure, stem)


def headed(figure: "Figure", title: str, below: str) -> None:
    """Title and a line below it, flush left over the whole picture; what is drawn has the rest."""
    height = figure.get_figheight()
    figure.set_layout_engine("constrained", rect=(0.012, 0.015, 0.976, 0.985 - 0.82 / height))
    figure.text(0.015, 1 - 0.14 / height, title, va="top", fontsize=16, fontweight="bold")
    figure.text(0.015, 1 - 0.5 / height, below, va="top", fontsize=11.5, color=QUIET)


def _by_errand(axes: "Axes", errands: Sequence[str], names: Sequence[str], summaries: Sequence[Summary]) -> None:
    axes.set_title("Mean wait by errand, minutes", loc="left", color=QUIET, pad=28)
    for place, errand in enumerate(errands):
        means = [each.by_errand[errand].mean if errand in each.by_errand else 0.0 for each in summaries]  # type: ignore[index]
        axes.plot([min(means), max(means)], [place, place], color=PALE, linewidth=2.5, zorder=1)
        for number, mean in enumerate(means):
            axes.scatter([mean], [place], s=58, color=COLOURS[number % len(COLOURS)], zorder=2 + number)
        _label_ends(axes, means, place)
    axes.set_yticks(range(len(errands)), errands)
    _legend(axes, names)
    most = max(each.by_errand[errand].mean for each in summaries for errand in each.by_errand)
    axes.tick_params(length=0)
    axes.set_xlim(-0.14 * most, 1.14 * most)
    axes.set_xticks([tick for tick in axes.get_xticks() if 0 <= tick <= 1.1 * most])
    axes.grid(axis="x", color="#e8ecef")
    axes.set_axisbelow(True)


def _legend(axes: "Axes", names: Sequence[str]) -> None:
    """Each way in its colour, side by side above both halves."""
    from_left = 0.0
    for number, name in enumerate(names):
        told = axes.annotate(
            f"● {name}",
            (0, 1),
            (from_left, 8),
            xycoords="axes fraction",
            textcoords="offset points",
            color=COLOURS[number % len(COLOURS)],
            fontweight="bold",
        )
        told.set_in_layout(False)
        from_left += 40 + LETTER_POINTS * len(name)


def _label_ends(axes: "Axes", means: Sequence[float], place: int) -> None:
    low, high = min(range(len(means)), key=means.__getitem__), max(range(len(means)), key=means.__getitem__)
    for number, shift, side in ((low, -8, "right"), (high, 8, "left")):
        is_apart = means[high] - means[low] > 0.05
        if side == "left" or is_apart:
            colour = COLOURS[number % len(COLOURS)]
            axes.annotate(
                f"{means[number]:.1f}",
                (means[number], place),
                (shift, 0),
                textcoords="offset points",
                va="center",
                ha=side,
                color=colour,
            )


def _through_the_day(axes: "Axes", names: Sequence[str], days: Sequence[Sequence[LivedDay]], opens: time) -> None:
    axes.set_title("Mean wait by time of arrival, minutes", loc="left", color=QUIET, pad=28)
    ends = []
    for number, lived in enumerate(days):
        half_hours = _half_hours(lived)
        places, means = list(half_hours), list(half_hours.values())
        axes.plot(places, means, color=COLOURS[number % len(COLOURS)], linewidth=2.4, solid_capstyle="round")
        ends.append((means[-1], places[-1]))
    _name_ends(axes, names, ends)
    first = datetime(2026, 1, 1, opens.hour, opens.minute)  # noqa: DTZ001 (a clock face, no instant)
    whole = [place for place in _half_hours(days[0]) if place % 2 == 0]
    axes.set_xticks(whole, [f"{first + timedelta(seconds=place * HALF_HOUR_S):%H}" for place in whole])
    axes.tick_params(length=0)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#e8ecef")
    axes.set_axisbelow(True)
    axes.set_xlim(right=max(place for _, place in ends) * (1.06 + 0.024 * max(map(len, names))))


def _name_ends(axes: "Axes", names: Sequence[str], ends: Sequence[tuple[float, int]]) -> None:
    """Each line's name at its end, moved apart where the ends are close."""
    gap = 0.06 * axes.get_ylim()[1]
    last = float("-inf")
    for number in sorted(range(len(ends)), key=lambda each: ends[each][0]):
        value, place = ends[number]
        last = max(value, last + gap)
        colour = COLOURS[number % len(COLOURS)]
        axes.annotate(
            names[number], (place, last), (8, 0), textcoords="offset points", va="center", color=colour, fontweight="bold"
        )


def _half_hours(days: Sequence[LivedDay]) -> dict[int, float]:
    found: dict[int, list[float]] = {}
    for day in days:
        for leg in day.waits:
            if leg.stretch == 0:
                found.setdefault(leg.came_s // HALF_HOUR_S, []).append(leg.minutes)
    return {place: fmean(found[place]) for place in sorted(found) if len(found[place]) >= len(days) / 2} or {0: 0.0}


def _kept(figure: "Figure", stem: Path) -> tuple[Path, Path]:
    from matplotlib import pyplot

    stem.parent.mkdir(parents=True, exist_ok=True)
    files = stem.with_suffix(".png"), stem.with_suffix(".svg")
    for file in files:
        figure.savefig(file)
    pyplot.close(figure)
    return files
