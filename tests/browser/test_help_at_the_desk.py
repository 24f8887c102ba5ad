# SPDX-License-Identifier: EUPL-1.2
"""Help by keyboard: two presses are seen by the colleague and on the monitor, and by nobody in the waiting room."""

import time

import pytest
import pytest_asyncio
from playwright.async_api import Page

from kolapp_contract import paths
from kolapp_contract.helps import AskForHelp
from tests.browser.looking import LANGUAGES, is_fine, rules_in
from tests.browser.reception import Console, Reception, until, uuid7
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
REMEMBER = """selector => {
    const element = document.querySelector(selector);
    const look = () => (window.remembered ??= []).push(element.innerText);
    new MutationObserver(look).observe(element, { childList: true, characterData: true, subtree: true });
}"""
"""What stands there from now on, however short a while: two seconds can pass before a busy machine looks."""


async def two_desks(reception: Reception) -> tuple[Console, Console]:
    asker = await reception.desk("clerk", "disk-3", "bygg-och-foretag")
    colleague = await reception.desk("manager", "disk-2", "vagledare")
    return asker, colleague


async def monitor(reception: Reception, **wishes: object) -> Page:
    return await reception.staff_page("facility", paths.MONITOR_PAGE, **wishes)


async def stood_there(desk: Console, words: str) -> None:
    """Waits until the words have stood where the page remembers."""
    await desk.page.wait_for_function("words => window.remembered?.some((seen) => seen.includes(words))", arg=words)


async def twice(desk: Console, key: str) -> None:
    """The two presses of somebody who needs no question in between."""
    await desk.page.keyboard.press(key)
    await desk.page.keyboard.press(key)


async def test_two_presses_are_seen_by_every_colleague_and_answered_by_one(reception: Reception) -> None:
    asker, colleague = await two_desks(reception)
    watching, public = await monitor(reception), await board_and_kiosk(reception)
    began = time.perf_counter()
    await twice(asker, "x")
    await colleague.shows("#helps", "Disk 3 behöver hjälp")
    print(f"seen at the colleague's desk after {time.perf_counter() - began:.2f} s")
    await watching.wait_for_function("() => document.querySelector('#helps').innerText.includes('Ingen har svarat')")
    await asker.shows("#help-words", "Noterat")
    await colleague.page.keyboard.press("0")
    await asker.shows("#help-words", "disk 2 kommer")
    await watching.wait_for_function("() => document.querySelector('#helps').innerText.includes('disk 2 kommer')")
    assert await board_and_kiosk(reception) == public
    await asker.page.evaluate(REMEMBER, "#help-over-words")
    await twice(asker, "0")
    await stood_there(asker, "Tryck en gång till")
    await colleague.page.wait_for_selector("#helps:empty", state="attached")
    await asker.shows("#help-words", "Tyst hjälp")


async def board_and_kiosk(reception: Reception) -> list[object]:
    """What the waiting room, a kiosk and a display on the wall are told, but for time and estimates.

    No device of this reception says anything: after a while each of them is silent, which has nothing to do with help.
    """
    newsroom = reception.server.app.state.inside.newsroom
    views = [newsroom.snapshot(BRANCH, view) for view in ("board", "kiosk", "facility")]
    seen = ("tickets", "desks", "recent_calls", "helps", "hash", "notice")
    devices = [[line.device_id for line in view.devices] for view in views]
    alarms = [[alarm for alarm in view.alarms if alarm.kind != "device_silent"] for view in views]
    return [devices, alarms, *([getattr(view, part) for part in seen] for view in views)]


async def test_one_press_and_hammering_after_it_was_asked_do_nothing(reception: Reception) -> None:
    asker, colleague = await two_desks(reception)
    await asker.page.evaluate(REMEMBER, "#help-words")
    await asker.page.keyboard.press("x")
    await stood_there(asker, "Tryck en gång till")
    await asker.shows("#help-words", "Tyst hjälp")
    for _ in range(7):
        await asker.page.keyboard.press("x")
    await colleague.shows("#helps", "Disk 3 behöver hjälp")
    await asker.shows("#help-words", "Noterat")
    assert len(reception.server.foundation.branches.day(BRANCH).helps) == 1


async def test_help_goes_out_while_another_order_waits_for_its_answer(reception: Reception) -> None:
    asker, colleague = await two_desks(reception)
    await reception.visitor("bygglov")
    await asker.page.route("**/calls", lambda route: None)
    await asker.page.keyboard.press("n")
    await asker.page.wait_for_selector("#next[aria-busy]")
    await twice(asker, "x")
    await colleague.shows("#helps", "Disk 3 behöver hjälp")


async def test_where_nobody_is_reached_the_key_says_so(reception: Reception) -> None:
    asker, _ = await two_desks(reception)
    await asker.page.route("**/helps/**", lambda route: route.abort())
    await asker.page.click("#help-key")
    await asker.page.click("#help-key")
    await asker.shows("#help-words", "Inte noterat")


async def test_a_colleague_is_asked_to_sit_in_and_says_yes(reception: Reception) -> None:
    asker, colleague = await two_desks(reception)
    await twice(asker, "9")
    await colleague.shows("#helps", "Disk 3 vill vara två")
    await colleague.page.keyboard.press("0")
    await asker.shows("#two-words", "disk 2 kommer")


async def test_a_visitor_at_a_kiosk_is_answered_by_one_key_and_said_to_be_helped_by_the_same(reception: Reception) -> None:
    _, colleague = await two_desks(reception)
    path = paths.HELP.format(help_id=uuid7())
    kiosk = reception.server.by_role["kiosk"]
    answer = await reception.server.http.put(path, json=AskForHelp().model_dump(), headers=kiosk.headers)
    assert answer.status_code == 200, answer.text
    await colleague.shows("#helps", "Någon vid kiosken kiosk behöver hjälp")
    await colleague.page.keyboard.press("0")
    await colleague.shows("#helps", "disk 2 kommer")
    await colleague.page.keyboard.press("0")
    await colleague.page.wait_for_selector("#helps:empty", state="attached")


async def test_an_incident_is_noted_at_the_desk_and_read_by_the_manager_alone(reception: Reception) -> None:
    asker, _ = await two_desks(reception)
    await asker.page.keyboard.press("y")
    await asker.page.wait_for_selector("#incident[open]")
    await asker.page.keyboard.press("Space")
    await asker.page.fill("#incident-text", "Slog i disken.")
    await asker.page.click("#incident-form .primary")
    await asker.page.wait_for_selector("#incident:not([open])", state="attached")
    office = await reception.staff_page("manager", paths.OFFICE_PAGE)
    await office.click("#incidents-read")
    await office.wait_for_function("() => document.querySelector('#incidents-list').innerText.includes('Slog i disken.')")
    assert "Hot" in await office.inner_text("#incidents-list")
    clerk = reception.server.by_role["clerk"]
    answer = await reception.server.http.get(paths.INCIDENTS.format(branch_id=BRANCH), headers=clerk.headers)
    assert answer.status_code == 403


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(lasting: Reception) -> None:
    """Two clerks sit; one of them has asked for both kinds of help, and a visitor at the kiosk for theirs."""
    asker, colleague = await two_desks(lasting)
    for key in ("9", "x"):
        await twice(asker, key)
    kiosk = lasting.server.by_role["kiosk"]
    await lasting.server.http.put(paths.HELP.format(help_id=uuid7()), json={}, headers=kiosk.headers)
    await colleague.page.wait_for_function("() => document.querySelectorAll('#helps li').length === 3")
    await lasting.close_windows()


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_help_stands_on_console_and_monitor_for_everybody(hall: Reception, language: str) -> None:
    asker, colleague = [await hall.seated(who, language=language) for who in ("clerk", "manager")]
    watching = await monitor(hall, language=language)
    for page in (colleague.page, watching):
        await page.wait_for_function("() => document.querySelectorAll('#helps li').length === 3")
    await asker.page.wait_for_function("() => document.querySelector('#help-key').dataset.help === 'asked'")
    await is_fine(asker.page, f"help-asked-{language}", rules_in(language))
    await is_fine(colleague.page, f"help-seen-{language}", rules_in(language))
    await is_fine(watching, f"help-monitor-{language}", rules_in(language))
    await asker.page.keyboard.press("y")
    await asker.page.wait_for_selector("#incident[open]")
    await is_fine(asker.page, f"incident-{language}", rules_in(language))


async def test_who_waits_elsewhere_says_so_on_the_own_page(reception: Reception) -> None:
    ticket = uuid7()
    body = {"errand_id": "snabb-fraga", "language": "sv", "secret": "A" * 22}
    await reception.server.http.put(
        paths.TICKET.format(ticket_id=ticket), json=body, headers=reception.server.by_role["kiosk"].headers
    )
    page, watching = await reception.page(size=(390, 844)), await monitor(reception)
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket}.{'A' * 22}")
    await page.wait_for_selector("#elsewhere:not([hidden])")
    await watching.wait_for_function("() => document.querySelector('#room-waiting').innerText === '1'")
    await page.click("#elsewhere")
    await watching.wait_for_function("() => document.querySelector('#room-elsewhere').innerText === '1'")
    await watching.wait_for_function("() => document.querySelector('#room-waiting').innerText === '0'")
    await is_fine(page, "t-elsewhere")

    async def is_back() -> bool:
        return not reception.server.foundation.branches.day(BRANCH).elsewhere

    await page.click("#elsewhere")
    await until(is_back, lambda: "still elsewhere")
