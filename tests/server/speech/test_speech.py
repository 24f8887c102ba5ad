# SPDX-License-Identifier: EUPL-1.2
"""A call as a sound: digit by digit, made once, and a site's own clips before the voice."""

import io
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from kolapp_contract import paths
from kolapp_server.control import carry_out
from kolapp_server.speech import phrases
from kolapp_server.speech.clips import ClipsDiffer, joined, written
from kolapp_server.speech.espeak import Espeak, NoSpeech
from kolapp_server.speech.speaker import LOCALE, NoVoice, Speaker
from kolapp_words.languages import LANGUAGES
from kolapp_words.texts import read_texts
from tests.support.running_server import Running, always_open, path, running

pytestmark = pytest.mark.asyncio(loop_scope="module")
RATE = 8000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await carry_out(found.foundation, {"do": "import", "text": always_open()})
        yield found


def seconds_of(sound: bytes) -> float:
    with wave.open(io.BytesIO(sound), "rb") as found:
        return found.getnframes() / found.getframerate()


def clip(seconds: float, level: int, rate: int = RATE) -> bytes:
    return written(bytes([level, 0]) * int(seconds * rate), 1, 2, rate)


async def test_a_number_is_said_sign_by_sign() -> None:
    assert phrases.sentence("Nummer {number}. Disk {desk}.", "A042", "3") == "Nummer A, 0, 4, 2. Disk 3."
    assert phrases.sentence("{number}|{desk}", "K1-07", "12") == "K, 1, 0, 7|1, 2"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_language_says_number_and_desk(language: str) -> None:
    (call,) = read_texts(LOCALE, language).entries["call"]
    assert "{number}" in call
    assert "{desk}" in call
    assert call.index("{number}") < call.index("{desk}")


@pytest.mark.parametrize("language", [code for code, spoken in LANGUAGES.items() if spoken.voice])
async def test_every_language_is_spoken_in_a_few_seconds(server: Running, language: str) -> None:
    answer = await server.http.get(path(paths.CALL_SPEECH, language=language, desk_id="disk-3"))
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    assert 1.5 < seconds_of(answer.content) < 12


@pytest.mark.parametrize("language", [code for code, spoken in LANGUAGES.items() if spoken.voice is None])
async def test_a_language_without_a_voice_is_spoken_from_clips_alone(server: Running, language: str) -> None:
    assert (await server.http.get(path(paths.CALL_SPEECH, language=language, desk_id="disk-3"))).status_code == 404


async def test_two_numbers_sound_different_and_the_same_number_the_same(server: Running) -> None:
    sounds = [(await server.http.get(path(paths.CALL_SPEECH, number=number))).content for number in ("A042", "A043", "A042")]
    assert sounds[0] == sounds[2] != sounds[1]


async def test_a_browser_that_has_the_sound_is_not_sent_it_again(server: Running) -> None:
    first = await server.http.get(path(paths.CALL_SPEECH))
    again = await server.http.get(path(paths.CALL_SPEECH), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "max-age" in first.headers["cache-control"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"desk_id": "disk-99"}, "unknown_desk"),
        ({"number": "B001"}, "not_found"),
        ({"number": "A42"}, "not_found"),
        ({"number": "A042;rm"}, "not_found"),
        ({"language": "xx"}, "no_voice"),
        ({"language": "../sv"}, "not_found"),
        ({"language": "sv+f3"}, "not_found"),
        ({"branch_id": "mars"}, "not_found"),
    ],
)
async def test_only_what_can_be_called_is_spoken(server: Running, wrong: dict[str, str], code: str) -> None:
    answer = await server.http.get(path(paths.CALL_SPEECH, **wrong))
    assert (answer.status_code, answer.json()["code"]) == (404, code)


async def test_without_the_program_the_answer_says_what_to_install(server: Running, tmp_path: Path) -> None:
    before = server.app.state.speaker
    server.app.state.speaker = Speaker(tmp_path, Espeak("no-such-program"))
    answer = await server.http.get(path(paths.CALL_SPEECH, number="A999"))
    server.app.state.speaker = before
    assert (answer.status_code, answer.json()["code"]) == (503, "no_speech")
    assert "apt install espeak-ng" in answer.json()["title"]


async def test_what_was_spoken_once_needs_no_program_again(tmp_path: Path) -> None:
    spoken = await Speaker(tmp_path, Espeak("espeak-ng")).call("sv", "A042", "3")
    assert await Speaker(tmp_path, Espeak("no-such-program")).call("sv", "A042", "3") == spoken
    with pytest.raises(NoSpeech):
        await Speaker(tmp_path, Espeak("no-such-program")).call("sv", "A043", "3")


async def test_a_program_that_says_nothing_is_no_voice(tmp_path: Path) -> None:
    with pytest.raises(NoSpeech):
        await Speaker(tmp_path, Espeak("true")).call("sv", "A042", "3")


async def test_a_sites_own_clips_are_played_instead_of_the_voice(tmp_path: Path) -> None:
    folder = tmp_path / "clips" / "sv"
    folder.mkdir(parents=True)
    for key in set(phrases.clip_keys("A042", "3")):
        (folder / f"{key}.wav").write_bytes(clip(0.5, 1))
    sound = await Speaker(tmp_path, Espeak("no-such-program")).call("sv", "A042", "3")
    assert seconds_of(sound) == pytest.approx(7 * 0.5 + 6 * 0.12, abs=0.01)


async def test_half_a_set_of_clips_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "clips" / "sv"
    folder.mkdir(parents=True)
    (folder / "number.wav").write_bytes(clip(0.5, 1))
    with pytest.raises(NoSpeech):
        await Speaker(tmp_path, Espeak("no-such-program")).call("sv", "A042", "3")


async def test_clips_of_two_kinds_are_not_joined(tmp_path: Path) -> None:
    files = (tmp_path / "a.wav", tmp_path / "b.wav")
    files[0].write_bytes(clip(0.1, 1))
    files[1].write_bytes(clip(0.1, 1, rate=16_000))
    with pytest.raises(ClipsDiffer):
        joined(files)


async def test_a_language_that_is_not_ours_has_no_voice(tmp_path: Path) -> None:
    with pytest.raises(NoVoice):
        await Speaker(tmp_path, Espeak("espeak-ng")).call("tlh", "A042", "3")


async def test_a_recall_says_that_it_is_one(server: Running) -> None:
    call = path(paths.CALL_SPEECH)
    first, recall = await server.http.get(call), await server.http.get(call, params={"again": "true"})
    assert first.content != recall.content
    assert phrases.clip_keys("A1", "3", is_again=True) == ("again", "number", "letter-a", "digit-1", "desk", "digit-3")
