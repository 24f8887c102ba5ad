# SPDX-License-Identifier: EUPL-1.2
"""The journeys of the tour, as they would be told: who does what, and what is then seen, printed and heard."""

from tests.journeys.evidence import overlapping
from tests.journeys.hands import wait_for
from tests.journeys.stage import Stage
from tests.journeys.steps import called, check_slip, open_from_slip, served, take_number, take_ticket


def one_visit(stage: Stage) -> None:
    """A visitor chooses, gets number and slip, is called, served, and leaves with an answer."""
    number, slip = take_ticket(stage)
    check_slip(stage, number, slip)
    page = open_from_slip(stage, slip, number)
    stage.step("own page", page.screenshot)
    page.context.close()
    called(stage, stage.consoles[0], number)
    served(stage, stage.consoles[0])


def in_arabic(stage: Stage) -> None:
    """The same for somebody who reads Arabic: screen, slip and voice follow."""
    stage.kiosk.await_screen("welcome")
    stage.step("welcome", stage.kiosk.picture)
    stage.kiosk.touch("more_languages")
    stage.kiosk.await_key("language:ar")
    stage.step("each language under its own name", stage.kiosk.picture)
    stage.kiosk.touch("language:ar")
    wait_for(lambda: stage.kiosk.state()["language"] == "ar", "Arabic on the kiosk")
    stage.step("chosen arabic", stage.kiosk.picture)
    number, slip = take_ticket(stage)
    check_slip(stage, number, slip)
    called(stage, stage.consoles[0], number)
    said = [one for one in stage.display.await_silence() if one["number"] == number]
    assert said, f"{number} was not announced"
    # Of the two times that a call is said, the first has only its chime where the voice was not yet made.
    assert ["sv", "ar"] in [one["languages"] for one in said], said
    stage.step("said in swedish and arabic", stage.display.picture)
    served(stage, stage.consoles[0])


def without_paper(stage: Stage) -> None:
    """The roll is empty: the number stands, larger, with its QR; staff are told; the next visitor is served as ever."""
    assert stage.printer.wish("fault paper_out") == "ok"
    fallen = len(stage.printer.slips())
    number = take_number(stage)
    wait_for(lambda: stage.kiosk.state()["paper"] == "failed", "the kiosk to say that there is no slip")
    stage.step("number without a slip", stage.kiosk.picture)
    stage.facility.await_alarm("paper_out")
    stage.step("staff are told", stage.facility.picture)
    called(stage, stage.consoles[0], number)
    served(stage, stage.consoles[0])
    assert stage.printer.wish("fault none") == "ok"
    wait_for(lambda: stage.kiosk.state()["printer"] == "ok", "the printer to be well again")
    assert len(stage.printer.slips()) == fallen, "a slip fell that nobody waits for any more"
    stage.step("paper is back", stage.kiosk.picture)
    stage.done()


def two_desks_at_once(stage: Stage) -> None:
    """Two clerks press "next" in the same moment: two visitors, two calls, said one after the other."""
    numbers = [take_number(stage) for _ in stage.consoles if not stage.done()]
    stage.done()
    for console in stage.consoles:
        console.await_key("n")
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
        served(stage, console)
