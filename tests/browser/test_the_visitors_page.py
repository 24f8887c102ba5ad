# SPDX-License-Identifier: EUPL-1.2
"""The visitor's own page tells the truth, and how old it is: while the queue moves, when the wire is cut, and afterwards.

A watcher inside the page looks at every picture that the visitor sees: whenever the estimate is on it, and the server has
not said for over two seconds that it holds, its age must be on it too.
"""

import asyncio
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Page, WebSocketRoute

from kolapp_contract import paths
from tests.browser.looking import is_fine
from tests.browser.reception import SECRET, Reception, uuid7
from tests.support.running_server import ZONE

pytestmark = pytest.mark.slow
WATCH = """() => {
    window.seen = { pictures: 0, aged: 0, wrong: [], holdsMs: null };
    const Real = WebSocket;
    window.WebSocket = class extends Real {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", ({ data }) => {
                const said = JSON.parse(data);
                const age = Date.parse(said.at) - Date.parse(said.estimates_at);
                if (said.type === "pulse" && said.estimates_at) window.seen.holdsMs = Date.now() - age;
            });
        }
    };
    const isShown = () => document.querySelector("#facts")?.innerText.match(/min|Snart/);
    const hasAge = () => document.querySelector("#age:not([hidden])");
    const isWrong = () => {
        const { holdsMs } = window.seen;
        return isShown() && holdsMs !== null && Date.now() - holdsMs > 2000 && !hasAge();
    };
    // A machine that slept shows what was there before: the page's clocks that are due come first, and then there is no excuse.
    const lookAgain = () => isWrong() && window.seen.wrong.push(Date.now() - window.seen.holdsMs);
    const look = () => {
        if (isShown()) window.seen.pictures += 1;
        if (isShown() && hasAge()) window.seen.aged += 1;
        if (isWrong()) setTimeout(lookAgain);
        requestAnimationFrame(look);
    };
    document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(look));
}"""


class Wire:
    """The live wire of a page, which can be muted without being closed: a dead network says nothing."""

    def __init__(self) -> None:
        self.is_silent = False

    def carry(self, route: WebSocketRoute) -> None:
        """Everything through, while it is not silent."""
        server = route.connect_to_server()
        route.on_message(lambda message: None if self.is_silent else server.send(message))
        server.on_message(lambda message: None if self.is_silent else route.send(message))


async def opened(reception: Reception, errand_id: str = "snabb-fraga", language: str = "sv") -> tuple[Page, Wire, str]:
    """A visitor's page with a watcher in it, on a phone."""
    ticket_id, wire = uuid7(), Wire()
    body = {"errand_id": errand_id, "language": language, "secret": SECRET}
    address = paths.TICKET.format(ticket_id=ticket_id)
    answer = await reception.server.http.put(address, json=body, headers=reception.server.by_role["kiosk"].headers)
    page = await reception.page(size=(320, 640))
    await page.add_init_script(f"({WATCH})()")
    await page.route_web_socket("**/live", wire.carry)
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket_id}.{SECRET}")
    await page.wait_for_selector("#ticket:not([hidden])")
    return page, wire, str(answer.json()["number"])


async def test_an_estimate_of_over_two_seconds_is_never_shown_without_its_age(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    first, *others = [(await reception.visitor("snabb-fraga"))["number"] for _ in range(5)]
    page, wire, number = await opened(reception)
    await page.wait_for_function("() => document.querySelector('#facts').innerText.includes('min')")
    await desk.call(first)
    for other in others:
        await desk.press("1", "n")
        await desk.is_with(other)
        await asyncio.sleep(0.7)  # the queue moves at a pace that a reader can follow
    await page.wait_for_function("() => window.seen.pictures > 20")
    assert await page.evaluate("() => window.seen.wrong") == []
    wire.is_silent = True
    await page.wait_for_selector("#age:not([hidden])")
    await page.wait_for_function("() => /för [3-9] s sedan/.test(document.querySelector('#age').innerText)")
    await page.wait_for_selector("#fresh.warn")
    await is_fine(page, "t-stale-320")
    wire.is_silent = False
    await page.wait_for_selector("#fresh:not(.warn)")
    await page.wait_for_selector("#age", state="hidden")
    whole = await page.evaluate("() => window.seen")
    assert whole["aged"] > 0
    assert whole["wrong"] == []
    await desk.press("1", "n")
    await desk.is_with(number)
    await page.wait_for_selector(".ticket.is-called")


async def test_the_turn_is_told_at_once_in_the_title_and_to_a_screen_reader(reception: Reception) -> None:
    page, _, number = await opened(reception)
    assert await page.title() == f"{number} · Din kölapp"
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.press("n")
    await page.wait_for_selector(".ticket.is-called")
    assert await page.title() == f"{number} · Din tur"
    assert number in await page.text_content("#alarm")
    assert await page.get_attribute("#alarm", "aria-live") == "assertive"
    assert await page.context.cookies() == []


async def test_a_visitor_without_a_desk_hears_when_one_opens_and_what_else_there_is(reception: Reception) -> None:
    page, _, _ = await opened(reception, "bygglov")
    await page.wait_for_function("() => document.querySelector('#facts').innerText.includes('Ingen disk')")
    body = {"request_id": uuid7(), "profile_id": "bygg-och-foretag", "opens_at": "2099-01-01T12:00:00Z"}
    headers = reception.server.by_role["manager"].headers
    await reception.server.http.post(paths.DESK_PLAN.format(desk_id="disk-4"), json=body, headers=headers)
    told = f"{datetime(2099, 1, 1, 12, tzinfo=UTC).astimezone(ZoneInfo(ZONE)):%H:%M}"
    await page.wait_for_function("told => document.querySelector('#facts').innerText.includes(told)", arg=told)
    await is_fine(page, "t-no-desk-320")


async def test_a_wrong_secret_opens_nothing_and_says_where_to_ask(reception: Reception) -> None:
    ticket = await reception.visitor("snabb-fraga")
    page = await reception.page(size=(320, 640))
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket['ticket_id']}.{'B' * 22}")
    await page.wait_for_selector("#plain-state:not([hidden])")
    assert await page.is_hidden("#ticket")


async def test_why_and_pause_by_keyboard_alone(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    first, second = [(await reception.visitor("snabb-fraga"))["number"] for _ in range(2)]
    await desk.shows("#next-words", first)
    await desk.call(first)
    await desk.press("f")
    await desk.page.wait_for_selector("#find[open]")
    await desk.page.keyboard.type(first)
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_selector(".before-form input")
    await desk.page.focus(".before-form input")
    await desk.page.keyboard.type(second)
    await desk.page.keyboard.press("Enter")
    await desk.shows(".before-form .why", f"{first} kom tidigare")
    await is_fine(desk.page, "desk-why-before")
    await desk.page.keyboard.press("Escape")
    await desk.page.wait_for_selector("#find", state="hidden")
    await desk.press("1", "a")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await desk.press("o")
    await desk.page.wait_for_selector("#pause[open]")
    await desk.page.keyboard.press("4")
    await desk.page.wait_for_selector('[data-segment="paused"][aria-pressed="true"]')
    view = reception.server.app.state.inside.newsroom.snapshot("ekvik", "desk")
    (ours,) = [line for line in json.loads(view.model_dump_json())["desks"] if line["desk_id"] == "disk-1"]
    assert ours["pause_reason"] == "phone"
