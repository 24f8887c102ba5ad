# SPDX-License-Identifier: EUPL-1.2
"""By keyboard: the answer at the call, a telephone contact in a few keys; at the office cards that are made and revoked.

Pictures lie in var/pictures/console.
"""

import pytest
import pytest_asyncio
from playwright.async_api import Page

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, read_code
from kolapp_server.store import contacts as contact_rows
from tests.browser.looking import LANGUAGES, is_fine, rules_in
from tests.browser.reception import Console, Reception, choose
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow


async def test_the_visits_own_answer_is_one_key_away_and_says_whose_it_is(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.call((await reception.visitor("avfall", language="fi"))["number"])
    await desk.page.wait_for_selector("#visit-answer:not([hidden])")
    await desk.press("q")
    await desk.shows("#answers-one h3", "Sopor och avfall")
    await desk.shows("#answers-one", "Avfallsenheten")
    await desk.shows("#answers-one", "Kärlen töms varannan vecka")
    await desk.shows("#answers-one [lang=fi]", "Astiat tyhjennetään")
    await is_fine(desk.page, "answers-at-the-call")


async def test_any_answer_is_found_by_what_people_say_and_a_stale_one_warns(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.press("q")
    await desk.page.wait_for_selector("#answers[open]")
    await desk.page.wait_for_selector("#answers-list button")
    await desk.page.keyboard.type("busskort")
    await desk.page.keyboard.press("Enter")
    await desk.shows("#answers-one h3", "Skolskjuts")
    await desk.shows("#answers-one .stale", "2026-08-15")
    await is_fine(desk.page, "answers-stale")


async def contacts_of(reception: Reception) -> list[tuple[str, str, str | None, str | None]]:
    """What has been recorded: channel, errand, outcome and note, without that of visits."""

    def look(connection: object) -> list[tuple[str, str, str | None, str | None]]:
        table, notes = contact_rows.contact_records, contact_rows.contact_notes
        told = {row.record_id: row.text for row in connection.execute(notes.select())}
        rows = connection.execute(table.select()).all()
        return [(row.channel, row.errand, row.outcome, told.get(row.record_id)) for row in rows if row.channel != "visit"]

    return await reception.server.foundation.branches.read(look)


async def kept(desk: Console) -> None:
    await desk.page.wait_for_selector("#channel:not([open])", state="attached")
    await desk.shows("#message", "Kontakten är sparad")


async def test_a_telephone_contact_is_a_word_and_four_keys(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.press("j")
    await desk.page.wait_for_selector("#channel[open]")
    await desk.page.keyboard.type("altan")
    await desk.shows("#channel-errands", "Bygglov")
    for key in ("Enter", "1", "Enter"):
        await desk.page.keyboard.press(key)
    await kept(desk)
    assert await contacts_of(reception) == [("telephone", "bygglov", "solved", None)]


async def test_an_email_with_a_note_by_keyboard(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.press("j")
    await desk.page.wait_for_selector("#channel[open]")
    await desk.page.keyboard.press("Shift+Tab")
    await desk.page.keyboard.press("ArrowDown")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.type("dagis")
    await desk.page.keyboard.press("Enter")
    await desk.page.keyboard.press("4")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.type("Undrar om 4 platser")
    await is_fine(desk.page, "channel-filled")
    await desk.page.keyboard.press("Tab")
    await desk.page.keyboard.press("Enter")
    await kept(desk)
    assert await contacts_of(reception) == [("email", "forskola", "referred", "Undrar om 4 platser")]


async def test_without_an_errand_or_an_outcome_nothing_is_kept(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare")
    await desk.press("j")
    await desk.page.wait_for_selector("#channel[open]")
    await desk.page.keyboard.type("zzzz")
    await desk.page.wait_for_selector("#channel-none:not([hidden])")
    await desk.page.keyboard.press("Enter")
    await desk.page.click("#channel-form .primary")
    await desk.page.wait_for_selector("#channel[open]")
    assert await contacts_of(reception) == []


async def office(reception: Reception, **wishes: object) -> Page:
    page = await reception.staff_page("manager", paths.OFFICE_PAGE, **wishes)
    await page.wait_for_selector("#review li")
    return page


async def test_a_card_is_made_printed_and_revoked_at_the_office_by_keyboard(reception: Reception) -> None:
    page = await office(reception)
    await page.focus("#card-holder")
    await choose(page, "Bygg")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#card-made[open] svg")
    code = await page.inner_text("#card-code")
    assert read_code(code)[0] is CodeKind.CARD
    await is_fine(page, "office-card-made")
    await page.emulate_media(media="print")
    assert not await page.is_visible("#cards-title")
    assert await page.is_visible("#card-picture svg")
    await page.screenshot(path="var/pictures/console/office-card-printed.png")
    await page.emulate_media(media="screen")
    await page.keyboard.press("Escape")
    await page.wait_for_selector("#card-made:not([open])", state="attached")
    await page.wait_for_selector("#card-code:empty", state="attached")
    assert code not in await page.content()
    await page.wait_for_selector("#cards button")
    await page.focus("#cards button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#card-revoke[open]")
    await is_fine(page, "office-card-revoke")
    await page.keyboard.press("Enter")
    await page.wait_for_function("() => document.querySelector('#cards').innerText.includes('Spärrat')")
    headers = reception.server.by_role["kiosk"].headers
    look = paths.CODE_LOOK.format(branch_id=BRANCH)
    opened = (await reception.server.http.post(look, json={"code": code}, headers=headers)).json()
    assert opened["card"]["is_revoked"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visits(lasting: Reception) -> None:
    """Enough visits that figures may be told."""
    for _ in range(6):
        await lasting.visitor("bygglov", way="direct")
    for _ in range(5):
        await lasting.visitor("servering", way="card", holder_id="restaurang")


@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_office_says_how_straight_the_way_in_was(hall: Reception, language: str) -> None:
    page = await office(hall, language=language)
    await page.wait_for_function("() => document.querySelectorAll('#ways tr').length === 2")
    assert "6" in await page.inner_text("#ways")
    assert await page.locator("#review .flag").count() >= 1
    await is_fine(page, f"office-entrance-{language}", rules_in(language))


@pytest.mark.usefixtures("visits")
async def test_nothing_is_lost_at_the_office_when_all_is_large(hall: Reception) -> None:
    page = await office(hall, size=(320, 640))
    await page.wait_for_function("() => document.querySelectorAll('#ways tr').length === 2")
    await is_fine(page, "office-entrance-320")


async def test_answers_and_contacts_at_the_desk_fit_when_all_is_large(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-1", "vagledare", size=(320, 640))
    for key, dialog in (("q", "answers"), ("j", "channel")):
        await desk.press(key)
        await desk.page.wait_for_selector(f"#{dialog}[open]")
        await is_fine(desk.page, f"desk-{dialog}-320")
        await desk.press("Escape")
        await desk.page.wait_for_selector(f"#{dialog}:not([open])", state="attached")
