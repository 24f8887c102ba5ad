# SPDX-License-Identifier: EUPL-1.2
"""What journeys have in common: a number at the kiosk, a slip, a call, a visit, a look at the figures."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from kolapp_contract import paths
from tests.journeys.evidence import qr_text, tallest_line_mm
from tests.journeys.hands import Console, Keys, wait_for
from tests.journeys.stage import Stage

NUMBER_AT_LEAST_MM = 15.0
BUILDING = ("group:bygga-och-bo", "errand:bygglov")
QUESTION = ("group:nagot-annat", "errand:snabb-fraga")
IN_CHARGE = "vera"


def take_number(stage: Stage, wish: tuple[str, str] = BUILDING) -> str:
    """Two touches, and the number stands on the glass."""
    stage.kiosk.await_screen("welcome")
    stage.step("welcome", stage.kiosk.picture)
    stage.kiosk.touch(wish[0])
    stage.kiosk.await_key(wish[1])
    stage.step("errands", stage.kiosk.picture)
    began = time.monotonic()
    stage.kiosk.touch(wish[1])
    number = stage.kiosk.number()
    stage.step("touch to number", stage.kiosk.picture, began)
    return number


def take_ticket(stage: Stage, wish: tuple[str, str] = BUILDING) -> tuple[str, Path]:
    """The number, and the slip in the visitor's hand."""
    fallen = len(stage.printer.slips())
    number = take_number(stage, wish)
    return number, take_slip(stage, fallen)


def take_slip(stage: Stage, fallen: int) -> Path:
    """The slip that comes after so many, once the printer has said that it is out. The kiosk greets the next visitor."""
    began = time.monotonic()
    slip = stage.printer.await_slips(fallen + 1)
    stage.step("number to slip", slip.read_bytes, began)
    wait_for(lambda: stage.kiosk.state()["paper"] == "confirmed", "the printer's word that the slip is out")
    stage.step("printed", stage.kiosk.picture)
    stage.done()
    return slip


def check_slip(stage: Stage, number: str, slip: Path) -> None:
    """The slip is cut, and its number can be read from afar."""
    facts = stage.printer.facts(slip)
    assert facts["is_cut"], facts
    assert not facts["unknown"], facts
    height = tallest_line_mm(slip)
    assert height >= NUMBER_AT_LEAST_MM, f"{number} is {height:.1f} mm tall"
    stage.note(f"number on the slip {height:.1f} mm tall")


def telephone(stage: Stage, address: str) -> Page:
    """That address on a visitor's telephone."""
    page = stage.browser.new_context(viewport={"width": 390, "height": 844}, locale="sv-SE").new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    return page


def open_from_slip(stage: Stage, slip: Path, words: str) -> Page:
    """The page that the slip's QR leads to, as an independent decoder reads it, once those words stand there."""
    page = telephone(stage, qr_text(slip))
    await_words(page, words)
    return page


def await_words(page: Page, words: str) -> None:
    """The words stand on the page."""
    page.wait_for_function("words => document.body.innerText.includes(words)", arg=words)


def called(stage: Stage, console: Console, number: str) -> None:
    """That desk presses "next", and the number stands on web board and display."""
    console.await_key("n")
    began = time.monotonic()
    console.page.keyboard.press("n")
    stage.board.await_number(number)
    stage.step("next to board", stage.board.picture, began)
    stage.display.await_call(number, console.seat.desk)
    stage.step("next to display", stage.display.picture, began)
    console.await_number(number)
    stage.step("called at the desk", console.picture)


def served(stage: Stage, console: Console) -> None:
    """The visit begins, and ends as solved."""
    console.press("s")
    stage.step("visit begun", console.picture)
    console.press("1", "a")
    console.await_nobody()
    stage.step("visit finished", console.picture)


@dataclass(frozen=True, slots=True)
class Figures:
    """The office's contacts of the last weeks; None where it tells none, since they are so few."""

    contacts: int | None
    solved: int | None
    repeats: str


def figures(stage: Stage, name: str) -> Figures:
    """What somebody in charge reads on the office page, with a picture of it."""
    office = sign_in(stage, IN_CHARGE, "manager", paths.OFFICE_PAGE)
    office.page.wait_for_function("() => document.querySelector('#contacts-share').innerText.length > 0")
    office.page.locator("#contacts-title").scroll_into_view_if_needed()
    office.tab_to("#contacts-since")
    stage.step(name, office.picture)
    words = office.page.inner_text("#contacts-share")
    lines = dict(line.split("\t") for line in office.page.inner_text("#contacts-lines").splitlines() if "\t" in line)
    office.page.context.close()
    counted = re.match(r"(\d+) kontakter\..*: (.*?)\.", words)
    solved = lines.get("Löst här", "").strip()
    return Figures(int(counted[1]) if counted else None, int(solved) if solved.isdigit() else None, counted[2] if counted else "")


def sign_in(stage: Stage, name: str, role: str, page: str) -> Keys:
    """That page in a browser of its own, after somebody with that role has signed in by keyboard."""
    keys = Keys(stage.browser.new_context(viewport={"width": 1440, "height": 900}, locale="sv-SE").new_page())
    keys.page.goto(f"{stage.house.url}{paths.SIGN_IN_PAGE}?next={page}")
    keys.tab_to("#name")
    keys.page.keyboard.type(name)
    keys.page.keyboard.press("Tab")
    keys.page.keyboard.type(stage.town.password(stage.house, name, role))
    keys.page.keyboard.press("Enter")
    keys.page.wait_for_selector("html[data-ready]")
    return keys
