# SPDX-License-Identifier: EUPL-1.2
"""A time with a named officer, booked at the desk by keyboard alone, and its slip on the branch's printer."""

import pytest
from playwright.async_api import expect

from kolapp_contract import paths
from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.version import CONTRACT_VERSION
from kolapp_server.control import carry_out
from kolapp_server.services import printing
from kolapp_server.store.words import PrintJobRow
from tests.browser.looking import is_fine
from tests.browser.reception import WITHIN_MS, Reception, until, uuid7
from tests.support.officers import DEPUTY, town_with_officers

pytestmark = pytest.mark.slow


async def test_booked_with_an_officer_and_printed_by_keyboard(reception: Reception) -> None:
    await carry_out(reception.server.foundation, {"do": "import", "text": town_with_officers()})
    await printer_says(reception, paths.HEARTBEAT, {"contract": CONTRACT_VERSION, "program": "test", "printer": "ok"})
    desk = await reception.desk("clerk", "disk-3", "bygg-och-foretag")
    await desk.press("i")
    page = desk.page
    await page.focus("#booking-errand")
    await page.select_option("#booking-errand", "bygglov")
    await page.wait_for_selector("#booking-whom:not([hidden])")
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.id") == "booking-officer"
    async with page.expect_response(lambda answer: f"officer_id={DEPUTY}" in answer.url):
        await page.select_option("#booking-officer", DEPUTY)
    await page.wait_for_selector("#booking-times input:checked")
    await is_fine(page, "desk-booking-officer")
    await page.focus("#booking-go")
    await page.keyboard.press("Enter")
    await page.wait_for_selector("#booking-made:not([hidden])")
    assert await page.evaluate("document.activeElement.id") == "booking-print"
    await is_fine(page, "desk-booked-print")
    await page.keyboard.press("Enter")
    job = await the_job(reception)
    slip = Slip.model_validate_json(job.slip)
    assert (slip.kind, slip.code) == (SlipKind.BOOKING, await page.inner_text("#booking-code"))
    assert slip.owner == f"Funktion {DEPUTY}"
    report = {"request_id": uuid7(), "result": "confirmed"}
    await printer_says(reception, paths.PRINT_JOB_PRINTED.format(job_id=job.job_id), report)
    await expect(page.locator("#booking .dialog-message")).to_contain_text("utskrivet", timeout=WITHIN_MS)
    await page.set_viewport_size({"width": 320, "height": 700})
    await is_fine(page, "desk-booked-320")


async def printer_says(reception: Reception, address: str, body: dict[str, object]) -> None:
    """The branch's printer host tells the server."""
    headers = reception.server.by_role["printer"].headers
    answer = await reception.server.http.post(address, json=body, headers=headers)
    assert answer.is_success, answer.text


async def the_job(reception: Reception) -> PrintJobRow:
    """The only slip that the printer has been sent."""
    jobs: list[PrintJobRow] = []

    async def is_there() -> bool:
        jobs[:] = await printing.waiting_for(reception.server.foundation.branches, reception.server.by_role["printer"].id)
        return len(jobs) == 1

    await until(is_there, lambda: f"{len(jobs)} slips")
    return jobs[0]
