# SPDX-License-Identifier: EUPL-1.2
"""A town writes its own words while its reception is open: they stand on the kiosk, on the next slip and on the next page."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from kolapp_contract.own_text import OwnText, TextPart
from kolapp_printers.lines import TextLine
from kolapp_printers.picture import TOP, draw
from tests.kiosk.test_a_real_kiosk import PATIENT, PROGRAMS, SLIPS, WITHIN_S, Finger, until
from tests.printers.slips import WIDE, a_slip, lines_of, typefaces
from tools.house import KIOSK, House, Plan

pytestmark = [pytest.mark.slow, pytest.mark.window]
GREETING, MISSED, RULE = "Hej och hjärtligt!", "Hann du inte fram?", "Turen här i Ekvik"
OWN = f"""\
texts:
  kiosk:
    welcome.greeting: {{sv: "{GREETING}"}}
  slip:
    slip.missed_head: {{sv: "{MISSED}"}}
  web:
    rule.title: {{sv: "{RULE}"}}
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with House(Plan(tmp_path, programs=PROGRAMS, more_settings=PATIENT)) as open_house:
        yield open_house


def page(house: House) -> str:
    with urllib.request.urlopen(f"{house.url}/rule/{house.branch_id}?language=sv", timeout=WITHIN_S) as answer:
        return str(answer.read().decode())


def stands_on(slip: Path, words: str) -> bool:
    """Whether a line of those words is printed: its rows of dots are found one below the other."""
    own = (OwnText(part=TextPart.SLIP, key="slip.missed_head", language="sv", forms=(words,)),)
    line = next(one for one in lines_of(a_slip(texts=own)) if isinstance(one, TextLine) and one.text == words)
    drawn = draw((line,), WIDE, typefaces("sv"))
    band = drawn.crop((0, WIDE.dots(TOP), drawn.width, WIDE.dots(TOP) + line.height))
    return band.tobytes() in Image.open(slip).convert("1").tobytes()


def slip_of_a_touch(finger: Finger, house: House) -> Path:
    """The slip that one touch gives."""
    before = set(house.slips.glob(SLIPS))
    finger.touch("human")
    finger.until(screen="ticket_ready", paper="confirmed")
    until(lambda: len(set(house.slips.glob(SLIPS)) - before) == 1)
    finger.go_home()
    return (set(house.slips.glob(SLIPS)) - before).pop().with_suffix(".png")


def is_greeted(finger: Finger, words: str) -> bool:
    return words in finger.state()["texts"]


def test_a_towns_own_words_take_effect_at_once_and_stay_without_the_server(house: House, tmp_path: Path) -> None:
    finger = Finger(house.mirror_ports[KIOSK])
    finger.until(screen="welcome", wired=True)
    assert not is_greeted(finger, GREETING)
    assert not stands_on(slip_of_a_touch(finger, house), MISSED)
    assert RULE not in page(house)

    file = tmp_path / "own.yaml"
    file.write_text((house.folder / "town.yaml").read_text("utf-8") + OWN, encoding="utf-8")
    house.command("import", str(file))
    until(lambda: RULE in page(house))
    until(lambda: is_greeted(finger, GREETING))
    assert stands_on(slip_of_a_touch(finger, house), MISSED)

    for name in ("server", KIOSK):
        house.programs[name].ask_to_end()
        house.programs[name].end()
    house.launch(KIOSK)
    house.await_ready(KIOSK)
    until(lambda: is_greeted(finger, GREETING))
