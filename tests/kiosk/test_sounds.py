# SPDX-License-Identifier: EUPL-1.2
"""The sounds on the kiosk's disk: fetched once, kept within bounds, there when the server is not."""

import io
import wave
from pathlib import Path

import httpx
import pytest

from kolapp_client.http import ServerHttp, ServerSilent
from kolapp_kiosk import sounds
from kolapp_kiosk.sounds import Sounds, joined, wanted_phrases
from kolapp_words.spoken import phrase_id
from tests.kiosk import town

pytestmark = pytest.mark.asyncio


def sound(seconds: float, rate: int = 8000) -> bytes:
    target = io.BytesIO()
    with wave.open(target, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(bytes(2 * int(seconds * rate)))
    return target.getvalue()


class Speaking:
    """A server that speaks, until it does not."""

    def __init__(self, refusal: str = "") -> None:
        self.asked: list[str] = []
        self.refusal, self.is_there = refusal, True

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path.split("/")[-1].removesuffix(".wav"))
        if not self.is_there:
            raise httpx.ConnectError("gone")
        if self.refusal:
            problem = {"type": "about:blank", "title": "No", "status": 404, "code": self.refusal}
            return httpx.Response(404, json=problem, headers={"content-type": "application/problem+json"})
        return httpx.Response(200, content=sound(0.1))


def shelf(speaking: Speaking, folder: Path, most_mb: int = 100) -> Sounds:
    server = ServerHttp("http://server", "token", httpx.MockTransport(speaking.answer))
    return Sounds(server, "ekvik", folder, most_mb)


def kept(folder: Path) -> set[str]:
    """The ids of the phrases that lie there."""
    return {path.stem for path in folder.rglob("*.wav")}


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "FETCH_EVERY_S", 0)


async def test_a_phrase_is_fetched_once_and_is_there_without_the_server(tmp_path: Path) -> None:
    speaking = Speaking()
    here = shelf(speaking, tmp_path)
    found = await here.of("Välkommen", "sv")
    speaking.is_there = False
    assert await here.of("Välkommen", "sv") == found
    assert await here.of("Stängt", "sv") is None
    assert speaking.asked[0] == phrase_id("Välkommen")


async def test_all_that_can_be_said_is_laid_in_and_what_nobody_says_any_more_is_gone(tmp_path: Path) -> None:
    speaking = Speaking()
    here = shelf(speaking, tmp_path)
    old = await here.of("Exempla Namnsson", "sv")
    assert old is not None
    assert await here.stock(town.CATALOGUE, "sv")
    wanted = wanted_phrases(town.CATALOGUE, "sv")
    assert kept(tmp_path) == set(wanted)
    assert not old.exists()
    before = len(speaking.asked)
    assert await here.stock(town.CATALOGUE, "sv")
    assert len(speaking.asked) == before


async def test_the_disk_is_never_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "MEGABYTE", 20_000)
    assert not await shelf(Speaking(), tmp_path, most_mb=1).stock(town.CATALOGUE, "sv")
    assert len(kept(tmp_path)) * len(sound(0.1)) < 20_000 + len(sound(0.1))


async def test_a_language_without_a_voice_is_asked_for_once(tmp_path: Path) -> None:
    speaking = Speaking("no_voice")
    assert not await shelf(speaking, tmp_path).stock(town.CATALOGUE, "ar")
    assert len(speaking.asked) == 1


async def test_an_older_server_is_asked_for_the_rest_too(tmp_path: Path) -> None:
    speaking = Speaking("not_found")
    assert not await shelf(speaking, tmp_path).stock(town.CATALOGUE, "sv")
    assert len(speaking.asked) == len(wanted_phrases(town.CATALOGUE, "sv"))


async def test_a_server_that_is_silent_is_tried_again_later(tmp_path: Path) -> None:
    speaking = Speaking()
    speaking.is_there = False
    with pytest.raises(ServerSilent):
        await shelf(speaking, tmp_path).stock(town.CATALOGUE, "sv")


async def test_sounds_are_one_after_the_other_and_one_that_is_broken_is_left_out_and_thrown_away(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.wav" for number in range(4)]
    for file, content in zip(files, (sound(0.5), sound(0.25), b"half", sound(0.1, 16_000)), strict=True):
        file.write_bytes(content)
    lengths = []
    for one in joined(files):
        with wave.open(io.BytesIO(one)) as heard:
            lengths.append(heard.getnframes() / heard.getframerate())
    assert lengths == [pytest.approx(0.75 + sounds.REST_S, abs=0.01), pytest.approx(0.1)]
    assert not files[2].exists()
