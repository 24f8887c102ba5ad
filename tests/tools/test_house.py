# SPDX-License-Identifier: EUPL-1.2
"""What a reception on one machine is told before it starts."""

import itertools
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from kolapp_server.domain import hours
from kolapp_server.town import read_town
from kolapp_server.translate.towns import rules_of
from tools.house import HOURS, NEVER_CLOSED, House, Plan, free_port, listens, new_password
from tools.live_pictures import LivePictures

EKVIK = Path("town/ekvik.yaml")


def test_a_reception_to_try_is_open_every_day_of_the_week() -> None:
    text, changes = HOURS.subn(NEVER_CLOSED, EKVIK.read_text(encoding="utf-8"))
    assert changes == 1
    town = read_town(text)
    assert {open_.day for open_ in town.hours} == set(range(7))
    assert town.groups == read_town(EKVIK.read_text(encoding="utf-8")).groups
    sunday_night = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert hours.opening(rules_of(town), sunday_night).is_open


def test_passwords_are_made_anew() -> None:
    made = {new_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(password) == 19 for password in made)


def test_every_program_has_a_port_of_its_own(tmp_path: Path) -> None:
    house = House(Plan(tmp_path))
    ports = [house.port, house.printer_port, house.printer_control_port, *house.mirror_ports.values()]
    assert all(one != other for one, other in itertools.combinations(ports, 2))


def test_windows_open_off_screen_where_there_is_no_screen(tmp_path: Path) -> None:
    assert "SDL_VIDEODRIVER" in House(Plan(tmp_path))._window_settings("kiosk")
    assert "SDL_VIDEODRIVER" not in House(Plan(tmp_path, has_screen=True))._window_settings("kiosk")


def test_nobody_listens_at_a_free_port() -> None:
    assert not listens(free_port())


def fetch(pictures: LivePictures, method: str, path: str, origin: str = "") -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", pictures.server_port, timeout=10)
    try:
        connection.request(method, path, b'{"x": 1, "y": 2}' if method == "POST" else None, {"Origin": origin} if origin else {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_live_pictures_come_from_the_mirrors_and_touches_from_this_page_only() -> None:
    pictures = LivePictures({"kiosk": free_port()})
    pictures.start()
    try:
        assert b'data-name="kiosk"' in fetch(pictures, "GET", "/")[1]
        assert fetch(pictures, "GET", "/kiosk.png")[0] == 502
        assert fetch(pictures, "GET", "/other.png")[0] == 404
        assert fetch(pictures, "POST", "/kiosk/touch")[0] == 403
        assert fetch(pictures, "POST", "/kiosk/touch", "http://example.org")[0] == 403
        assert fetch(pictures, "POST", "/kiosk/touch", pictures.url.rstrip("/"))[0] == 502
    finally:
        pictures.stop()
