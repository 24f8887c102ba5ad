# SPDX-License-Identifier: EUPL-1.2
"""The scripts follow a live view as the contract says: the same hash, the same refusals to believe in a gap."""

from typing import Any

import pytest
from playwright.async_api import Page

from kolapp_contract.board import TicketLine
from kolapp_contract.live import digest
from kolapp_contract.tickets import State
from tests.browser.reception import Reception

pytestmark = pytest.mark.slow
LINES = [
    TicketLine(number="A042", state=State.CALLED, desk_id="disk-3"),
    TicketLine(number="K1-07", state=State.WAITING),
    TicketLine(number="A1000", state=State.SERVING, desk_id="disk-10"),
]
FOLLOW = """async ([view, messages]) => {
    const { newStream, received } = await import("/static/js/stream.js");
    const { digest } = await import("/static/js/digest.js");
    const whole = { ...view, hash: digest(view.tickets) };
    let update = received(newStream(0), { type: "snapshot", view: whole }, 1);
    for (const message of messages) {
        const tickets = message.tickets ?? [];
        update = received(update.stream, { ...message, hash: message.hash ?? digest([...view.tickets, ...tickets]) }, 2);
    }
    return [Boolean(update.mustHangUp), update.stream.view.seq, update.stream.view.tickets.length];
}"""
VIEW = {
    "epoch": 1, "seq": 5, "at": "2026-10-14T08:24:00Z", "tickets": [{"number": "A001", "state": "waiting"}], "desks": [],
    "waits": [], "devices": [], "alarms": [], "recent_calls": [], "opening": {"is_open": True}, "catalogue_version": 1,
}  # fmt: skip
NEW = {"type": "change", "tickets": [{"number": "A002", "state": "waiting"}]}


async def some_page(hall: Reception) -> Page:
    page = await hall.page()
    await page.goto(hall.server.url + "/sign-in")
    return page


async def follow(page: Page, *messages: dict[str, Any]) -> list[Any]:
    return list(await page.evaluate(FOLLOW, [VIEW, list(messages)]))


async def test_the_scripts_hash_is_the_contracts(hall: Reception) -> None:
    page = await some_page(hall)
    script = "async lines => (await import('/static/js/digest.js')).digest(lines)"
    for lines in (LINES, LINES[::-1], LINES[:1], []):
        told = [line.model_dump(mode="json", exclude_none=True) for line in lines]
        assert await page.evaluate(script, told) == digest(lines)


async def test_a_change_is_followed_where_the_view_ends_and_nowhere_else(hall: Reception) -> None:
    page = await some_page(hall)
    assert await follow(page, {**NEW, "from_seq": 5, "to_seq": 6}) == [False, 6, 2]
    assert await follow(page, {**NEW, "from_seq": 6, "to_seq": 7}) == [True, 5, 1]
    assert await follow(page, {**NEW, "from_seq": 5, "to_seq": 6, "hash": 1}) == [True, 5, 1]
    assert await follow(page, {**NEW, "from_seq": 3, "to_seq": 4}) == [False, 5, 1]
    assert await follow(page, {"type": "pulse", "epoch": 1, "seq": 5, "hash": 1, "at": VIEW["at"]}) == [True, 5, 1]
    assert await follow(page, {"type": "pulse", "epoch": 2, "seq": 5, "at": VIEW["at"]}) == [True, 5, 1]


async def test_ids_are_version_seven_and_secrets_have_128_bits(hall: Reception) -> None:
    page = await some_page(hall)
    made = await page.evaluate("import('/static/js/ids.js').then(ids => [ids.uuid7(0x0192abcdef01), ids.secret()])")
    assert made[0].startswith("0192abcd-ef01-7")
    assert made[0][19] in "89ab"
    assert len(made[1]) == 22


@pytest.mark.parametrize("colour", ["#FFE100", "#C8102E", "#0F3D6B", "#000000", "#FFFFFF", "#2E8B57"])
async def test_any_colour_of_a_town_can_be_read(hall: Reception, colour: str) -> None:
    page = await some_page(hall)
    ratios = await page.evaluate(
        """async colour => {
            const { contrast, useAccent } = await import("/static/js/accent.js");
            useAccent(colour);
            const ratio = (accent, ground) => {
                const styles = getComputedStyle(document.documentElement);
                const value = name => styles.getPropertyValue(name).trim();
                return contrast(value(accent), ground ?? value(`--on-${accent.slice(2)}`));
            };
            const light = ["#f5f3ee", "#ffffff", "#e4ecf4", null].map(ground => ratio("--town-light", ground));
            return [...light, ...["#10171e", "#1b2530", "#24384c", null].map(ground => ratio("--town-dark", ground))];
        }""",
        colour,
    )
    assert min(ratios) >= 7
