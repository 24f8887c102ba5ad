# SPDX-License-Identifier: EUPL-1.2
"""When the wire breaks: an order happens once, and what is shown says how old it is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Route, WebSocketRoute

from kolapp_contract import paths
from tests.browser.reception import PICTURES, SECRET, Reception, until, uuid7

pytestmark = pytest.mark.slow


def picture(name: str) -> str:
    """Where a picture of the page is kept, to be looked at."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return str(PICTURES / f"{name}.png")


async def test_an_answer_lost_on_the_wire_calls_only_one_visitor(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    first = (await reception.visitor("snabb-fraga"))["number"]
    second = (await reception.visitor("snabb-fraga"))["number"]
    request_ids: list[str] = []

    async def lose_the_first_answer(route: Route) -> None:
        request_ids.append(route.request.post_data_json["request_id"])
        if len(request_ids) > 1:
            await route.continue_()
            return
        await route.fetch()
        await route.abort()

    await desk.page.route("**/calls", lose_the_first_answer)
    await desk.press("n")
    await desk.is_with(first)
    assert len(request_ids) >= 2
    assert len(set(request_ids)) == 1
    await reception.board_says(first, "called", "disk-1")
    await reception.board_says(second, "waiting")


async def test_an_order_of_unknown_outcome_is_sent_again_as_the_same(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    number = (await reception.visitor("snabb-fraga"))["number"]
    request_ids: list[str] = []

    async def lose(route: Route) -> None:
        request_ids.append(route.request.post_data_json["request_id"])
        await route.abort()

    await desk.shows("#next-words", number)
    await desk.page.route("**/calls", lose)
    await desk.page.keyboard.press("n")
    await desk.shows("#banners", f"Vi vet inte om detta kom fram: Kallar {number}")
    await desk.page.unroute("**/calls")
    async with desk.page.expect_request("**/calls") as again:
        await desk.page.click('[data-act="send-again"]')
    assert (await again.value).post_data_json["request_id"] == request_ids[0]
    await desk.is_with(number)
    await desk.page.wait_for_selector(".banners:empty", state="attached")


async def test_a_silent_server_is_said_and_the_last_order_is_shown(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    number = (await reception.visitor("snabb-fraga"))["number"]
    await desk.press("n")
    await desk.is_with(number)
    is_silent = False

    def mute(wire: WebSocketRoute) -> None:
        server = wire.connect_to_server()
        wire.on_message(lambda message: None if is_silent else server.send(message))
        server.on_message(lambda message: None if is_silent else wire.send(message))

    await desk.page.route_web_socket("**/live", mute)
    await desk.page.reload()
    await desk.page.wait_for_selector("html[data-ready]")
    await desk.is_with(number)
    is_silent = True
    await desk.page.wait_for_selector(".banner.warn")
    await desk.shows("#banners", "Ingen kontakt med servern sedan")
    await desk.shows("#banners", f"Kallar {number}")
    await desk.shows("#health", "Ingen kontakt")
    await desk.is_with(number)
    await desk.shows("#banners", "skriv upp hur det gick")
    await desk.shows("#banners", "nummer som börjar på K")
    await desk.shows("#next-words", "Väntar på servern")
    for act in ("next", "recall", "start", "transfer", "absent", "undo", "pause", "close"):
        assert await desk.page.get_attribute(f'[data-act="{act}"]', "aria-disabled") == "true"
    await desk.page.keyboard.press("s")
    await desk.shows("#message", "Fortsätt med besöket och skriv upp hur det gick")
    await desk.page.screenshot(path=picture("desk-without-server"))
    is_silent = False
    await desk.page.wait_for_selector(".banners:empty", state="attached")
    await desk.page.wait_for_selector('[data-act="start"]:not([aria-disabled])')
    await reception.board_says(number, "called", "disk-1")


async def test_an_order_that_waits_for_its_answer_says_that_it_is_not_confirmed(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    number = (await reception.visitor("snabb-fraga"))["number"]
    has_been_read = asyncio.Event()
    request_ids: list[str] = []

    async def lose_the_first(route: Route) -> None:
        request_ids.append(route.request.post_data_json["request_id"])
        if len(request_ids) == 1:
            await route.abort()
            return
        await has_been_read.wait()
        await route.continue_()

    await desk.shows("#next-words", number)
    await desk.page.route("**/calls", lose_the_first)
    await desk.page.keyboard.press("n")
    await desk.shows("#message", f"Inte bekräftat än: Kallar {number}")
    has_been_read.set()
    await desk.is_with(number)
    await desk.page.wait_for_selector("#message", state="hidden")
    assert len(set(request_ids)) == 1


async def test_a_number_that_no_kiosk_has_told_of_is_called_and_stays_when_it_is_told(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await reception.open_board()
    await desk.press("f")
    await desk.page.fill("#find-number", "k1-7")
    await desk.page.keyboard.press("Enter")
    await desk.shows("#found", "kommer från en kiosk utan förbindelse")
    await desk.page.screenshot(path=picture("desk-find-offline"))
    await desk.page.click("#call-offline")
    await desk.is_with("K1-07")
    await desk.shows("#visit-marks", "Togs utan förbindelse")
    await reception.board_says("K1-07", "called", "disk-1")
    kiosk, now = reception.server.by_role["kiosk"], datetime.now(UTC)
    heard_at, issued_at = (now - timedelta(seconds=2)).isoformat(), (now - timedelta(seconds=1)).isoformat()
    entry = {"entry": "issued", "ticket_id": uuid7(), "number": "K1-07", "errand_id": "bygglov", "language": "fi",
             "issued_at": issued_at, "heard_at": heard_at, "needs": ["sitting"]}  # fmt: skip
    journal = paths.KIOSK_JOURNAL.format(device_id=kiosk.id)
    answer = await reception.server.http.post(journal, json={"entries": [entry]}, headers=kiosk.headers)
    assert answer.json()["results"][0]["became"] == "matched"
    await desk.shows("#visit-errand", "Bygglov")
    await desk.shows("#visit-marks", "Ingen talar finska nu")
    await desk.page.screenshot(path=picture("desk-offline-visit"))
    await desk.press("1", "n")
    await reception.board_says("K1-07", None)


async def test_a_visitor_leaves_the_queue_from_the_phone(reception: Reception) -> None:
    ticket_id = uuid7()
    body = {"errand_id": "snabb-fraga", "language": "sv", "secret": SECRET}
    headers = reception.server.by_role["kiosk"].headers
    number = (await reception.server.http.put(paths.TICKET.format(ticket_id=ticket_id), json=body, headers=headers)).json()[
        "number"
    ]
    page = await reception.page(size=(390, 844))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    await page.goto(f"{reception.server.url}{paths.VISITOR_PAGE}#{ticket_id}.{SECRET}")
    await page.click("#leave")
    await page.click("#leave-go")
    await page.wait_for_selector(".ticket.is-over")
    await reception.board_says(number, None)
    assert not [url for url in sent if SECRET in url.partition("#")[0]]


async def test_a_ticket_given_at_the_desk_is_one_however_often_the_wire_breaks(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    lost: list[str] = []
    both_keys_pressed = asyncio.Event()

    async def lose_the_first_answer(route: Route) -> None:
        if route.request.method != "PUT" or lost:
            await route.continue_()
            return
        lost.append(route.request.url)
        await both_keys_pressed.wait()
        await route.fetch()
        await route.abort()

    await desk.page.route("**/tickets/*", lose_the_first_answer)
    await desk.press("t")
    await desk.page.select_option("#issue-errand", "bygglov")
    await desk.page.keyboard.press("Enter")
    await desk.page.click("#issue-form .primary")
    both_keys_pressed.set()
    await desk.page.wait_for_selector("#issued:not([hidden]) .huge")
    number = await desk.page.inner_text("#issued .huge")

    async def is_one() -> bool:
        return list(await reception.board()) == [number]

    await until(is_one, lambda: f"not only {number}")
    assert lost
