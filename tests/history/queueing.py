# SPDX-License-Identifier: EUPL-1.2
"""Whether the queue was run rightly and everybody saw it so: I4, I5, I7, I8, I9. Violations as sentences."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from operator import attrgetter

from tests.history.records import Applied, History, JournalRow
from tests.history.steps import PREPARED, STEPS, WAITING, Standing
from tests.history.told import CALL

CONVERGED_P99_S, CONVERGED_AT_MOST_S = 2.0, 5.0
Place = tuple[int, int, str]
"""Turn time, journal number, ticket."""
Sort = tuple[str | None, str | None]
"""Errand and kind."""
Legs = dict[str, tuple[Sort, Place, bool]]
"""What each ticket waits with: its sort, its place, and whether it is not free for all."""


def by_branch(rows: Iterable[JournalRow]) -> Iterator[list[JournalRow]]:
    """The journal of each branch, in its order."""
    ordered = sorted(rows, key=attrgetter("branch", "epoch", "seq"))
    return (list(group) for _, group in groupby(ordered, key=attrgetter("branch")))


def i4_one_visitor_at_one_desk(history: History) -> Iterator[str]:
    """No ticket is active at two desks, no desk has two; and a ticket is called as often as the journal says."""
    for rows in by_branch(history.journal):
        standing = Standing()
        for row in rows:
            yield from standing.seated(row)
    written = Counter(row.ticket_id for row in history.journal if row.kind == "TicketCalled")
    told: dict[str, set[tuple[str | None, int | None]]] = defaultdict(set)
    for one in history.operations:
        if one.what == CALL and one.answer == "done" and one.ticket_id is not None:
            told[one.ticket_id].add((one.desk, one.seq))
    for ticket, calls in told.items():
        if len(calls) > (written[ticket] if history.journal else 1):
            yield f"{ticket} was called {len(calls)} times: {', '.join(sorted(str(desk) for desk, _ in calls))}"


def i5_alike_are_called_as_they_came(history: History) -> Iterator[str]:
    """Within an errand and a kind the earliest turn is called; whoever calls otherwise says who, and why."""
    for rows in by_branch(history.journal):
        yield from _in_turn(rows)


def _in_turn(rows: list[JournalRow]) -> Iterator[str]:
    lines: dict[Sort, list[Place]] = defaultdict(list)
    legs: Legs = {}
    standing = Standing()
    for row in rows:
        ticket = row.ticket_id
        if ticket is not None and row.turn_us is not None:
            sort = row.sort or "returning"
            errand = row.errand or (legs[ticket][0][0] if ticket in legs else None)
            legs[ticket] = ((errand, sort), (row.turn_us, row.seq, ticket), row.is_bound)
        if ticket in legs and row.kind == PREPARED:
            _prepared(row, legs, lines)
        if row.kind == "TicketCalled" and ticket in legs:
            yield from _called(row, legs[ticket][1], _first(lines[legs[ticket][0]], standing, legs))
        standing.after(row)
        if ticket in legs and row.kind in STEPS and standing.status[ticket] == WAITING and not legs[ticket][2]:
            heapq.heappush(lines[legs[ticket][0]], legs[ticket][1])


def _prepared(row: JournalRow, legs: Legs, lines: dict[Sort, list[Place]]) -> None:
    """While somebody prepares, whoever waits is passed by; afterwards no more."""
    sort, place, _ = legs[row.ticket_id or ""]
    legs[row.ticket_id or ""] = (sort, place, row.is_bound)
    if not row.is_bound:
        heapq.heappush(lines[sort], place)


def _first(line: list[Place], standing: Standing, legs: Legs) -> Place | None:
    """Who is first of those that wait still, and still in that turn."""
    while line and (standing.status[line[0][2]] != WAITING or legs[line[0][2]][1:] != (line[0], False)):
        heapq.heappop(line)
    return line[0] if line else None


def _called(row: JournalRow, called: Place, first: Place | None) -> Iterator[str]:
    if row.reason is not None and not row.actor:
        yield f"seq {row.seq}: {row.ticket_id} was called out of turn by nobody"
    elif row.reason is None and first is not None and first < called:
        yield f"seq {row.seq}: {row.ticket_id} was called before {first[2]}, whose turn was earlier, and no reason was given"


def i7_the_journal_has_no_gaps_and_displays_follow_it(history: History) -> Iterator[str]:
    """The journal's numbers follow one another; each display went along it without leaving out or inventing anything."""
    for rows in by_branch(history.journal):
        for before, after in pairwise(rows):
            if before.epoch == after.epoch and after.seq != before.seq + 1:
                yield f"the journal of {after.branch} goes from {before.seq} to {after.seq}"
    heads = {(rows[0].branch, row.epoch): row.seq for rows in by_branch(history.journal) for row in rows}
    for display, frames in _by_display(history.applied):
        yield from _chained(display, frames)
        if history.journal:
            yield from _within(display, frames, heads)


def _by_display(applied: Iterable[Applied]) -> Iterator[tuple[str, list[Applied]]]:
    ordered = sorted(applied, key=lambda one: one.display)
    return ((display, list(group)) for display, group in groupby(ordered, key=lambda one: one.display))


def _chained(display: str, frames: list[Applied]) -> Iterator[str]:
    for before, after in pairwise(frames):
        if after.from_seq is not None and (before.epoch, before.to_seq) != (after.epoch, after.from_seq):
            yield f"{display} stood at {before.to_seq} and applied what begins at {after.from_seq}"
        elif (before.epoch, before.to_seq) > (after.epoch, after.to_seq):
            yield f"{display} stood at {before.to_seq} and went back to {after.to_seq}"


def _within(display: str, frames: list[Applied], heads: dict[tuple[str, int], int]) -> Iterator[str]:
    for frame in frames:
        if frame.to_seq > heads.get((frame.branch, frame.epoch), 0):
            yield f"{display} stands at {frame.to_seq} of epoch {frame.epoch}, which the journal does not have"


def i8_displays_come_to_stand_where_the_journal_does(history: History) -> Iterator[str]:
    """Every display has the head's hash within 2 s (p99) and 5 s at most, and each hash is the queue's at that number."""
    lags = sorted(lag for lag in convergence_s(history) if lag is not None)
    missing = sum(lag is None for lag in convergence_s(history))
    if missing:
        yield f"{missing} times a display never came to stand where the journal does"
    if lags and lags[-1] > CONVERGED_AT_MOST_S * history.patience:
        yield f"a display was behind for {lags[-1]:.1f} s"
    if lags and lags[int(0.99 * (len(lags) - 1))] > CONVERGED_P99_S * history.patience:
        yield f"one display of a hundred was behind for {lags[int(0.99 * (len(lags) - 1))]:.1f} s"
    yield from _hashes(history)


def convergence_s(history: History) -> Iterator[float | None]:
    """Seconds from each expectation until the display stood there; None where it never did."""
    frames = dict(_by_display(history.applied))
    for wanted in history.expected:
        goal = (wanted.epoch, wanted.seq)
        there = (one.at_s for one in frames.get(wanted.display, ()) if (one.epoch, one.to_seq) >= goal)
        at_s = next(there, None)
        yield None if at_s is None else max(0.0, at_s - wanted.since_s)


def _hashes(history: History) -> Iterator[str]:
    looked_at = {(one.branch, one.epoch, one.to_seq) for one in history.applied}
    if not looked_at:
        return
    true: dict[tuple[str, int, int], int] = {}
    for rows in by_branch(history.journal):
        standing = Standing()
        for row in rows:
            standing.after(row)
            standing.seated(row)
            if (row.branch, row.epoch, row.seq) in looked_at:
                true[row.branch, row.epoch, row.seq] = standing.digest()
    for one in history.applied:
        if true.get((one.branch, one.epoch, one.to_seq), one.hash) != one.hash:
            yield f"{one.display} shows another queue than there is at {one.to_seq}"


def i9_only_steps_that_are_allowed(history: History) -> Iterator[str]:
    """No ticket went where it may not."""
    for rows in by_branch(history.journal):
        standing = Standing()
        for row in rows:
            yield from standing.after(row)
