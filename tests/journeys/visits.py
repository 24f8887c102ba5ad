# SPDX-License-Identifier: EUPL-1.2
"""The journeys of the tour, as they would be told: who does what, and what is then seen, printed and heard."""

import time
from collections.abc import Callable
from typing import Any

from tests.journeys.evidence import overlapping, qr_text, tallest_line_mm
from tests.journeys.hands import Console, wait_for
from tests.journeys.stage import Stage

NUMBER_AT_LEAST_MM = 15.0
GROUP, ERRAND = "group:bygga-och-bo", "errand:bygglov"


def one_visit(stage: Stage) -> None:
    """A visitor chooses, gets number and slip, is called, served, and leaves with an answer."""
    number, slip = _ticket_with_slip(stage, stage.step)
    _check_slip(stage, number, slip)
    _page_of_visitor(stage, slip, number)
    _called(stage, stage.consoles[0], number)
    _served(stage, stage.consoles[0])


def in_arabic(stage: Stage) -> None:
    """The same for somebody who reads Arabic: screen, slip and voice follow."""
    stage.kiosk.await_screen("welcome")
    stage.step("welcome", stage.kiosk.picture)
    stage.kiosk.touch("language:ar")
    wait_for(lambda: stage.kiosk.state()["language"] == "ar", "Arabic on the kiosk")
    stage.step("chosen arabic", stage.kiosk.picture)
    number, slip = _ticket_with_slip(stage, stage.step)
    _check_slip(stage, number, slip)
    _called(stage, stage.consoles[0], number)
    said = [one for one in stage.display.await_silence() if one["number"] == number]
    assert said, f"{number} was not announced"
    assert said[0]["languages"] == ["sv", "ar"], said
    stage.step("said in swedish and arabic", stage.display.picture)
    _served(stage, stage.consoles[0])


def without_paper(stage: Stage) -> None:
    """The roll is empty: the number stands, larger, with its QR; staff are told; the next visitor is served as ever."""
    assert stage.printer.wish("fault paper_out") == "ok"
    fallen = len(stage.printer.slips())
    number = _number(stage, stage.step)
    wait_for(lambda: stage.kiosk.state()["paper"] == "failed", "the kiosk to say that there is no slip")
    stage.step("number without a slip", stage.kiosk.picture)
    stage.facility.await_alarm("paper_out")
    stage.step("staff are told", stage.facility.picture)
    _called(stage, stage.consoles[0], number)
    _served(stage, stage.consoles[0])
    assert stage.printer.wish("fault none") == "ok"
    wait_for(lambda: stage.kiosk.state()["printer"] == "ok", "the printer to be well again")
    assert len(stage.printer.slips()) == fallen, "a slip fell that nobody waits for any more"
    stage.step("paper is back", stage.kiosk.picture)
    stage.done()


def two_desks_at_once(stage: Stage) -> None:
    """Two clerks press "next" in the same moment: two visitors, two calls, said one after the other."""
    numbers = [_number(stage, stage.step) for _ in stage.consoles if not stage.done()]
    stage.done()
    before = stage.board.page.evaluate("Date.now()")
    for console in stage.consoles:
        console.press_at("n", before + 700)
    called = [console.number() for console in stage.consoles]
    assert sorted(called) == sorted(numbers), f"{called} were called, {numbers} waited"
    for console, number in zip(stage.consoles, called, strict=True):
        stage.display.await_call(number, console.seat.desk)
        stage.board.await_number(number)
    stage.step("both on the display", stage.display.picture)
    stage.step("both on the web board", stage.board.picture)
    said = stage.display.await_silence()
    assert {one["number"] for one in said} >= set(numbers), said
    assert overlapping(said) == [], "two announcements at once"
    stage.step("both were said, one after the other", stage.display.picture)
    for console in stage.consoles:
        _served(stage, console)


def _number(stage: Stage, step: Callable[..., None]) -> str:
    """Two touches, and the number stands on the glass."""
    stage.kiosk.await_screen("welcome")
    step("welcome", stage.kiosk.picture)
    stage.kiosk.touch(GROUP)
    stage.kiosk.await_key(ERRAND)
    step("errands", stage.kiosk.picture)
    began = time.monotonic()
    stage.kiosk.touch(ERRAND)
    number = stage.kiosk.number()
    step("touch to number", stage.kiosk.picture, began)
    return number


def _ticket_with_slip(stage: Stage, step: Callable[..., None]) -> tuple[str, Any]:
    fallen = len(stage.printer.slips())
    number = _number(stage, step)
    began = time.monotonic()
    slip = stage.printer.await_slips(fallen + 1)
    step("number to slip", slip.read_bytes, began)
    wait_for(lambda: stage.kiosk.state()["paper"] == "confirmed", "the printer's word that the slip is out")
    step("printed", stage.kiosk.picture)
    stage.done()
    return number, slip


def _check_slip(stage: Stage, number: str, slip: Any) -> None:
    facts = stage.printer.facts(slip)
    assert facts["is_cut"], facts
    assert not facts["unknown"], facts
    height = tallest_line_mm(slip)
    assert height >= NUMBER_AT_LEAST_MM, f"{number} is {height:.1f} mm tall"
    stage.note(f"number on the slip {height:.1f} mm tall")


def _page_of_visitor(stage: Stage, slip: Any, number: str) -> None:
    """The QR, read by an independent decoder, opens the visitor's own page."""
    page = stage.browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto(qr_text(slip))
    page.wait_for_function("number => document.body.innerText.includes(number)", arg=number)
    stage.step("own page", page.screenshot)
    page.context.close()


def _called(stage: Stage, console: Console, number: str) -> None:
    began = time.monotonic()
    console.page.keyboard.press("n")
    stage.board.await_number(number)
    stage.step("next to board", stage.board.picture, began)
    stage.display.await_call(number, console.seat.desk)
    stage.step("next to display", stage.display.picture, began)
    console.await_number(number)
    stage.step("called at the desk", console.picture)


def _served(stage: Stage, console: Console) -> None:
    console.press("s")
    stage.step("visit begun", console.picture)
    console.press("1", "a")
    console.await_nobody()
    stage.step("visit finished", console.picture)


JOURNEYS: dict[str, Callable[[Stage], None]] = {
    "one visit": one_visit,
    "one visit in Arabic": in_arabic,
    "without paper": without_paper,
    "two desks press together": two_desks_at_once,
}
