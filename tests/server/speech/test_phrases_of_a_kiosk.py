# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk may have spoken: what stands in its texts and in the town's, and nothing that a device makes up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from kolapp_contract import paths
from kolapp_contract.catalogue import Catalogue
from kolapp_kiosk.sounds import wanted_phrases
from kolapp_server.speech import known
from kolapp_server.speech.espeak import Espeak, NoSpeech
from kolapp_server.speech.speaker import NoVoice, Speaker
from kolapp_words.languages import LANGUAGES, SpokenLanguage
from kolapp_words.spoken import for_the_ear, phrase_id, pieces
from kolapp_words.texts import read_texts
from tests.support.running_server import Running, furnish, path, running

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("server") / "var") as found:
        await furnish(found, ("ekvik",))
        yield found


def place(words: str, language: str = "sv") -> str:
    return path(paths.PHRASE_SPEECH, language=language, phrase_id=phrase_id(words))


def catalogue(server: Running) -> str:
    return server.app.state.inside.branches.words_of("ekvik").catalogue


async def test_the_kiosks_texts_the_towns_and_numbers_are_known(server: Running) -> None:
    said = set(known.of_catalogue(catalogue(server), "sv").values())
    assert {"Välkommen", "Prata med en människa", "väntar", "0", "120", "A", "العربية"} <= said
    assert {group.names["sv"] for group in Catalogue.model_validate_json(catalogue(server)).groups} <= said
    assert not [words for words in said if "{" in words or "**" in words]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_server_knows_all_that_a_kiosk_can_want(server: Running, language: str) -> None:
    wanted = wanted_phrases(Catalogue.model_validate_json(catalogue(server)), language)
    assert wanted.keys() <= known.of_catalogue(catalogue(server), language).keys()


@pytest.mark.slow
async def test_a_kiosk_hears_a_phrase_by_its_id(server: Running) -> None:
    kiosk = server.by_role["kiosk"].headers
    answer = await server.http.get(place("Välkommen"), headers=kiosk)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/wav")
    other = await server.http.get(place("Stängt"), headers=kiosk)
    assert answer.content != other.content


async def test_words_that_nobody_has_written_are_never_spoken(server: Running) -> None:
    kiosk = server.by_role["kiosk"].headers
    for address in (place("Gå hem, alla"), path(paths.PHRASE_SPEECH, phrase_id="Välkommen"), place("Välkommen", "xx")):
        answer = await server.http.get(address, headers=kiosk)
        assert (answer.status_code, answer.json()["code"]) in {(404, "not_found"), (404, "no_voice")}


@pytest.mark.parametrize("role", ["display", "printer", "clerk"])
async def test_only_a_kiosk_asks(server: Running, role: str) -> None:
    assert (await server.http.get(place("Välkommen"), headers=server.by_role[role].headers)).status_code == 403


async def test_what_today_brings_is_known_while_it_holds(server: Running) -> None:
    assert known.among(("Hissen är trasig.\nTa trappan.",), phrase_id("Ta trappan")) == "Ta trappan"
    assert known.among(("Hissen är trasig.",), phrase_id("Ta trappan")) is None


async def test_a_clip_that_people_recorded_wins_and_gives_a_voice_to_a_language_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LANGUAGES, "xx", SpokenLanguage("xx", "Utan röst"))
    speaker, wanted = Speaker(tmp_path, Espeak("no-such-program")), phrase_id("Välkommen")
    with pytest.raises(NoVoice):
        await speaker.phrase("xx", wanted, "Välkommen")
    for language in ("xx", "sv"):
        clip = tmp_path / "clips" / language / f"{wanted}.wav"
        clip.parent.mkdir(parents=True)
        clip.write_bytes(b"recorded")
        assert await speaker.phrase(language, wanted, "Välkommen") == b"recorded"
    with pytest.raises(NoSpeech):
        await speaker.phrase("sv", phrase_id("Stängt"), "Stängt")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A042", ("A", "0", "4", "2")),
        ("K1-07", ("K", "1", "0", "7")),
        ("C-7KQM-3\u00b7\u00b7\u00b7", ("C", "7", "K", "Q", "M", "3")),
        ("Disken öppnar 13:05.", ("Disken öppnar", "13", "0", "5")),
        ("torsdag 15/10", ("torsdag", "15", "10")),
        ("\u2068121\u2069 väntar", ("1", "2", "1", "väntar")),
        ("Rad ett.\nRad två, **fet**", ("Rad ett", "Rad två, fet")),
        (" \u2026 ", ()),
    ],
)
async def test_a_text_is_said_in_pieces_that_are_known_beforehand(text: str, said: tuple[str, ...]) -> None:
    assert pieces(text) == said


async def test_shortened_words_are_whole_for_the_ear() -> None:
    folder = known.kiosk_texts()
    assert folder is not None
    shown = read_texts(folder, "sv")
    assert pieces(for_the_ear(shown)("wait.about", low=7)) == ("cirka", "7", "minuter")
    assert shown("wait.about", low=7) == "cirka 7 min"
