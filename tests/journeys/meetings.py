# SPDX-License-Identifier: EUPL-1.2
"""Journeys of meetings that are agreed upon: a booked time to which the visitor is late, and two desks with one visitor."""

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from kolapp_contract import paths
from tests.journeys.clock import THURSDAY
from tests.journeys.hands import Keys, wait_for
from tests.journeys.stage import Stage
from tests.journeys.steps import await_words, called, served, take_number, take_slip, take_ticket, telephone

BOOKED = "the code of the booked time"
BOOKED_AT = THURSDAY
LATE = timedelta(minutes=12)
BOTH = "1+2"
CODE = re.compile(r"T(-[0-9A-Z]{4}){3}")


def booked_time(stage: Stage) -> None:
    """On the public page, without an account: the errand, Thursday, ten o'clock. The page shows a code."""
    page = telephone(stage, stage.house.url + paths.BOOK_PAGE.format(branch_id=stage.house.branch_id))
    stage.step("what can be booked", page.screenshot)
    keys = Keys(page)
    _follow(keys, '.book-list a[href*="bygglov"]')
    stage.step("on which days", page.screenshot)
    _follow(keys, f'.book-list a[href*="day={BOOKED_AT.date()}"]')
    stage.step("at which times", page.screenshot)
    _follow(keys, f'.book-times button[aria-label*="{BOOKED_AT:%H:%M}"]')
    await_words(page, f"{BOOKED_AT:%H:%M}")
    found = CODE.search(page.inner_text(".book-code"))
    assert found, page.inner_text(".book-code")
    stage.step("booked with a code", page.screenshot)
    stage.town.pocket[BOOKED] = found[0]
    page.context.close()


def _follow(keys: Keys, selector: str) -> None:
    keys.tab_to(selector)
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")


def booked_time_late(stage: Stage) -> None:
    """Twelve minutes late: the visitor is told that the time counts from now, and is still called before who came unbooked."""
    specialist = stage.consoles[0]
    _clock_shows(stage, BOOKED_AT + LATE)
    unbooked = take_number(stage)
    stage.done()
    _type_the_code(stage, stage.town.pocket[BOOKED])
    fallen = len(stage.printer.slips())
    number = stage.kiosk.number()
    stage.step("late and told so", stage.kiosk.picture)
    assert f"{BOOKED_AT:%H:%M}" in " ".join(stage.kiosk.state()["texts"]), stage.kiosk.state()["texts"]
    take_slip(stage, fallen)
    specialist.shows("#next-words", f"Kallar {number}")
    specialist.shows("#line", unbooked)
    stage.step("booked comes before unbooked", specialist.picture)
    called(stage, specialist, number)
    served(stage, specialist)
    called(stage, specialist, unbooked)
    served(stage, specialist)


def _clock_shows(stage: Stage, at: datetime) -> None:
    """The town's clock has been moved, and server and kiosk have seen it."""
    stage.town.clock.set(at)
    wait_for(lambda: _server_now(stage) >= at, f"the server to see that it is {at:%H:%M}")
    wait_for(lambda: datetime.fromisoformat(stage.kiosk.state()["now"]) >= at, f"the kiosk to see that it is {at:%H:%M}")


def _server_now(stage: Stage) -> datetime:
    """What any answer of the server is dated."""
    answer = httpx.get(stage.house.url + paths.LIVEZ, timeout=60)
    return parsedate_to_datetime(answer.headers["date"])


def _type_the_code(stage: Stage, code: str) -> None:
    kiosk = stage.kiosk
    kiosk.await_screen("welcome")
    kiosk.touch("code")
    kiosk.await_screen("code_entry")
    stage.step("a code can be typed", kiosk.picture)
    characters = code.replace("-", "")
    for character in characters[:-1]:
        kiosk.touch(f"character:{character}")
    wait_for(lambda: any(code[:-1] in text for text in kiosk.state()["texts"]), "what was typed, on the glass")
    stage.step("all but one", kiosk.picture)
    kiosk.touch(f"character:{characters[-1]}")


def joint_call(stage: Stage) -> None:
    """Two desks with one visitor: both stand on display and board, one of them is the owner, and the other calls nobody."""
    owner, other = stage.consoles
    number, _ = take_ticket(stage)
    called(stage, owner, number)
    owner.press("s", "g")
    owner.page.wait_for_selector("#together[open]")
    owner.choose("#join-whom", "Disk 2")
    stage.step("asks another desk", owner.picture)
    owner.page.keyboard.press("Tab")
    owner.page.keyboard.press("Enter")
    owner.shows("#join-asked", "disk 2")
    other.shows("#banners", f"ber dig vara med hos {number}")
    stage.step("is asked", other.picture)
    other.tab_to('[data-act="join-visit"]')
    other.page.keyboard.press("Enter")
    other.shows("#nobody-title", "Hos en kollega")
    owner.shows("#join-here", "disk 2")
    owner.close_dialog("together")
    _both_are_shown(stage, number)
    other.await_answer()
    other.page.keyboard.press("n")
    other.shows("#message", "Det går inte just nu")
    stage.step("takes part and calls nobody", other.picture)
    owner.shows("#banners", "disk 2")
    stage.step("owner of the visit", owner.picture)
    owner.press("1", "a")
    owner.await_nobody()
    other.page.wait_for_function("() => !document.querySelector('#banners').innerText.includes('Du är med')")
    stage.step("over for both", other.picture)


def _both_are_shown(stage: Stage, number: str) -> None:
    wait_for(lambda: BOTH in " ".join(stage.display.state()["texts"]), f"{BOTH} on the display")
    stage.step("both desks on the display", stage.display.picture)
    await_words(stage.board.page, BOTH)
    stage.step("both desks on the web board", stage.board.picture)
    assert [call["desk"] for call in stage.display.calls() if call["number"] == number] == ["disk-1"]
