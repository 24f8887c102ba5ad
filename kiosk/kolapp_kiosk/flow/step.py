# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's one rule: `step(state, event) -> state, effects`."""

from dataclasses import replace
from datetime import timedelta
from typing import assert_never

from kolapp_contract.devices import PrinterState
from kolapp_contract.errors import ErrorCode
from kolapp_contract.tickets import PrintResult, TicketView
from kolapp_contract.tickets import State as TicketState
from kolapp_kiosk.flow import aloud, answers, codes, helping, hours, officer_news, timers
from kolapp_kiosk.flow.effects import CancelTicket, Effect, PrintSlip, ReportPrinted
from kolapp_kiosk.flow.events import (
    CatalogueChanged,
    Change,
    ClockProven,
    CodeOpened,
    CodeShut,
    DirectoryChanged,
    Event,
    HelpTold,
    IssueAnswered,
    IssuedHere,
    IssueFailed,
    IssueRefused,
    OpeningRecalled,
    Pressed,
    PrintFinished,
    Scanned,
    SlipElsewhere,
    SpeechEnded,
    Ticked,
    TicketTold,
    Touched,
    ViewChanged,
    VoicesFound,
    WireFound,
    WireLost,
)
from kolapp_kiosk.flow.keys import CharacterKey
from kolapp_kiosk.flow.pressing import pressed
from kolapp_kiosk.flow.slips import slip_of
from kolapp_kiosk.flow.state import (
    Closed,
    Draft,
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
TYPING_DEBOUNCE = timedelta(seconds=0.15)
CANNOT_NOW = frozenset({ErrorCode.BUSY, ErrorCode.TOO_FAST, ErrorCode.UNEXPECTED, ErrorCode.DISK_FULL, ErrorCode.SERIES_FULL})
"""The server said no, but not to the visitor: the kiosk gives out a number of its own."""

Step = tuple[State, tuple[Effect, ...]]


def first(event: Ticked) -> State:
    """The kiosk before it knows anything."""
    return State(event.at, event.fresh)


def equipped(state: State, *, has_printer: bool, is_landscape: bool, is_small: bool = False) -> State:
    """The kiosk with what it is built of."""
    world = replace(state.world, has_printer=has_printer, is_landscape=is_landscape, is_small=is_small)
    return replace(state, world=world, wishes=replace(state.wishes, is_large=is_small))


def looks_different(before: State, after: State) -> bool:
    """Whether a tick changed anything that can be seen: the screen, the clock's minute or the seconds left."""
    if (before.screen, before.wishes) != (after.screen, after.wishes) or before.world is not after.world:
        return True
    return before.now.minute != after.now.minute or timers.seconds_left(before) != timers.seconds_left(after)


def step(state: State, event: Event) -> Step:
    """The state after `event`, and what is to be done once it is shown and said."""
    after, effects = _stepped(replace(state, now=event.at), event)
    return aloud.with_speech(state, after, event, (*effects, *answers.told(state, after)))


def _stepped(state: State, event: Event) -> Step:
    match event:
        case Touched() | Pressed():
            return _felt(state, event)
        case SpeechEnded():
            return state, ()
        case Ticked():
            return timers.ticked(_by_itself(state), event.fresh)
        case IssueAnswered():
            return _answered(state, event)
        case IssuedHere():
            return _issued_here(state, event)
        case IssueRefused():
            return _refused(state, event)
        case IssueFailed():
            return _unanswered(state, event)
        case PrintFinished():
            return _printed(state, event)
        case Scanned():
            return codes.scanned(state, event)
        case CodeOpened():
            return codes.opened(state, event)
        case CodeShut():
            return codes.shut(state, event)
        case HelpTold():
            return helping.told(state, event), ()
        case TicketTold():
            return officer_news.told(state, event), ()
        case SlipElsewhere():
            return replace(state, screen=_with_elsewhere(state.screen, event)), ()
        case _:
            return _changed(state, event), ()


def _changed(state: State, event: Change) -> State:
    """The state in a world that is known better, or less."""
    world = state.world
    match event:
        case ViewChanged():
            return helping.seen(state, _in_world(state, _as_told(world, event)), event.fresh)
        case CatalogueChanged():
            return _with_catalogue(state, event)
        case DirectoryChanged():
            return _in_world(state, replace(world, directory=event.directory))
        case WireLost():
            return _in_world(state, _unheard(world))
        case WireFound():
            return _in_world(state, replace(world, is_answering=True))
        case VoicesFound():
            return replace(state, world=replace(world, voices=event.voices))
        case ClockProven():
            return _in_world(state, replace(world, is_clock_sure=True))
        case OpeningRecalled():
            known = world if world.told else replace(world, told=event.opening, told_at=event.told_at)
            return _by_itself(_in_world(state, known))
        case _:
            assert_never(event)


def _as_told(world: World, event: ViewChanged) -> World:
    return replace(
        world,
        opening=event.opening,
        told=event.opening,
        told_at=event.at,
        waits=event.waits,
        notice=event.notice,
        help=event.help,
        room=event.room,
        is_wired=True,
        is_answering=True,
    )


def _unheard(world: World) -> World:
    return replace(world, is_wired=False, is_answering=False, help=None, room=None)


def _by_itself(state: State) -> State:
    """While the server does not tell, the hours go on."""
    if state.world.is_wired:
        return state
    world = hours.without_server(state.world, state.now)
    return state if world is state.world else _in_world(state, world)


def _felt(state: State, event: Touched | Pressed) -> Step:
    """A second touch within half a second is the same finger trembling (EN 301 549, 5.8); unless the clock was set back.

    Of the keypad only the same key: it is felt, and another one is meant.
    """
    pad = event.pad if isinstance(event, Pressed) else None
    is_soon = state.touched_at is not None and timedelta(0) <= event.at - state.touched_at < _rest(event)
    if is_soon and pad is state.pressed:
        return state, ()
    begun = replace(state, touched_at=event.at, first_touch_at=state.first_touch_at or event.at, pressed=pad)
    return pressed(begun, event) if isinstance(event, Pressed) else touched(begun, event)


def _rest(event: Touched | Pressed) -> timedelta:
    """Who types a code goes from key to key, and may want the same one twice."""
    is_typing = isinstance(event, Touched) and isinstance(event.target, CharacterKey)
    return TYPING_DEBOUNCE if is_typing else DEBOUNCE


def _answered(state: State, event: IssueAnswered) -> Step:
    """The number is shown, then the slip is printed. An answer that nobody waits for any more was withdrawn when they left."""
    pending = awaited(state.screen)
    if pending is None or pending.ticket_id != event.ticket.ticket_id:
        return state, ()
    return _given(state, pending, event.ticket, event.fresh)


def _issued_here(state: State, event: IssuedHere) -> Step:
    """As an answer; but one that nobody waits for any more is withdrawn, since nobody has said so yet."""
    pending, catalogue = awaited(state.screen), state.world.catalogue
    if pending is None or pending.ticket_id != event.ticket_id or catalogue is None:
        return state, (CancelTicket(event.ticket_id),)
    ticket = TicketView(
        ticket_id=event.ticket_id,
        number=event.number,
        state=TicketState.WAITING,
        errand_id=pending.body.errand_id or catalogue.human_errand_id,
        kind=pending.body.kind,
        language=pending.body.language,
        issued_at=event.issued_at,
        seq=0,
    )
    return _given(state, pending, ticket, event.fresh)


def _given(state: State, pending: Pending, ticket: TicketView, fresh: Draft) -> Step:
    catalogue, secret = state.world.catalogue, pending.body.secret or ""
    paper = Paper.PRINTING if state.world.has_printer else Paper.NONE
    ready = TicketReady(ticket, secret, paper, state.now, is_offline=pending.is_here, late_for=pending.late_for)
    shown = replace(state, screen=replace(ready, needs=pending.body.needs), draft=fresh)
    followed = officer_news.follows(ticket)
    if paper is Paper.NONE or catalogue is None:
        return shown, followed
    slip = slip_of(catalogue, ticket, secret, state.now, is_offline=pending.is_here, needs=pending.body.needs)
    return shown, (PrintSlip(ticket.ticket_id, slip), *followed)


def awaited(screen: Screen) -> Pending | None:
    """The ticket that the screen, or the one beneath it, waits for."""
    under = beneath(screen)
    return under.pending if isinstance(under, Issuing) else None


def _refused(state: State, event: IssueRefused) -> Step:
    pending = awaited(state.screen)
    if pending is None or pending.ticket_id != event.ticket_id:
        return state, ()
    if event.code in CANNOT_NOW:
        return timers.issue_here(state, pending, event.fresh)
    return replace(state, screen=Refused(event.code, event.at), draft=event.fresh), ()


def _unanswered(state: State, event: IssueFailed) -> Step:
    """No more is asked of a silent server until it has been heard. A disk that cannot be written leaves the desk."""
    pending = awaited(state.screen)
    if pending is not None and pending.ticket_id == event.ticket_id and pending.is_here:
        return replace(state, screen=Unreachable(state.now), draft=event.fresh), ()
    unheard = _in_world(state, _unheard(state.world))
    if pending is None or pending.ticket_id != event.ticket_id:
        return unheard, ()
    return timers.issue_here(unheard, pending, event.fresh)


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


def _with_elsewhere(screen: Screen, event: SlipElsewhere) -> Screen:
    if isinstance(screen, Over):
        return replace(screen, under=_with_elsewhere(screen.under, event))
    if isinstance(screen, TicketReady) and screen.ticket.ticket_id == event.ticket_id:
        return replace(screen, elsewhere=event.device_name)
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
