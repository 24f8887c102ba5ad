# SPDX-License-Identifier: EUPL-1.2
"""The same board in a browser: a small server speaks the real contract, and chromium looks."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from kolapp_contract.board import Opening, TicketLine
from kolapp_contract.live import digest
from kolapp_contract.own_text import OwnText, TextPart
from kolapp_contract.tickets import State
from kolapp_words.languages import LANGUAGES
from tests.display.programs import ROOT, eventually
from tests.display.small_server import SmallServer
from tests.display.web_texts import TEXTS_FILE, web_texts
from tests.support.chromium import CHROMIUM, FLAGS, MAY_SOUND

PICTURES = ROOT / "var" / "pictures" / "display" / "web"
SCREENS = {
    "hd": (1920, 1080),
    "ultra-hd": (3840, 2160),
    "standing": (1080, 1920),
    "desktop": (1366, 768),
    "phone": (390, 844),
    "zoomed": (683, 384),
}
LOOKED_AT = ("sv", "ar", "de", "ti")
WITHIN_S = 30.0
ONLY_FAULTS = """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 160))]))"""
expect.set_options(timeout=WITHIN_S * 1000)
TV = [name for name in SCREENS if name not in {"phone", "zoomed"}]
MM_PER_PX_55_INCH = 25.4 / 40
OVERFLOWING = """() => [...document.querySelectorAll('main *')].filter((one) => one.checkVisibility()
    && !one.closest('.unseen') && one.clientWidth
    && (one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1))
    .map((one) => one.tagName + '.' + one.className + ' ' + one.textContent.slice(0, 30))"""


BELOW = """() => [...document.querySelectorAll('#field .number, #field .desk')].filter((one) =>
    one.getBoundingClientRect().bottom > document.getElementById('field').getBoundingClientRect().bottom)
    .map((one) => one.className)"""


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=MAY_SOUND)
    yield chromium
    chromium.close()


def until(page: Page, script: str) -> None:
    """The script is true of the page. Asked from outside, since the page's own policy lets nobody evaluate within it."""
    eventually(lambda: page.evaluate(script), within_s=WITHIN_S)


def found_by_axe(page: Page) -> list[object]:
    """Each rule that the page breaks, with the elements that break it."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(ONLY_FAULTS))


@pytest.fixture
def server() -> Iterator[SmallServer]:
    with SmallServer() as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: SmallServer) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1920, "height": 1080})
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    opened.goto(f"{server.url}/board/ekvik")
    expect(opened.locator("#waits li")).to_have_count(6)
    until(opened, "kolapp.seen().seq >= 1")
    yield opened
    assert faults == []
    opened.close()


def shot(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def fill(server: SmallServer) -> None:
    """A busy room: five earlier calls, then two desks at once."""
    for place, number in enumerate(("A039", "D008", "A1017", "K1-07", "W041", "C017")):
        server.call(number, desk=1 + place % 6)


def test_the_texts_are_the_displays_own() -> None:
    assert json.loads(TEXTS_FILE.read_text("utf-8")) == web_texts()


slow = pytest.mark.slow


@slow
def test_a_call_is_shown_with_its_desk_and_the_earlier_ones_beside_it(page: Page, server: SmallServer) -> None:
    server.call("A042", desk=3)
    expect(page.locator("#field .number")).to_have_text(["A042"])
    expect(page.locator("#field .desk")).to_have_text(["Disk 3"])
    expect(page.locator("#field .turn")).to_have_text("Nu är det din tur")
    server.call("C017", desk=5)
    expect(page.locator("#field .number")).to_have_text(["A042", "C017"])


@slow
def test_two_desks_calling_in_the_same_second_are_both_shown_and_said_one_after_the_other(
    page: Page, server: SmallServer
) -> None:
    server.call("A042", "C017", language="fi")
    expect(page.locator("#field .number")).to_have_text(["A042", "C017"])
    until(page, "kolapp.spoken.length >= 2")
    spoken = page.evaluate("kolapp.spoken")
    assert [(one["number"], one["languages"]) for one in spoken[:2]] == [("A042", ["sv", "fi"]), ("C017", ["sv", "fi"])]
    assert spoken[0]["ended"] <= spoken[1]["started"]


@slow
def test_a_third_call_waits_among_the_earlier_ones(page: Page, server: SmallServer) -> None:
    server.call("A042", "C017", "D009")
    expect(page.locator("#field .number")).to_have_text(["A042", "C017"])
    expect(page.locator("#earlier-calls b").first).to_have_text("D009")


@slow
def test_the_board_says_after_ten_seconds_that_it_hears_nothing_and_takes_it_back(page: Page, server: SmallServer) -> None:
    fill(server)
    server.hush()
    expect(page.locator("#banner")).to_contain_text("Skärmen har inte fått nya nummer på")
    expect(page.locator("#waits-title")).to_contain_text("Väntade")
    shot(page, "stale")
    assert page.evaluate(OVERFLOWING) == []
    server.hush(is_silent=False)
    expect(page.locator("#banner")).to_be_hidden()


@slow
def test_a_change_that_does_not_follow_is_mended_by_asking_for_the_whole(page: Page, server: SmallServer) -> None:
    server.is_silent = True
    server.call("A042")
    server.is_silent = False
    server.call("C017")
    until(page, f"kolapp.seen().seq === {server.view.seq}")
    expect(page.locator("#field .number")).to_have_text(["A042", "C017"])


@slow
def test_an_undone_call_goes_off_the_board(page: Page, server: SmallServer) -> None:
    server.call("A042")
    expect(page.locator("#field .number")).to_have_count(1)
    waiting = (TicketLine(number="A042", state=State.WAITING),)
    server.change(tickets=waiting, told=waiting)
    expect(page.locator("#field .quiet")).to_contain_text("Välkommen")


@slow
def test_a_closed_reception_says_when_it_opens(page: Page, server: SmallServer) -> None:
    opens = datetime(2026, 10, 15, 7, tzinfo=UTC)
    server.show(server.view.model_copy(update={"opening": Opening(is_open=False, opens_at=opens), "seq": 5}))
    expect(page.locator("#field .quiet")).to_contain_text("Vi öppnar 09:00.")
    shot(page, "closed")


@slow
def test_a_notice_stands_at_the_foot(page: Page, server: SmallServer) -> None:
    server.show(server.view.model_copy(update={"notice": "Hissen står still till klockan 14. " * 4, "seq": 5}))
    server.call("A042", "C017")
    expect(page.locator("#banner")).to_contain_text("Hissen står still")
    assert page.evaluate(OVERFLOWING) == []
    shot(page, "notice")


@slow
@pytest.mark.parametrize("name", SCREENS)
def test_the_board_fits_the_screen_and_axe_finds_nothing(page: Page, server: SmallServer, name: str) -> None:
    width, height = SCREENS[name]
    page.set_viewport_size({"width": width, "height": height})
    fill(server)
    server.call("A042", "C018", language="ar")
    until(page, f"kolapp.seen().seq === {server.view.seq}")
    expect(page.locator("#earlier-calls li")).to_have_count(5)
    shot(page, f"{name}-busy")
    assert page.evaluate(OVERFLOWING) == []
    if name in TV:
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    assert found_by_axe(page) == []


@slow
@pytest.mark.parametrize(("name", "codes"), [("hd", tuple(LANGUAGES)), ("standing", LOOKED_AT)], ids=["hd", "standing"])
def test_the_board_can_be_read_in_every_language(
    browser: Browser, server: SmallServer, name: str, codes: tuple[str, ...]
) -> None:
    width, height = SCREENS[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    server.call("A042", desk=3, language="ar")
    for code in codes:
        spoken = LANGUAGES[code]
        page.goto(f"{server.url}/board/ekvik?lang={code}")
        expect(page.locator("#field .number")).to_have_text(["A042"])
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if spoken.is_rtl else "ltr")
        expect(page.locator("html")).to_have_attribute("lang", spoken.tag)
        if code in LOOKED_AT:
            shot(page, f"language-{name}-{code}")
        assert page.evaluate(OVERFLOWING) == [], code
    page.close()


@slow
@pytest.mark.parametrize("metres", [8, 6.2])
@pytest.mark.parametrize("name", ["hd", "standing"])
def test_a_called_number_and_its_desk_can_be_read_from_farther_away(
    browser: Browser, server: SmallServer, name: str, metres: float
) -> None:
    width, height = SCREENS[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{server.url}/board/ekvik?last_seat_m={metres}")
    until(page, "kolapp.seen().seq >= 1")
    server.call("A042", "C017", language="ar")
    fill(server)
    expect(page.locator("#field .number")).to_have_text(["A042", "C017"])
    expect(page.locator("#earlier-calls li")).to_have_count(5)
    shot(page, f"far-{metres}-{name}")
    sizes = page.locator("#field .number, #field .sign").evaluate_all(
        "(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) * 0.714 * MM_PER_PX_55_INCH >= metres * 12.2 - 0.1
    assert page.evaluate(OVERFLOWING) == []
    assert page.evaluate(BELOW) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
    page.close()


@slow
@pytest.mark.parametrize("name", ["hd", "standing", "phone"])
def test_the_board_at_eye_height_says_the_way_in_words(browser: Browser, server: SmallServer, name: str) -> None:
    width, height = SCREENS[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    for code in LOOKED_AT:
        page.goto(f"{server.url}/board/ekvik?layout=near&hearing_loop=true&lang={code}")
        until(page, "kolapp.seen().seq >= 1")
        if code == "sv":
            fill(server)
            expect(page.locator("#near-calls .near-where").first).to_contain_text(re.compile("Disk 2\\s*åt höger"))
            expect(page.locator("#notes")).to_contain_text("Hörslinga")
        expect(page.locator("#near-calls li")).to_have_count(6)
        shot(page, f"near-{name}-{code}")
        assert page.evaluate(OVERFLOWING) == [], code
        if name != "phone":
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1"), code
        assert found_by_axe(page) == []
    page.close()


@slow
def test_a_towns_own_words_stand_on_the_board(page: Page, server: SmallServer) -> None:
    own = OwnText(part=TextPart.DISPLAY, key="field.welcome", language="sv", forms=("Hej och hjärtligt!",))
    texts = {"sv": {"field.welcome": "Hej", "desk": "Disk {sign}"}}
    script = "([texts, own]) => import('/static/board/own.js').then((one) => one.withOwn(texts, own))"
    assert page.evaluate(script, [texts, [own.model_dump(mode="json")]]) == {"sv": texts["sv"] | {"field.welcome": own.forms[0]}}


@slow
@pytest.mark.parametrize("name", ["hd", "standing"])
def test_a_called_number_can_be_read_from_five_metres(page: Page, server: SmallServer, name: str) -> None:
    width, height = SCREENS[name]
    page.set_viewport_size({"width": width, "height": height})
    server.call("A042", "K1-07")
    expect(page.locator("#field .number")).to_have_count(2)
    sizes = page.locator("#field .number").evaluate_all("(all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize))")
    assert min(sizes) * 0.714 * MM_PER_PX_55_INCH >= 61


@slow
def test_a_page_that_may_not_sound_offers_a_key_for_it(playwright: Playwright, server: SmallServer) -> None:
    quiet = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    page = quiet.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{server.url}/board/ekvik")
    key = page.get_by_role("button", name="Slå på ljudet")
    expect(key).to_be_visible()
    shot(page, "sound-key")
    assert found_by_axe(page) == []
    key.click()
    expect(page.locator("#sound")).to_be_hidden()
    quiet.close()


@slow
def test_the_hash_is_the_servers(page: Page) -> None:
    lines = (TicketLine(number="K1-07", state=State.CALLED, desk_id="disk-1"), TicketLine(number="A001", state=State.WAITING))
    script = "(lines) => import('/static/board/stream.js').then((rules) => rules.digest(lines))"
    assert page.evaluate(script, [line.model_dump(mode="json") for line in lines]) == digest(lines)


@slow
def test_an_old_call_is_not_said_after_a_gap_when_its_visitor_has_been_met(page: Page, server: SmallServer) -> None:
    server.is_silent = True
    server.call("A042")
    met = (TicketLine(number="A042", state=State.SERVING, desk_id="disk-1"),)
    server.change(tickets=met, told=met)
    old = server.view.recent_calls[0].model_copy(update={"at": datetime.now(UTC) - timedelta(seconds=90)})
    server.view = server.view.model_copy(update={"recent_calls": (old,)})
    server.is_silent = False
    server.call("C017")
    until(page, "kolapp.spoken.length >= 1")
    assert page.evaluate("kolapp.spoken[0].number") == "C017"
