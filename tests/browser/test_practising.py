# SPDX-License-Identifier: EUPL-1.2
"""Practice by keyboard: begun in the office, gone to where a desk is chosen, a visitor met who does not exist, and home again."""

import pytest

from kolapp_contract import paths
from kolapp_server.domain.ticket import Status, Ticket
from kolapp_server.services.branches import PRACTICE
from tests.browser.reception import Console, Reception, until
from tests.browser.test_everybody_can_use_the_pages import is_fine
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
HALL = BRANCH + PRACTICE
MARK, NO_MARK = ".practice-mark", "body:not(.is-practice)"


async def begun(reception: Reception) -> None:
    """A manager has begun the practice in the office, by keyboard."""
    office = await reception.page(reception.server.by_role["manager"])
    await office.goto(reception.server.url + paths.OFFICE_PAGE)
    await office.wait_for_selector('#practice-switch[data-on="false"]')
    await office.wait_for_function("() => document.querySelector('#practice-state').innerText.length > 0")
    await office.focus("#practice-switch")
    await office.keyboard.press("Enter")
    await office.wait_for_selector('#practice-switch[data-on="true"]')


async def turned(desk: Console, landmark: str) -> None:
    """The key of the seat's dialog was pressed, and the page has come to where it leads."""
    await desk.page.wait_for_selector("#seat[open] #practice-part:not([hidden])")
    await desk.page.focus("#practice-go")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_selector(landmark)


async def seated(desk: Console, profile_id: str) -> None:
    """The clerk sits at a desk of the practice with that profile."""
    await desk.page.wait_for_selector("#seat[open]")
    await desk.page.select_option("#seat-desk", "disk-3")
    await desk.page.select_option("#seat-profile", profile_id)
    await desk.page.focus("#seat-form .primary")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_selector("#seat:not([open])", state="attached")


async def somebody_waits(reception: Reception) -> Ticket:
    """The first who has come by themselves."""
    branches = reception.server.foundation.branches

    def waiting() -> list[Ticket]:
        return [ticket for ticket in branches.day(HALL).tickets.values() if ticket.status is Status.WAITING]

    async def is_there() -> bool:
        return bool(waiting())

    await until(is_there, lambda: "nobody came to the practice")
    return min(waiting(), key=lambda ticket: ticket.issued_at)


def able(reception: Reception, ticket: Ticket) -> str:
    """A profile with the visitor's errand."""
    profiles = reception.server.foundation.branches.day(HALL).rules.profiles
    return next(str(profile.profile_id) for profile in profiles if ticket.leg.errand in profile.errands)


async def test_a_clerk_practises_by_keyboard_and_nothing_of_it_is_in_the_real_reception(reception: Reception) -> None:
    await begun(reception)
    desk = await reception.desk("clerk", "disk-3", "bygg-och-foretag")
    await desk.press("d")
    await turned(desk, MARK)
    await seated(desk, "bygg-och-foretag")
    visitor = await somebody_waits(reception)
    await desk.press("d")
    await seated(desk, able(reception, visitor))
    await is_fine(desk.page, "desk-practice")
    await desk.press("n")
    await desk.page.wait_for_selector("#visit:not([hidden])")
    met = await desk.page.inner_text("#visit-number")
    await desk.press("s", "1", "a")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    ended = reception.server.foundation.branches.day(HALL)
    assert [ticket.number for ticket in ended.tickets.values() if ticket.status is Status.DONE] == [met]
    assert await reception.board() == {}
    assert not reception.server.foundation.branches.day(BRANCH).tickets
    await desk.press("d")
    await turned(desk, NO_MARK)
    await desk.page.wait_for_selector("#seat[open]")
    assert await desk.page.query_selector(MARK) is None
