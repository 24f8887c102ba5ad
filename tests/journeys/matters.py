# SPDX-License-Identifier: EUPL-1.2
"""Journeys of a matter: a simple one that ends at the first desk, and one that goes to a specialist and comes back."""

from pathlib import Path

from kolapp_contract.codes import CodeKind, read_code
from tests.journeys.evidence import qr_text
from tests.journeys.hands import Console
from tests.journeys.stage import Stage
from tests.journeys.steps import (
    QUESTION,
    await_words,
    called,
    figures,
    open_from_slip,
    take_slip,
    take_ticket,
    telephone,
)

ASKED = "Frågade var blanketten för parkering lämnas. Visade lådan."
TOLD_BEFORE = "Vill bygga en inglasad veranda. Har ritningar, saknar situationsplan."
AGREED = "Situationsplan behövs. Får hjälp att rita den, lämnar in på torsdag."
HANDED_IN = "Situationsplanen är inlämnad. Ärendet är komplett."
PAPER = "the receipt of the building permit"
FEW = "färre än 5"


def simple_question(stage: Stage) -> None:
    """A guide answers at once, writes a line, and the office can count it among what was solved at the first contact."""
    before = figures(stage, "figures before")
    number, _ = take_ticket(stage, QUESTION)
    guide = stage.guide
    called(stage, guide, number)
    guide.press("s")
    _recorded(stage, guide, ASKED, "Alt+1")
    guide.page.keyboard.press("Control+Enter")
    guide.page.wait_for_selector("#contact-saved:not([hidden])")
    guide.close_dialog("contact")
    guide.page.wait_for_selector('[data-act="solved"][aria-pressed="true"]')
    guide.press("a")
    guide.await_nobody()
    stage.step("solved in one contact", guide.picture)
    after = figures(stage, "counted as solved at the first contact")
    stage.note(f"contacts {before.contacts} -> {after.contacts}, solved {before.solved} -> {after.solved}")
    if before.contacts is not None and before.solved is not None:
        assert after == type(after)(before.contacts + 1, before.solved + 1, before.repeats), (before, after)


def building_permit(stage: Stage) -> None:
    """The guide hands the visitor over with what was said; the specialist reads it before the call, and promises an answer."""
    guide, specialist = stage.guide, stage.consoles[0]
    number, slip = take_ticket(stage, QUESTION)
    own = open_from_slip(stage, slip, number)
    called(stage, guide, number)
    guide.press("s")
    _handed_over(stage, guide)
    await_words(own, "Du behåller ditt nummer")
    stage.step("same number told on the telephone", own.screenshot)
    own.context.close()
    _read_before_the_call(stage, specialist)
    called(stage, specialist, number)
    specialist.shows("#visit-notes", TOLD_BEFORE)
    specialist.press("s", "-")
    specialist.page.wait_for_selector('[data-act="missing"][aria-pressed="true"]')
    stage.step("met with the note at hand", specialist.picture)
    _recorded(stage, specialist, AGREED, "Alt+2")
    receipt = _receipt(stage, specialist)
    stage.town.pocket[PAPER] = qr_text(receipt)
    specialist.press("a")
    specialist.await_nobody()
    stage.step("visit finished", specialist.picture)
    _state_by_the_code(stage)


def building_permit_two_days_later(stage: Stage) -> None:
    """The visitor holds the receipt in front of the kiosk's scanner: the same team is offered, and knows what was said."""
    before = figures(stage, "figures before the return")
    specialist = stage.consoles[0]
    stage.kiosk.await_screen("welcome")
    fallen = len(stage.printer.slips())
    stage.kiosk.scan(stage.town.pocket[PAPER])
    number = stage.kiosk.number()
    stage.step("receipt scanned and known", stage.kiosk.picture)
    take_slip(stage, fallen)
    specialist.shows("#next-words", f"Kallar {number}")
    stage.step("in line at the same team", specialist.picture)
    called(stage, specialist, number)
    specialist.shows("#visit-earlier", AGREED)
    specialist.shows("#visit-earlier", "Skriftligt svar senast")
    stage.step("what was said is there at the call", specialist.picture)
    specialist.press("s")
    _recorded(stage, specialist, HANDED_IN, "Alt+1")
    specialist.page.wait_for_selector("#contact-goes-on:not([hidden])")
    specialist.page.keyboard.press("Control+Enter")
    specialist.page.wait_for_selector("#contact-saved:not([hidden])")
    specialist.close_dialog("contact")
    specialist.press("a")
    specialist.await_nobody()
    after = figures(stage, "counted as a repeat contact")
    stage.note(f"repeats: {before.repeats} -> {after.repeats}")
    if before.contacts is not None:
        assert (before.repeats, after.repeats) == ("0", FEW), (before, after)


def _handed_over(stage: Stage, guide: Console) -> None:
    """To the specialists of building permits, with a note, two things of four, and ten minutes to prepare."""
    guide.press("l")
    guide.page.wait_for_selector("#hand-over[open]")
    guide.choose("#hand-over-errand", "Bygglov")
    guide.tab_to("#hand-over-note")
    guide.page.keyboard.type(TOLD_BEFORE)
    for item in ("fastighet", "ritningar"):
        guide.tab_to(f'#hand-over-items [value="{item}"]')
        guide.page.keyboard.press("Space")
    guide.tab_to("#hand-over-prepare")
    guide.page.keyboard.type("10")
    stage.step("handed over with note and checklist", guide.picture)
    guide.page.keyboard.press("Enter")
    guide.await_nobody()
    stage.step("guide is free again", guide.picture)


def _read_before_the_call(stage: Stage, specialist: Console) -> None:
    specialist.shows("#line", "förbereds till")
    specialist.press("g")
    specialist.page.wait_for_selector("#sheet[open]")
    specialist.shows("#sheet-notes", TOLD_BEFORE)
    specialist.shows("#sheet-items", "Situationsplan")
    specialist.page.wait_for_function("() => document.querySelectorAll('#sheet-items .is-there').length === 2")
    stage.step("note read before the call", specialist.picture)
    specialist.tab_to("#sheet-ready")
    specialist.page.keyboard.press("Enter")
    specialist.page.wait_for_selector("#sheet-preparing", state="hidden")
    specialist.close_dialog("sheet")


def _recorded(stage: Stage, desk: Console, note: str, outcome: str) -> None:
    """The record of the contact is written, and not yet kept."""
    desk.press("c")
    desk.page.wait_for_selector("#contact[open]")
    desk.page.keyboard.type(note)
    desk.page.keyboard.press(outcome)
    stage.step("a line about the contact", desk.picture)


def _receipt(stage: Stage, desk: Console) -> Path:
    """The receipt with its code, which is the same in figures, in its QR, and on the clerk's screen."""
    fallen = len(stage.printer.slips())
    desk.tab_to("#contact-print")
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_selector("#contact-saved:not([hidden])")
    shown = desk.page.inner_text("#contact-saved .reference")
    receipt = stage.printer.await_slips(fallen + 1)
    desk.shows("#message", "Kvittot är utskrivet")
    stage.step("code on the clerk's screen", desk.picture)
    stage.step("receipt", receipt.read_bytes)
    assert stage.printer.facts(receipt)["is_cut"]
    printed = qr_text(receipt).partition("#")[2]
    assert read_code(printed) == (CodeKind.CONTACT, shown), (printed, shown)
    desk.close_dialog("contact")
    return receipt


def _state_by_the_code(stage: Stage) -> None:
    """At home, by the code alone: who answers, by when; and no word of what was said."""
    page = telephone(stage, stage.town.pocket[PAPER])
    page.wait_for_selector("#matter:not([hidden])")
    stage.step("how the matter stands, at home", page.screenshot)
    assert AGREED not in page.content()
    page.context.close()
