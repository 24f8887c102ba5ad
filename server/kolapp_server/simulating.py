# SPDX-License-Identifier: EUPL-1.2
"""`kolapp-server simulate`: what would come of one more desk, of teaching, of one queue for all.

On generated days, or on the branch's own: then its journal is read, and nothing is written. The rule is the server's own code.
"""

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import time, timedelta
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from kolapp_server.asking import OrderRefused
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import Event
from kolapp_server.domain.rules import Rules
from kolapp_server.domain.ticket import DeskId, ErrandId
from kolapp_server.simulation import pictures, replay, tables, whatif
from kolapp_server.simulation.halls import HALLS, ErrandModel, Hall, Seat, pooled, staggered
from kolapp_server.simulation.measures import summary
from kolapp_server.simulation.whatif import Change, NoSuchThing, Saving, Scene

if TYPE_CHECKING:
    from kolapp_server.settings import Settings
    from kolapp_server.store.reading import Connection

BAR_CELLS = 30
Ways = dict[str, Change]


@dataclass(frozen=True, slots=True)
class Stage:
    """The days that are played, what they are, and the sets of errands that have a name."""

    scenes: list[Scene]
    told: str
    profiles: dict[str, tuple[ErrandId, ...]]


def simulate(settings: "Settings", arguments: Namespace) -> int:
    """Prints what came of it; 0 when it was done."""
    try:
        if arguments.picture:
            pictures.must_draw()
        stage = _stage(settings, arguments)
        if arguments.lessons:
            _report_lessons(stage, arguments)
        else:
            _compare(stage, arguments)
    except (NoSuchThing, pictures.NoPictures) as no:
        raise OrderRefused(str(no) or (no.__doc__ or "").strip()) from None
    return 0


def _compare(stage: Stage, arguments: Namespace) -> None:
    ways = _ways(stage, arguments)
    with _progress(len(ways) * len(stage.scenes)) as ticked:
        lived = [whatif.lived(stage.scenes, change, ticked) for change in ways.values()]
    summaries = [
        summary([change(scene.hall) for scene in stage.scenes], days) for change, days in zip(ways.values(), lived, strict=True)
    ]
    differences = [whatif.saved(lived[0], days) for days in lived[1:]]
    names = list(ways)
    if arguments.json:
        _print(json.dumps({"days": stage.told, **tables.values(names, summaries, differences)}, indent=1))
    else:
        _print(f"{stage.told}\n\n{tables.table(names, summaries, differences)}")
    if arguments.picture:
        title = "Waits as they are" if len(names) == 1 else "Waits as they are, and as they would be"
        files = pictures.comparison(arguments.picture, title, names, summaries, lived, stage.scenes[0].hall.opens)
        _say_files(files, arguments)


def _report_lessons(stage: Stage, arguments: Namespace) -> None:
    tries = len(whatif.lessons(stage.scenes))
    with _progress((tries + 1) * len(stage.scenes)) as ticked:
        before = whatif.lived(stage.scenes, whatif.as_it_is, ticked)
        savings: list[Saving] = sorted(whatif.savings(stage.scenes, before, ticked), key=lambda each: -each.minutes)
    if arguments.json:
        _print(json.dumps({"days": stage.told, "lessons": tables.lessons_values(savings)}, indent=1))
    else:
        _print(f"{stage.told}\n\n{tables.lessons_table(savings)}")
    if arguments.picture:
        _say_files(pictures.lessons(arguments.picture, savings), arguments)


def _stage(settings: "Settings", arguments: Namespace) -> Stage:
    if arguments.journal:
        return _own_days(settings, arguments.branch, arguments.journal)
    if not 0.05 <= arguments.load <= 1.5 or arguments.days < 1:
        raise OrderRefused("A load lies between 0.05 and 1.5, and there is at least one day.")
    hall, profiles = (HALLS[arguments.hall], {}) if arguments.town is None else _town_hall(arguments.town)
    hall = replace(hall, load=arguments.load)
    scenes = whatif.generated(hall, arguments.days, arguments.seed)
    told = f"{arguments.days} generated days with seed {arguments.seed}: {hall.name}, busy {arguments.load:.0%} of the time"
    return Stage(scenes, told, profiles)


def _town_hall(file: Path) -> tuple[Hall, dict[str, tuple[ErrandId, ...]]]:
    """The hall of a town's file: every errand is as frequent, and the profiles take turns at the desks."""
    from kolapp_server.town import TownFaults, read_town
    from kolapp_server.translate.towns import rules_of

    try:
        town = read_town(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as fault:
        raise OrderRefused(f"{file} cannot be read: {fault}") from None
    except TownFaults as faults:
        raise OrderRefused(str(faults)) from None
    rules = rules_of(town)
    return _generic(town.branch_id, rules), {str(profile.profile_id): profile.errands for profile in rules.profiles}


def _generic(name: str, rules: Rules) -> Hall:
    """Nobody knows yet how often each errand comes: as often as the desks that serve it have time for it."""
    seated = list(zip(rules.desks, cycle(rules.profiles), strict=False))
    served = Counter(errand for _, profile in seated for errand in profile.errands)
    errands = tuple(
        ErrandModel(rule.errand_id, served[rule.errand_id] / rule.expected_minutes, float(rule.expected_minutes))
        for rule in rules.errands
        if served[rule.errand_id]
    )
    seats = (Seat(desk, profile.errands, breaks=staggered(place, len(seated))) for place, (desk, profile) in enumerate(seated))
    return Hall(f"{name}, {len(seated)} desks, {len(errands)} errands", errands, tuple(seats), head_starts=rules.head_starts)


def _own_days(settings: "Settings", branch: str, count: int) -> Stage:
    """The last `count` days of which the journal tells, today not counted."""
    from kolapp_server.store.engine import open_reading
    from kolapp_server.store.faults import StoreBusy
    from kolapp_server.store.reading import Reader

    if settings.is_sqlite and not (settings.var / "kolapp.sqlite").exists():
        raise OrderRefused("There is no branch yet. First: kolapp-server import town/ekvik.yaml")
    engine = open_reading(settings.database)
    try:
        told, rules, branch_id = Reader(engine).read(partial(_past, wanted=branch, count=count))
    except StoreBusy:
        raise OrderRefused("The database does not answer, or is of another release; kolapp-server check says more.") from None
    finally:
        engine.dispose()
    scenes = replay.scenes(told)
    if not scenes:
        raise OrderRefused(f"The journal tells of no visits in the last {count} days.")
    profiles = {str(profile.profile_id): profile.errands for profile in rules.profiles}
    return Stage(scenes, f"{branch_id}: {len(scenes)} of its own days, of the last {count}", profiles)


def _past(connection: "Connection", wanted: str, count: int) -> tuple[list[tuple[Day, list[Event]]], Rules, str]:
    """What the journal tells of each day, the branch's rules of today, and which branch it is."""
    from kolapp_server.store import journal

    branch_id = _branch(journal.branch_ids(connection), wanted)
    today = journal.load_day(connection, branch_id)
    assert today is not None, "a branch has a day"
    dates = [today.service_day - timedelta(days=back) for back in range(count, 0, -1)]
    told = [found for each in dates if (found := journal.day_told(connection, branch_id, each)) is not None]
    return told, today.rules, branch_id


def _branch(known: Sequence[str], wanted: str) -> str:
    if wanted in known or (not wanted and len(known) == 1):
        return wanted or known[0]
    raise OrderRefused(f"Say which branch with --branch: {', '.join(known)}" if known else "There is no branch yet.")


def _ways(stage: Stage, arguments: Namespace) -> Ways:
    """As it is, and each "what if" that was asked for."""
    ways: Ways = {"as it is": whatif.as_it_is}
    if arguments.add_desk:
        ways["one more desk"] = _one_more(stage, arguments.add_desk, arguments.profile)
    for lesson in arguments.teach:
        desk, _, errand = lesson.partition("=")
        if not any(seat.desk == desk for scene in stage.scenes for seat in scene.hall.seats):
            known = sorted({seat.desk for scene in stage.scenes for seat in scene.hall.seats})
            raise NoSuchThing(f'There is no desk "{desk}"; there are {", ".join(known)}.')
        change = partial(whatif.taught, desk=DeskId(desk), errand=ErrandId(errand))
        change(stage.scenes[0].hall)
        ways[f"{desk} learns {errand}"] = change
    if arguments.pooled:
        ways["pooled"] = pooled
    if arguments.separate:
        ways["separate"] = whatif.separate
    return ways


def _one_more(stage: Stage, stretch: str, profile: str | None) -> Change:
    begins, _, ends = stretch.partition("-")
    opens = stage.scenes[0].hall.opens
    try:
        from_s, to_s = (_seconds(time.fromisoformat(each)) - _seconds(opens) for each in (begins, ends))
    except ValueError:
        raise OrderRefused("Write the time of the desk as HH:MM-HH:MM, for instance 11:30-13:30.") from None
    if not 0 <= from_s < to_s:
        raise OrderRefused(f"The hall opens at {opens:%H:%M}; the desk opens then or later, and closes after it opens.")
    return partial(whatif.with_desk, errands=_served(stage, profile), opens_s=from_s, closes_s=to_s)


def _seconds(clock: time) -> int:
    return 3600 * clock.hour + 60 * clock.minute


def _served(stage: Stage, profile: str | None) -> tuple[ErrandId, ...]:
    hall = stage.scenes[0].hall
    named = {**stage.profiles, **{str(seat.desk): seat.errands for seat in hall.seats}}
    if profile is None:
        return tuple(hall.errand_by_id)
    if profile in named:
        return named[profile]
    errands = tuple(map(ErrandId, profile.split(",")))
    if not set(errands) <= set(hall.errand_by_id):
        raise NoSuchThing(f'"{profile}" is no profile and no desk ({", ".join(named)}), and not errands with commas.')
    return errands


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, nothing elsewhere."""
    done, bar = 0, sys.stderr if sys.stderr.isatty() else None

    def ticked() -> None:
        nonlocal done
        done += 1
        if bar is not None:
            cells = BAR_CELLS * done // total
            bar.write(f"\r{'█' * cells}{'░' * (BAR_CELLS - cells)} {done} of {total} days")
            bar.flush()

    try:
        yield ticked
    finally:
        if bar is not None:
            bar.write("\r\033[K")
            bar.flush()


def _say_files(files: tuple[Path, Path], arguments: Namespace) -> None:
    told = sys.stderr if arguments.json else sys.stdout
    told.write(f"\nPictures: {files[0]} and {files[1]}\n")


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")
