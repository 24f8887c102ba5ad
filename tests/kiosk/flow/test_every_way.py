# SPDX-License-Identifier: EUPL-1.2
"""Whatever is touched, in whatever order, these hold."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kolapp_contract.codes import CodeKind, code_of
from kolapp_contract.tickets import PrintResult
from kolapp_kiosk.flow import keys, timers
from kolapp_kiosk.flow import step as flow
from kolapp_kiosk.flow.effects import CancelTicket, Issue, IssueHere
from kolapp_kiosk.flow.events import (
    CodeShut,
    IssueAnswered,
    IssuedHere,
    IssueFailed,
    PrintFinished,
    Scanned,
    Ticked,
    Touched,
    WireFound,
    WireLost,
)
from kolapp_kiosk.flow.keys import GroupKey, Standing, offered
from kolapp_kiosk.flow.state import LookingUp, Shut, State, TicketReady, Welcome, Wishes
from tests.kiosk import town

MOVES = st.lists(
    st.tuples(st.sampled_from(["touch", "answer", "fail", "print", "wait", "cut", "scan", "shut"]), st.integers(0, 10**6)),
    max_size=25,
)


def moved(state: State, move: tuple[str, int]) -> tuple[State, tuple[object, ...]]:
    kind, chance = move
    at, pending = state.now + timedelta(seconds=0.6), flow.awaited(state.screen)
    if kind == "touch":
        targets = offered(state)
        return flow.step(state, Touched(at, town.draft(), targets[chance % len(targets)]))
    if kind == "answer" and pending and pending.is_here:
        return flow.step(state, IssuedHere(at, town.draft(), pending.ticket_id, "K1-07", at))
    if kind == "answer" and pending:
        return flow.step(state, IssueAnswered(at, town.draft(), town.ticket(pending.ticket_id)))
    if kind == "fail" and pending:
        return flow.step(state, IssueFailed(at, town.draft(), pending.ticket_id))
    if kind == "print" and isinstance(state.screen, TicketReady):
        result = list(PrintResult)[chance % 3]
        return flow.step(state, PrintFinished(at, town.draft(), state.screen.ticket.ticket_id, result))
    if kind == "scan":
        return flow.step(state, Scanned(at, town.draft(), ("C-7KQM", code_of(CodeKind.BOOKING, b"12345678901"))[chance % 2]))
    if kind == "shut" and isinstance(state.screen, LookingUp):
        return flow.step(state, CodeShut(at, town.draft(), state.screen.code, list(Shut)[chance % 3]))
    if kind == "cut":
        return flow.step(state, (WireLost, WireFound)[chance % 2](at, town.draft()))
    return flow.step(state, Ticked(state.now + timedelta(seconds=chance % 45), town.draft()))


@given(MOVES)
@settings(max_examples=80, deadline=None)
def test_a_human_and_a_way_out_stand_on_every_screen(moves: list[tuple[str, int]]) -> None:
    state = town.kiosk()
    for move in moves:
        state, _ = moved(state, move)
        assert offered(state).count(Standing.HUMAN) == 1
        assert len(keys.choices(state)) <= 6
        assert len(set(offered(state))) == len(offered(state))


@given(MOVES)
@settings(max_examples=80, deadline=None)
def test_no_visitor_is_left_with_two_tickets(moves: list[tuple[str, int]]) -> None:
    """In one visit, all tickets that were asked for but the last have been withdrawn."""
    state, asked, withdrawn = town.kiosk(), [], set()
    for move in moves:
        was_begun, pending = state.first_touch_at, flow.awaited(state.screen)
        state, effects = moved(state, move)
        if move[0] == "fail" and pending and pending.is_here and pending.ticket_id in asked:
            asked.remove(pending.ticket_id)  # The kiosk's own disk did not take the number: there is no such ticket.
        for effect in effects:
            if isinstance(effect, Issue | IssueHere) and effect.ticket_id not in asked:
                asked.append(effect.ticket_id)
            if isinstance(effect, IssueHere) and effect.in_place_of:
                withdrawn.add(effect.in_place_of)
            if isinstance(effect, CancelTicket):
                withdrawn.add(effect.ticket_id)
        if was_begun and state.first_touch_at is None:
            asked.clear()
    assert set(asked[:-1]) <= withdrawn


@given(MOVES)
@settings(max_examples=80, deadline=None)
def test_time_alone_leads_home_and_leaves_nothing_behind(moves: list[tuple[str, int]]) -> None:
    state = town.kiosk()
    for move in moves:
        state, _ = moved(state, move)
    if (pending := flow.awaited(state.screen)) is not None:
        state = town.issued_here(town.later(state, 1)) if not pending.is_here else town.issued_here(state)
    state = town.later(state, 150)
    assert state.screen == Welcome()
    assert state.wishes == Wishes()
    assert state.first_touch_at is None
    assert state.draft.secret == town.SECRET


@pytest.mark.parametrize("wishes", [Wishes(), Wishes(is_large=True), Wishes(is_low=True), Wishes(is_large=True, is_low=True)])
@pytest.mark.parametrize("is_landscape", [False, True])
def test_every_errand_is_reached_in_every_mode(wishes: Wishes, *, is_landscape: bool) -> None:
    found = set()
    for group in town.CATALOGUE.groups:
        state = flow.replace(town.kiosk(is_landscape=is_landscape), wishes=wishes)
        for _ in range(6):
            if GroupKey(group.group_id) in offered(state):
                break
            state = town.touch(state, Standing.MORE)
        state = town.touch(state, GroupKey(group.group_id))
        for _ in range(6):
            found |= {target.errand_id for target in offered(state) if isinstance(target, keys.ErrandKey)}
            state = town.touch(state, Standing.MORE)
    assert found == {e.errand_id for g in town.CATALOGUE.groups for e in g.errands if len(g.errands) > 1}


def test_a_touch_on_what_is_not_offered_changes_nothing() -> None:
    state = town.kiosk()
    after, effects = flow.step(state, Touched(state.now + timedelta(seconds=1), town.draft(), Standing.UNDO))
    assert after.screen == state.screen
    assert effects == ()


def test_the_time_left_is_told_where_a_screen_closes_by_itself() -> None:
    ready = town.answered(town.touch(town.kiosk(), Standing.HUMAN))
    assert timers.seconds_left(ready) == 30
    assert timers.seconds_left(town.later(ready, 10)) == 20
    assert timers.seconds_left(town.kiosk()) is None
