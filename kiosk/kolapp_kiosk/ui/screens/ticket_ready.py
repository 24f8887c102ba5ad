# SPDX-License-Identifier: EUPL-1.2
"""The finished ticket: the number first, then the wait, then the paper. Nothing moves when the paper fails."""

from dataclasses import dataclass

from kolapp_contract.catalogue import Catalogue, DeskInfo
from kolapp_contract.devices import PrinterState
from kolapp_contract.officers import OfficerLine
from kolapp_contract.tickets import Need, TicketView
from kolapp_kiosk.flow import offers, officer_news
from kolapp_kiosk.flow.keys import Standing
from kolapp_kiosk.flow.slips import desk_of, page_url
from kolapp_kiosk.flow.state import Paper, State, TicketReady
from kolapp_kiosk.ui import facts as say
from kolapp_kiosk.ui.facts import KeyFacts, LineFacts
from kolapp_kiosk.ui.screens.screen import KioskScreen, load_layout
from kolapp_kiosk.ui.widgets.ticket import NumberFacts, PaperFacts, SeatFacts
from kolapp_words.languages import in_language
from kolapp_words.texts import Texts


@dataclass(frozen=True, slots=True)
class TicketFacts:
    number: NumberFacts
    paper: PaperFacts
    code: PaperFacts | None
    seat: SeatFacts
    done: KeyFacts
    errand: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """The slip read aloud: number, errand, place and wait, where to sit, and what has become of the paper."""
        lines = tuple(line.text for line in self.number.lines)
        seat = (self.seat.title, self.seat.hint)
        return (self.number.label, self.number.number, self.errand, *lines, *seat, *self.said_of_paper)

    @property
    def said_of_paper(self) -> tuple[str, ...]:
        """What has become of the slip."""
        return self.paper.heading, self.paper.text, self.paper.label

    @property
    def paper_area(self) -> str:
        """The paper's panel takes the whole width where the code stands in it."""
        return "paper" if self.code else "paper_and_code"


class TicketReadyScreen(KioskScreen):
    """The finished ticket."""

    screen_name = "ticket_ready"

    @staticmethod
    def facts_of(state: State, t: Texts) -> TicketFacts:
        """What the screen says."""
        screen, catalogue = state.screen, state.world.catalogue
        assert isinstance(screen, TicketReady)
        assert catalogue is not None
        url = page_url(catalogue, screen.ticket, screen.secret)
        has_slip = screen.paper in {Paper.PRINTING, Paper.CONFIRMED}
        paper = _paper(screen, "" if has_slip and not state.wishes.is_large else url, state, t)
        return TicketFacts(
            number=NumberFacts(t("ticket.your_number"), screen.ticket.number, _lines(screen, state, catalogue, t)),
            paper=paper,
            code=None if paper.code else PaperFacts("", t("ticket.follow"), code=url),
            seat=_seat(screen, catalogue, t),
            done=KeyFacts(Standing.DONE, t("finished"), "check", t("closes.in", seconds="…"), is_filled=True),
            errand=_errand(screen.ticket, catalogue, t),
        )


def _errand(ticket: TicketView, catalogue: Catalogue, t: Texts) -> str:
    """As on the slip: a sensitive errand is not named."""
    errand = offers.errand(catalogue, ticket.errand_id)
    return in_language(errand.names, t.language.code) if errand and not errand.is_sensitive else ""


def _lines(screen: TicketReady, state: State, catalogue: Catalogue, t: Texts) -> tuple[LineFacts, ...]:
    """How many are before, or which booked time it is late for, and how long; or that a desk waits; or that nobody was asked."""
    ticket = screen.ticket
    if screen.is_offline:
        return (LineFacts("off", t("ticket.offline_short" if state.wishes.is_large else "ticket.offline")),)
    if desk := desk_of(catalogue, ticket):
        is_fetched = Need.FETCH_ME in screen.needs
        return (LineFacts("human", f"**{t('ticket.fetched')}**") if is_fetched else _to_desk(desk, t),)
    lines: tuple[LineFacts, ...] = ()
    officer = officer_news.awaited(ticket)
    if officer is not None and (state.wishes.is_large or officer_news.has_answered(officer)):
        return (_of_officer(officer, state, t),)
    if officer is not None:
        lines = (_of_officer(officer, state, t),)
    elif screen.late_for is not None:
        lines = (LineFacts("calendar", t("ticket.late", time=say.clock(screen.late_for, state.now))),)
    elif ticket.ahead is not None:
        lines = (LineFacts("people", t("ticket.ahead", n=ticket.ahead) if ticket.ahead else t("ticket.first")),)
    wait = _wait(ticket, state, t)
    return (*lines, LineFacts("clock", wait)) if wait else lines


def _to_desk(desk: DeskInfo, t: Texts) -> LineFacts:
    return LineFacts("sign", f"**{t('ticket.desk', sign=desk.sign)}**")


def _of_officer(line: OfficerLine, state: State, t: Texts) -> LineFacts:
    """What is known of the officer who is waited for, in the place of how many are before: they come when they come."""
    if officer_news.has_answered(line):
        return LineFacts("human", f"**{t('ticket.officer_coming', time=say.clock(line.coming_at, state.now))}**")
    if officer_news.cannot_come(line):
        return LineFacts("human", t("ticket.officer_cannot"))
    return LineFacts("human", t("ticket.officer_deputy_told" if line.is_deputy else "ticket.officer_told"))


def _wait(ticket: TicketView, state: State, t: Texts) -> str:
    estimate = ticket.estimate
    if estimate is None:
        return ""
    if estimate.minutes is None:
        return t("ticket.opens", time=say.clock(estimate.opens_at, state.now)) if estimate.opens_at else ""
    if not estimate.minutes:
        return t("ticket.soon")
    if estimate.low is None or estimate.high is None or state.wishes.is_large:
        return t("ticket.about", minutes=estimate.minutes)
    return t("ticket.wait", minutes=estimate.minutes, low=estimate.low, high=estimate.high)


def _paper(screen: TicketReady, code: str, state: State, t: Texts) -> PaperFacts:
    """What is said of the slip: first what still holds, then what happened, then what to do."""
    number = screen.ticket.number
    short = t("ticket.remember", number=number) if state.wishes.is_large else ""
    match screen.paper:
        case Paper.PRINTING:
            text = "" if state.wishes.is_large else t("ticket.take_text")
            return PaperFacts(t("ticket.take"), text, t("ticket.printing"), "printer", "warn", "printer", code)
        case Paper.CONFIRMED:
            text = "" if state.wishes.is_large else t("ticket.take_text")
            return PaperFacts(t("ticket.take"), text, t("ticket.printed"), "check", "good", "printer", code)
        case Paper.UNKNOWN:
            return PaperFacts(t("ticket.came"), short or t("ticket.unknown", number=number), code=code)
        case Paper.NONE:
            return PaperFacts(t("ticket.saved"), t("ticket.remember", number=number), code=code)
        case Paper.FAILED:
            return _failed(screen, code, short, t)


def _failed(screen: TicketReady, code: str, short: str, t: Texts) -> PaperFacts:
    number = screen.ticket.number
    if screen.elsewhere:
        text = "" if short else t("ticket.remember", number=number)
        heading = t("ticket.elsewhere_short") if short else t("ticket.elsewhere")
        return PaperFacts(heading, text, screen.elsewhere, "printer", "good", "printer", code)
    if screen.printer is PrinterState.PAPER_OUT:
        text = short or t("ticket.paper_out", number=number)
        return PaperFacts(t("ticket.saved"), text, "" if short else t("ticket.refill"), "paperout", "warn", code=code)
    text = short or t("ticket.no_print", number=number)
    return PaperFacts(t("ticket.saved"), text, "" if short else t("ticket.staff_know"), "paperout", "warn", code=code)


def _seat(screen: TicketReady, catalogue: Catalogue, t: Texts) -> SeatFacts:
    """Where to wait or go, and how the call happens: read out, without the number being said, or by somebody who comes."""
    desk, needs = desk_of(catalogue, screen.ticket), screen.needs
    where = in_language(catalogue.where_to_sit, t.language.code)
    if Need.FETCH_ME in needs:
        return SeatFacts("chair", where, "" if desk else t("ticket.fetched"))
    unsaid = t("need.discreet.hint") if Need.DISCREET in needs else ""
    if desk is not None:
        return SeatFacts("sign", t("ticket.desk", sign=desk.sign), unsaid or t("ticket.desk_hint"))
    return SeatFacts("chair", where, unsaid or t("ticket.seat_hint"))


load_layout(__file__)
