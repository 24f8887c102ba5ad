# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's one rule: `step(state, event) -> state, effects`."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from kolapp_contract.devices import PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.tickets import PrintResult
from kolapp_kiosk.flow import timers
from kolapp_kiosk.flow.effects import Effect, PrintSlip, ReportPrinted
from kolapp_kiosk.flow.events import (
    CatalogueChanged,
    Event,
    IssueAnswered,
    IssueFailed,
    IssueRefused,
    PrintFinished,
    Ticked,
    Touched,
    ViewChanged,
    WireFound,
    WireLost,
)
from kolapp_kiosk.flow.slips import slip_of
from kolapp_kiosk.flow.state import (
    Closed,
    Issuing,
    OutOfOrder,
    Over,
    Paper,
    Pending,
    Refused,
    Screen,
    State,
    Stopped,
    TicketReady,
    Unreachable,
    Welcome,
    World,
    beneath,
    home,
)
from kolapp_kiosk.flow.touches import touched

DEBOUNCE = timedelta(seconds=0.5)

Step = tuple[State, tuple[Effect, ...]]


def first(event: Ticked) -> State:
    """The kiosk before it knows anything."""
    return State(event.at, event.fresh)


def equipped(state: State, *, has_printer: bool, is_landscape: bool) -> State:
    """The kiosk with what it is built of."""
    return replace(state, world=replace(state.world, has_printer=has_printer, is_landscape=is_landscape))


def looks_different(before: State, after: State) -> bool:
    """Whether a tick changed anything that can be seen: the screen, the clock's minute or the seconds left."""
    if (before.screen, before.wishes) != (after.screen, after.wishes) or before.world is not after.world:
        return True
    return before.now.minute != after.now.minute or timers.seconds_left(before) != timers.seconds_left(after)


def step(state: State, event: Event) -> Step:
    """The state after `event`, and what is to be done once it is shown."""
    state = replace(state, now=event.at)
    match event:
        case Touched():
            return _felt(state, event)
        case Ticked():
            return timers.ticked(state, event.fresh)
        case IssueAnswered():
            return _answered(state, event)
        case IssueRefused():
            return _refused(state, event)
        case IssueFailed():
            return _unanswered(state, event)
        case PrintFinished():
            return _printed(state, event)
        case ViewChanged():
            world = replace(state.world, opening=event.opening, waits=event.waits, notice=event.notice, is_wired=True)
            return _in_world(state, world), ()
        case CatalogueChanged():
            return _with_catalogue(state, event), ()
        case WireLost():
            return _in_world(state, replace(state.world, is_wired=False)), ()
        case WireFound():
            return _in_world(state, replace(state.world, is_wired=True)), ()
        case _:
            assert_never(event)


def _felt(state: State, event: Touched) -> Step:
    """A second touch within half a second is the same finger trembling (EN 301 549, 5.8); unless the clock was set back."""
    if state.touched_at is not None and timedelta(0) <= event.at - state.touched_at < DEBOUNCE:
        return state, ()
    begun = replace(state, touched_at=event.at, first_touch_at=state.first_touch_at or event.at)
    return touched(begun, event)


def _answered(state: State, event: IssueAnswered) -> Step:
    """The number is shown, then the slip is printed. An answer that nobody waits for any more was withdrawn when they left."""
    ticket = event.ticket
    pending = awaited(state.screen)
    if pending is None or pending.ticket_id != ticket.ticket_id or state.world.catalogue is None:
        return state, ()
    secret = pending.body.secret or ""
    paper = Paper.PRINTING if state.world.has_printer else Paper.NONE
    shown = replace(state, screen=TicketReady(ticket, secret, paper, event.at), draft=event.fresh)
    if paper is Paper.NONE:
        return shown, ()
    return shown, (PrintSlip(ticket.ticket_id, slip_of(state.world.catalogue, ticket, secret, event.at)),)


def awaited(screen: Screen) -> Pending | None:
    """The ticket that the screen, or the one beneath it, waits for."""
    match beneath(screen):
        case Issuing(pending) | Unreachable(pending):
            return pending
        case _:
            return None


def _refused(state: State, event: IssueRefused) -> Step:
    pending = awaited(state.screen)
    if pending is None or pending.ticket_id != event.ticket_id:
        return state, ()
    if event.code in {ErrorCode.BUSY, ErrorCode.TOO_FAST, ErrorCode.UNEXPECTED, ErrorCode.DISK_FULL}:
        return _not_now(state, pending), ()
    return replace(state, screen=Refused(event.code, event.at), draft=event.fresh), ()


def _unanswered(state: State, event: IssueFailed) -> Step:
    pending = awaited(state.screen)
    if pending is None or pending.ticket_id != event.ticket_id:
        return state, ()
    return _not_now(state, pending), ()


def _not_now(state: State, pending: Pending) -> State:
    """The offline decision. Here a ticket of the kiosk's own series will be given out; until then the screen says how it is."""
    again = replace(pending, again_at=state.now + timers.ASK_AGAIN_AFTER)
    return replace(state, screen=Unreachable(again, pending.asked_at))


def _printed(state: State, event: PrintFinished) -> Step:
    """The server is told what is known of the paper; the screen too, if the ticket is still on it."""
    report: tuple[Effect, ...] = (ReportPrinted(event.ticket_id, event.result),)
    return replace(state, screen=_with_paper(state.screen, event)), report


def _with_paper(screen: Screen, event: PrintFinished) -> Screen:
    if isinstance(screen, Over):
        return replace(screen, under=_with_paper(screen.under, event))
    if isinstance(screen, TicketReady) and screen.ticket.ticket_id == event.ticket_id:
        return replace(screen, paper=paper_after(event.result), printer=_known(event.printer))
    return screen


def paper_after(result: PrintResult) -> Paper:
    """What the visitor is told of a printout."""
    match result:
        case PrintResult.CONFIRMED:
            return Paper.CONFIRMED
        case PrintResult.UNKNOWN:
            return Paper.UNKNOWN
        case PrintResult.FAILED:
            return Paper.FAILED
        case _:
            assert_never(result)


def _known(printer: PrinterState | None) -> PrinterState | None:
    return None if printer is PrinterState.UNKNOWN else printer


def _with_catalogue(state: State, event: CatalogueChanged) -> State:
    world = replace(state.world, catalogue=event.catalogue, languages=event.languages)
    changed = _in_world(state, world)
    return timers.begin_anew(changed, event.fresh) if state.touched_at is None else changed


def _in_world(state: State, world: World) -> State:
    """The world has changed; whoever stands in the middle of a visit keeps their screen."""
    screen = state.screen
    if isinstance(screen, Welcome | Closed | Stopped | OutOfOrder):
        new_home = home(world)
        screen = screen if type(screen) is type(new_home) else new_home
    return replace(state, world=world, screen=screen)
