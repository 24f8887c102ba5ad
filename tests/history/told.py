# SPDX-License-Identifier: EUPL-1.2
"""Whether what was told is true: I1, I2, I3, I6, I10, I11, I12. Each gives its violations as sentences; none when all is well."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.history.records import History, Operation

ISSUE, CALL = "issue", "call"
GONE = ("cancelled",)


def acknowledged(history: History) -> Iterator[Operation]:
    """Every ticket that a visitor was promised."""
    return (one for one in history.operations if one.what == ISSUE and one.answer == "done")


def i1_every_promised_ticket_exists_once(history: History) -> Iterator[str]:
    """Nobody who was given a number is unknown to the database."""
    count = Counter(ticket.ticket_id for ticket in history.tickets)
    numbers = {ticket.ticket_id: ticket.number for ticket in history.tickets}
    leads_to, papers = _aliases(history)
    for told in acknowledged(history):
        ticket = leads_to.get(told.ticket_id or "", told.ticket_id or "")
        if count[ticket] != 1:
            yield f"{told.who} was promised {told.number}; it exists {count[ticket]} times"
        elif told.number not in (None, numbers[ticket]) and (ticket, told.number) not in papers:
            yield f"{told.who} was promised {told.number}; the same ticket is {numbers[ticket]}"


def _aliases(history: History) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """Where a second id leads, and which ticket another number on paper means."""
    rows = [row for row in history.journal if row.other_id or row.paper]
    leads_to = {row.other_id: row.ticket_id or "" for row in rows if row.other_id}
    return leads_to, {(row.ticket_id or "", row.paper) for row in rows if row.paper}


def i2_a_number_stands_for_one_ticket(history: History) -> Iterator[str]:
    """A number is given once per branch and service day; its series is its letter."""
    holders: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    days = {ticket.ticket_id: ticket.service_day for ticket in history.tickets}
    # Of a ticket that is nowhere the day is not known either; most histories have only one.
    only_day = next(iter(set(days.values()))) if len(set(days.values())) == 1 else ""
    for ticket in history.tickets:
        holders[ticket.branch, ticket.service_day, ticket.number].add(ticket.ticket_id)
    leads_to, _ = _aliases(history)
    for told in acknowledged(history):
        if told.number is not None and told.ticket_id is not None:
            ticket = leads_to.get(told.ticket_id, told.ticket_id)
            holders[told.branch, days.get(ticket, only_day), told.number].add(ticket)
    for (_, day, number), tickets in holders.items():
        if len(tickets) > 1:
            yield f"{number} was given {len(tickets)} times {day}".rstrip()


def i3_each_paper_has_one_ticket(history: History) -> Iterator[str]:
    """A slip's number is a ticket's, and whatever was printed after the first says "kopia"."""
    known = Counter((ticket.branch, ticket.service_day, ticket.number) for ticket in history.tickets)
    firsts: Counter[tuple[str, str, str]] = Counter()
    for paper in history.papers:
        key = (paper.branch, paper.service_day, paper.number)
        firsts[key] += not paper.is_copy
        if known[key] != 1:
            yield f"{paper.printer} printed {paper.number}, which {known[key]} tickets have"
        if firsts[key] > 1 and not paper.is_copy:
            yield f"{paper.printer} printed {paper.number} once more without saying that it is a copy"


def i6_what_ended_before_stands_before(history: History) -> Iterator[str]:
    """If one ended before the other began, its number in the journal is the smaller one."""
    by_branch: dict[str, list[Operation]] = defaultdict(list)
    for one in history.operations:
        if one.seq is not None and one.answer == "done":
            by_branch[one.branch].append(one)
    for operations in by_branch.values():
        yield from _in_real_time(operations)


def _in_real_time(operations: list[Operation]) -> Iterator[str]:
    ended = sorted(operations, key=lambda one: one.ended_s)
    highest, told, at = (0, 0), "", 0
    for one in sorted(operations, key=lambda one: one.began_s):
        while at < len(ended) and ended[at].ended_s < one.began_s:
            before = ended[at]
            at += 1
            if (before.epoch, before.seq or 0) > highest:
                highest, told = (before.epoch, before.seq or 0), f"{before.who}'s {before.what}"
        mine = (one.epoch, one.seq or 0)
        if mine < highest or (mine == highest and one.has_written):
            yield f"{one.who}'s {one.what} has seq {one.seq}, though {told} with {highest[1]} ended before it began"


def i10_nothing_is_promised_before_it_is_on_disk(history: History) -> Iterator[str]:
    """Whatever was promised before the power went is there when it is back."""
    for image in history.images:
        for told in acknowledged(history):
            if told.ended_s < image.cut_s and told.ticket_id not in image.ticket_ids:
                yield f"{image.name}: {told.number} was promised {image.cut_s - told.ended_s:.3f} s before the power went"


def i11_an_unknown_outcome_becomes_none_or_one(history: History) -> Iterator[str]:
    """However often a visitor's device asked, the visitor has at most one place."""
    alive = {ticket.ticket_id for ticket in history.tickets if ticket.status not in GONE}
    held: dict[str, set[str]] = defaultdict(set)
    for one in history.operations:
        if one.what == ISSUE and one.visitor is not None and one.ticket_id in alive:
            held[one.visitor].add(one.ticket_id or "")
    for visitor, tickets in held.items():
        if len(tickets) > 1:
            yield f"{visitor} has {len(tickets)} places"


def i12_nobodys_name_goes_out(history: History) -> Iterator[str]:
    """What was planted as a name, a telephone number or an address of mail is found nowhere."""
    for text in history.texts:
        for canary in history.canaries:
            if canary.casefold() in text.words.casefold():
                yield f"{text.place} says {canary}"
