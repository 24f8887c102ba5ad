# SPDX-License-Identifier: EUPL-1.2
"""A contact by keyboard alone: recorded in seconds, a receipt, a return with the code, and what was said is there."""

import pytest
import pytest_asyncio
from playwright.async_api import Page

from kolapp_contract import paths
from kolapp_contract.codes import CodeKind, code_of, read_code
from tests.browser.looking import LANGUAGES, is_fine, rules_in
from tests.browser.reception import PICTURES, Console, Reception, until, uuid7
from tests.support.canaries import WORDS
from tests.support.running_server import BRANCH

pytestmark = pytest.mark.slow
ERRAND, PROFILE = "bygglov", "bygg-och-foretag"
NOTE = f"Ritning saknas. {WORDS}"


async def recorded(reception: Reception, desk: Console) -> str:
    """The code of a contact that was recorded for the visitor at the desk, with a promise, by keyboard alone."""
    await desk.meet((await reception.visitor(ERRAND))["number"])
    await desk.press("c")
    await desk.page.wait_for_selector("#contact[open]")
    await desk.page.keyboard.type(NOTE)
    await desk.page.keyboard.press("Alt+2")
    await desk.page.wait_for_selector("#contact-promise:not([hidden])")
    await desk.page.screenshot(path=PICTURES / "desk-contact.png")
    await desk.page.keyboard.press("Control+Enter")
    await desk.page.wait_for_selector("#contact-saved:not([hidden])")
    code = await desk.page.inner_text("#contact-saved .reference")
    assert read_code(code) == (CodeKind.CONTACT, code)
    return code


async def test_recorded_then_known_again_with_the_note_before_the_clerk(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-3", PROFILE)
    code = await recorded(reception, desk)
    await is_fine(desk.page, "desk-contact-saved")
    await desk.press("Escape")
    await desk.page.wait_for_selector('[data-act="promised"][aria-pressed="true"]')
    back = (await reception.visitor(ERRAND, contact_code=code))["number"]
    await desk.shows("#next-words", back)
    await desk.call(back)
    await desk.shows("#visit-earlier", NOTE)
    await desk.shows("#visit-earlier", "Skriftligt svar senast")
    await is_fine(desk.page, "desk-earlier")


async def test_a_finished_visit_is_still_one_key(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-3", PROFILE)
    number = (await reception.visitor(ERRAND))["number"]
    await desk.call(number)
    await desk.press("1", "n")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await reception.board_says(number, None)


async def test_a_code_typed_at_the_desk_shows_the_matter_and_gives_a_ticket(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-3", PROFILE)
    code = await recorded(reception, desk)
    await desk.press("Escape", "n")
    await desk.page.wait_for_selector("#nobody:not([hidden])")
    await desk.press("e")
    await desk.page.wait_for_selector("#code[open]")
    await desk.page.keyboard.type(code[:-1] + ("2" if code[-1] != "2" else "3"))
    await desk.page.keyboard.press("Enter")
    await desk.shows("#code .dialog-message", "finns inte")
    await desk.page.fill("#code-typed", code.lower().replace("-", " "))
    await desk.page.keyboard.press("Enter")
    await desk.shows("#code-found", NOTE)
    await is_fine(desk.page, "desk-code-found")
    await desk.page.keyboard.press("Enter")
    await desk.page.wait_for_selector("#code-found .huge, #visit-earlier:not([hidden])")


async def test_a_promise_is_read_and_answered_by_keyboard(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-3", PROFILE)
    await recorded(reception, desk)
    page = await reception.page(reception.server.by_role["clerk"])
    await page.goto(reception.server.url + paths.PROMISES_PAGE)
    await page.wait_for_selector("html[data-promises] #open li")
    await is_fine(page, "promises")
    await page.focus("#open button")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#open .notes:not([hidden])")
    assert NOTE in await page.inner_text("#open")
    while await page.evaluate("document.activeElement.dataset.answer !== 'kept'"):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.closest('#open') !== null")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#closed .kept")
    await page.wait_for_selector("#none:not([hidden])")
    await is_fine(page, "promises-answered")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def codes(lasting: Reception) -> dict[str, str]:
    """A contact in every language, whose promise is due in years; and one promise that is late."""
    await promised(lasting, "sv", "2020-01-01", bytes(11))
    return {language: await promised(lasting, language) for language in LANGUAGES}


@pytest.mark.usefixtures("codes")
@pytest.mark.parametrize("language", LANGUAGES)
async def test_late_promises_are_seen_at_once_in_every_language_and_on_a_small_screen(hall: Reception, language: str) -> None:
    page = await hall.page(hall.server.by_role["manager"], language=language, size=(320, 700))
    await page.goto(hall.server.url + paths.PROMISES_PAGE)
    await page.wait_for_selector("#open .overdue")
    assert (await page.inner_text("#late")).strip()
    await page.click("#open button")
    await page.wait_for_selector("#open .notes:not([hidden])")
    await is_fine(page, f"promises-320-{language}", rules_in(language))


async def test_the_record_fits_a_small_screen_and_the_figures_stand_on_the_office_page(reception: Reception) -> None:
    desk = await reception.desk("clerk", "disk-3", PROFILE, size=(320, 700))
    await desk.call((await reception.visitor(ERRAND))["number"])
    await desk.press("c")
    await desk.page.wait_for_selector("#contact[open]")
    await desk.page.check('#contact-form [value="promised"]')
    await is_fine(desk.page, "desk-contact-320")
    office = await reception.page(reception.server.by_role["manager"])
    await office.goto(reception.server.url + paths.OFFICE_PAGE)
    await office.wait_for_function("() => document.querySelector('#contacts-share').innerText.length > 0")
    await is_fine(office, "office-contacts")


async def promised(reception: Reception, language: str, due_on: str = "2036-11-27", chance: bytes = b"") -> str:
    """The code of a contact in that language, with a promise."""
    code = code_of(CodeKind.CONTACT, chance or language.encode() * 8)
    body = {
        "request_id": uuid7(), "code": code, "errand_id": ERRAND, "language": language, "note": NOTE, "outcome": "promised",
        "promise": {"kind": "letter", "due_on": due_on, "owner_id": PROFILE},
    }  # fmt: skip
    path = paths.CONTACTS.format(branch_id=BRANCH)
    answer = await reception.server.http.post(path, json=body, headers=reception.server.by_role["clerk"].headers)
    assert answer.status_code == 200, answer.text
    return code


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_holder_of_a_code_sees_how_the_matter_stands_and_no_word_of_it(
    hall: Reception, codes: dict[str, str], language: str
) -> None:
    code = codes[language]
    page = await hall.page(size=(320, 700))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{hall.server.url}{paths.CONTACT_PAGE}#{code}")
    await page.wait_for_selector("#matter:not([hidden])")
    await page.wait_for_selector(f"html[lang={language}]")
    await is_fine(page, f"c-{language}", rules_in(language))
    assert WORDS not in await page.content()
    assert [url for url in asked if code in url.partition("#")[0]] == []
    assert await page.context.cookies() == []


async def test_a_wrong_code_and_no_code_ask_for_one(hall: Reception) -> None:
    page: Page = await hall.page(size=(390, 700))
    await page.goto(hall.server.url + paths.CONTACT_PAGE)
    await page.wait_for_selector("html[data-ready] #code-form")
    await page.focus("#typed")
    await page.keyboard.type("C-2222-2222-2222")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#problem:not([hidden])")
    await is_fine(page, "c-wrong")
    await until(lambda: _is_shown(page), lambda: "the form is gone")


async def _is_shown(page: Page) -> bool:
    return await page.is_visible("#code-form")
