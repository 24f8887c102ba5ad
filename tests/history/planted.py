# SPDX-License-Identifier: EUPL-1.2
"""A day on which all went well, and the same day with one thing wrong in it."""

from collections.abc import Callable
from dataclasses import replace

from tests.history.records import Applied, DiskImage, Expected, History, JournalRow, Operation, Paper, Text, TicketRow
from tests.history.steps import Standing

DAY, ERRANDS, DESKS = "2026-11-23", ("bygglov", "skola", "fraga"), 8
CANARY = "Kanariefågel Andersson"


def good_day(visitors: int = 24) -> History:
    """So many visitors come, are called and finished; a printer, a display and a power cut are there too."""
    operations: list[Operation] = []
    journal: list[JournalRow] = []
    tickets: list[TicketRow] = []
    at_s = 0.0
    for count in range(visitors):
        name, number, desk = f"t{count}", f"A{count + 1:03d}", f"disk-{count % DESKS + 1}"
        errand, seq = ERRANDS[count % len(ERRANDS)], 3 * count + 1
        journal.append(JournalRow(seq, "TicketIssued", name, None, number, errand, "walk_in", turn_us=count, actor="k"))
        journal.append(JournalRow(seq + 1, "TicketCalled", name, desk, actor=f"c{desk}"))
        journal.append(JournalRow(seq + 2, "TicketFinished", name, actor=f"c{desk}"))
        operations.append(_done(f"v{count}", "issue", at_s, seq, visitor=f"v{count}", ticket_id=name, number=number))
        operations.append(_done(desk, "call", at_s + 1, seq + 1, ticket_id=name, desk=desk))
        operations.append(_done(desk, "finish", at_s + 2, seq + 2, ticket_id=name, desk=desk))
        tickets.append(TicketRow(name, number, "done", DAY, desk))
        at_s += 3
    papers = tuple(Paper("p", ticket.number, False, DAY) for ticket in tickets)
    return History(
        tuple(operations), tuple(journal), tuple(tickets), papers, frames_of(journal), _expectations(journal),
        (DiskImage("cut 1", at_s, frozenset(ticket.ticket_id for ticket in tickets)),),
        (Text("display", "A001 Disk 1"),), (CANARY,),
    )  # fmt: skip


def _done(who: str, what: str, at_s: float, seq: int, **more: str) -> Operation:
    return Operation(who, what, at_s, at_s + 0.5, "done", seq=seq, **more)  # type: ignore[arg-type]


def frames_of(journal: list[JournalRow], every: int = 1) -> tuple[Applied, ...]:
    """What a display applies that hears of each row (or of each `every`th) at the second of its number."""
    standing, frames, last = Standing(), [Applied("d", 0.0, 1, None, 0, 0)], 0
    for row in journal:
        standing.after(row)
        standing.seated(row)
        if row.seq % every == 0:
            frames.append(Applied("d", float(row.seq), 1, last, row.seq, standing.digest()))
            last = row.seq
    return tuple(frames)


def _expectations(journal: list[JournalRow]) -> tuple[Expected, ...]:
    return tuple(Expected("d", row.seq - 0.2, 1, row.seq) for row in journal)


def with_row(day: History, seq: int, **otherwise: object) -> History:
    """The day with one row of its journal otherwise."""
    return replace(day, journal=tuple(replace(row, **otherwise) if row.seq == seq else row for row in day.journal))


def with_operation(day: History, at: int, **otherwise: object) -> History:
    """The day with one operation otherwise."""
    return replace(day, operations=tuple(replace(one, **otherwise) if n == at else one for n, one in enumerate(day.operations)))


def with_frame(day: History, at: int, **otherwise: object) -> History:
    """The day with one frame otherwise."""
    return replace(day, applied=tuple(replace(one, **otherwise) if n == at else one for n, one in enumerate(day.applied)))


def a_ticket_is_gone(day: History) -> History:
    return replace(day, tickets=day.tickets[:-1], images=(), papers=day.papers[:-1])


def the_database_has_another_number(day: History) -> History:
    return replace(day, tickets=(replace(day.tickets[0], number="Z999"), *day.tickets[1:]), papers=day.papers[1:])


def two_tickets_have_one_number(day: History) -> History:
    return replace(day, tickets=(*day.tickets, replace(day.tickets[0], ticket_id="other")), papers=day.papers[1:])


def two_visitors_are_told_one_number(day: History) -> History:
    return with_operation(day, 3, number="A001")


def the_number_of_a_lost_ticket_is_given_again(day: History) -> History:
    return with_operation(day, 3, ticket_id="lost", number="A001")


def a_paper_has_no_ticket(day: History) -> History:
    return replace(day, papers=(*day.papers, Paper("p", "A999", False, DAY)))


def a_second_paper_does_not_say_copy(day: History) -> History:
    return replace(day, papers=(*day.papers, day.papers[0]))


def one_visitor_is_called_to_two_desks(day: History) -> History:
    again = JournalRow(0, "TicketCalled", "t0", "disk-5", actor="c5")
    return _with_inserted(day, 2, again)


def a_desk_joins_a_visit_and_has_a_visitor(day: History) -> History:
    """The second desk's visitor is called and still there when that desk joins the first one's visit."""
    rows = [row for row in day.journal if row.seq not in (3, 6)]
    return _renumbered(day, [*rows[:4], JournalRow(0, "VisitJoined", "t0", "disk-2", actor="cdisk-2"), *rows[4:]])


def a_desk_that_takes_part_calls(day: History) -> History:
    """The first visit is not over, and the third desk joined it before it calls."""
    rows = [row for row in day.journal if row.seq != 3]
    return _renumbered(day, [*rows[:2], JournalRow(0, "VisitJoined", "t0", "disk-3", actor="cdisk-3"), *rows[2:]])


def a_desk_joins_nobodys_visit(day: History) -> History:
    return _with_inserted(day, 3, JournalRow(0, "VisitJoined", "t0", "disk-5", actor="cdisk-5"))


def a_desk_has_two_visitors(day: History) -> History:
    """The finishing of the first is not there, and the next comes to the same desk."""
    rows = [row for row in day.journal if row.seq != 3]
    return _renumbered(day, [replace(row, desk="disk-1") if row.kind == "TicketCalled" else row for row in rows])


def two_desks_are_told_the_same_visitor(day: History) -> History:
    told = day.operations[1]
    return replace(
        day, operations=(*day.operations, replace(told, who="disk-7", desk="disk-7", began_s=900, ended_s=901, seq=900))
    )


def a_later_one_of_the_same_kind_is_called_first(day: History) -> History:
    """A visitor with the same errand, whose turn was earlier, waits meanwhile."""
    early = JournalRow(0, "TicketIssued", "early", None, "A900", ERRANDS[0], "walk_in", turn_us=-1, actor="k")
    return _with_inserted(day, 1, early)


def a_call_out_of_turn_by_nobody(day: History) -> History:
    return with_row(day, 2, reason="frail", actor=None)


def a_later_one_has_the_smaller_number(day: History) -> History:
    return with_operation(with_operation(day, 0, seq=4), 3, seq=1)


def the_journal_has_a_gap(day: History) -> History:
    return replace(day, journal=tuple(row for row in day.journal if row.seq != 5))


def a_display_leaves_something_out(day: History) -> History:
    return replace(day, applied=(*day.applied[:4], *day.applied[5:]))


def a_display_goes_back(day: History) -> History:
    return replace(day, applied=(*day.applied, replace(day.applied[2], from_seq=None)))


def a_display_is_ahead_of_the_journal(day: History) -> History:
    last = day.applied[-1]
    return replace(day, applied=(*day.applied, replace(last, from_seq=last.to_seq, to_seq=last.to_seq + 1)))


def a_display_shows_another_queue(day: History) -> History:
    return with_frame(day, 1, hash=7)


def a_display_never_hears_the_end(day: History) -> History:
    return replace(day, applied=day.applied[:-1])


def a_display_is_slow(day: History) -> History:
    late = tuple(replace(one, at_s=one.at_s + (6.0 if one.to_seq == 9 else 0.0)) for one in day.applied)
    return replace(day, applied=late)


def two_of_a_hundred_are_slow(day: History) -> History:
    return replace(day, applied=tuple(replace(one, at_s=one.at_s + 3.0 * (one.to_seq % 20 == 0)) for one in day.applied))


def somebody_waiting_is_finished(day: History) -> History:
    return with_row(day, 2, kind="TicketRecalled")


def a_step_that_nobody_knows(day: History) -> History:
    return with_row(day, 3, kind="TicketForgotten")


def a_promise_was_not_on_disk(day: History) -> History:
    return replace(day, images=(replace(day.images[0], ticket_ids=frozenset({"t0"})),))


def a_visitor_has_two_places(day: History) -> History:
    return with_operation(day, 3, visitor="v0")


def a_name_goes_out(day: History) -> History:
    return replace(day, texts=(Text("log", f"issued to {CANARY.upper()}"),))


def _with_inserted(day: History, after_seq: int, row: JournalRow) -> History:
    rows: list[JournalRow] = []
    for one in day.journal:
        rows.append(one)
        if one.seq == after_seq:
            rows.append(row)
    return _renumbered(day, rows)


def _renumbered(day: History, rows: list[JournalRow]) -> History:
    numbered = [replace(row, seq=seq) for seq, row in enumerate(rows, start=1)]
    return replace(day, journal=tuple(numbered), applied=(), expected=())


Fault = Callable[[History], History]
CAUGHT: tuple[tuple[str, Fault], ...] = (
    ("I1", a_ticket_is_gone),
    ("I1", the_database_has_another_number),
    ("I2", two_tickets_have_one_number),
    ("I2", two_visitors_are_told_one_number),
    ("I2", the_number_of_a_lost_ticket_is_given_again),
    ("I3", a_paper_has_no_ticket),
    ("I3", a_second_paper_does_not_say_copy),
    ("I4", one_visitor_is_called_to_two_desks),
    ("I4", a_desk_has_two_visitors),
    ("I4", a_desk_joins_a_visit_and_has_a_visitor),
    ("I4", a_desk_that_takes_part_calls),
    ("I4", a_desk_joins_nobodys_visit),
    ("I4", two_desks_are_told_the_same_visitor),
    ("I5", a_later_one_of_the_same_kind_is_called_first),
    ("I5", a_call_out_of_turn_by_nobody),
    ("I6", a_later_one_has_the_smaller_number),
    ("I7", the_journal_has_a_gap),
    ("I7", a_display_leaves_something_out),
    ("I7", a_display_goes_back),
    ("I7", a_display_is_ahead_of_the_journal),
    ("I8", a_display_shows_another_queue),
    ("I8", a_display_never_hears_the_end),
    ("I8", a_display_is_slow),
    ("I8", two_of_a_hundred_are_slow),
    ("I9", somebody_waiting_is_finished),
    ("I9", a_step_that_nobody_knows),
    ("I10", a_promise_was_not_on_disk),
    ("I11", a_visitor_has_two_places),
    ("I12", a_name_goes_out),
)
"""Each promise with days that break it."""
