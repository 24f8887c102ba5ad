# SPDX-License-Identifier: EUPL-1.2
"""A clerk's day by keyboard alone, in a real browser against the real server; each step is seen on the board too."""

import pytest
import pytest_asyncio

from tests.browser.reception import Console, Reception, choose

pytestmark = pytest.mark.slow
OURS, THEIRS = "disk-1", "disk-2"
ERRAND = "snabb-fraga"


@pytest_asyncio.fixture(loop_scope="module")
async def desk(reception: Reception) -> Console:
    await reception.open_board()
    return await reception.desk("clerk", OURS, "vagledare")


async def test_next_start_and_finish_and_next_by_one_key_sequence(reception: Reception, desk: Console) -> None:
    first = (await reception.visitor(ERRAND))["number"]
    second = (await reception.visitor(ERRAND))["number"]
    await desk.shows("#next-words", f"Kallar {first}")
    await desk.call(first)
    await reception.board_says(first, "called", OURS)
    await desk.press("s")
    await desk.shows("#visit-label", "Nu hos dig")
    await reception.board_says(first, "serving", OURS)
    await desk.press("1")
    await desk.shows("#next-words", f"Avslutar {first} som ”Löst här” och kallar {second}")
    await desk.press("n")
    await desk.is_with(second)
    await reception.board_says(first, None)
    await reception.board_says(second, "called", OURS)


async def test_next_asks_how_it_went_when_nothing_was_chosen(reception: Reception, desk: Console) -> None:
    first = (await reception.visitor(ERRAND))["number"]
    second = (await reception.visitor(ERRAND))["number"]
    await desk.call(first)
    await desk.page.wait_for_timeout(450)  # the same key twice within 400 ms is one press
    await desk.press("n")
    await desk.shows("#ask-outcome-title", first)
    await reception.board_says(first, "called", OURS)
    await desk.press("2")
    await desk.is_with(second)
    await reception.board_says(first, None)


async def test_nobody_is_absent_before_a_second_call_and_whoever_comes_back_returns(reception: Reception, desk: Console) -> None:
    number = (await reception.visitor(ERRAND))["number"]
    await desk.call(number)
    await desk.press("u")
    await desk.shows("#message", "en gång till först")
    await desk.press("r")
    await desk.shows("#last", f"{number} kallas igen")
    await desk.press("u")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await reception.board_says(number, "absent")
    await desk.press("b")
    await desk.page.wait_for_selector("#aside-list button")
    await desk.press("Tab", "Enter")
    await reception.board_says(number, "waiting")
    await desk.press("Escape", "n")
    await desk.is_with(number)


async def test_a_parked_visitor_resumes_at_the_same_desk(reception: Reception, desk: Console) -> None:
    number = (await reception.visitor(ERRAND))["number"]
    await desk.meet(number)
    await desk.press("p")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await reception.board_says(number, "parked")
    await desk.page.wait_for_timeout(450)  # the same key twice within 400 ms is one press
    await desk.press("p")
    await desk.is_with(number)
    await reception.board_says(number, "serving", OURS)


async def test_the_other_desk_reads_the_note_of_a_transfer(reception: Reception, desk: Console) -> None:
    other = await reception.desk("manager", THEIRS, "bygg-och-foretag")
    number = (await reception.visitor(ERRAND))["number"]
    await desk.meet(number)
    await desk.press("l")
    await desk.page.wait_for_selector("#hand-over[open]")
    await choose(desk.page, "Bygglov")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.type("Har ritningen med sig.")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Enter")
    await reception.board_says(number, "waiting")
    await other.shows("#next-words", f"Kallar {number}")
    await other.press("n")
    await other.is_with(number)
    await other.shows("#visit-notes", "Har ritningen med sig.")
    await other.shows("#visit-notes", "Från disk 1")
    await reception.board_says(number, "called", THEIRS)


async def test_undo_gives_the_called_visitor_the_old_place(reception: Reception, desk: Console) -> None:
    first = (await reception.visitor(ERRAND))["number"]
    await reception.visitor(ERRAND)
    await desk.call(first)
    await desk.press("z")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await reception.board_says(first, "waiting")
    await desk.shows("#next-words", f"Kallar {first}")


async def test_a_desk_that_stands_ready_gets_the_next_arrival(reception: Reception, desk: Console) -> None:
    await desk.press("n")
    await desk.shows("#nobody-title", "Redo")
    number = (await reception.visitor(ERRAND))["number"]
    await desk.is_with(number)
    await reception.board_says(number, "called", OURS)
    await desk.shows("#announcer", f"{number} är kallad hit")


async def test_a_call_out_of_turn_gives_a_reason(reception: Reception, desk: Console) -> None:
    first = (await reception.visitor(ERRAND))["number"]
    second = (await reception.visitor(ERRAND))["number"]
    await desk.shows("#next-words", f"Kallar {first}")
    await desk.press("k")
    await desk.page.wait_for_selector("#other[open]")
    await desk.page.get_by_text(second, exact=True).locator("visible=true").last.click()
    await desk.page.check('[name="reason"][value="frail"]')
    await desk.page.keyboard.press("Enter")
    await desk.is_with(second)
    await reception.board_says(first, "waiting")
