# SPDX-License-Identifier: EUPL-1.2
"""The disk that a kiosk needs for all that it can say without its server, in every voice, beside what it may take.

Some of each language's phrases are spoken, and all of them reckoned from those.
"""

import asyncio
from pathlib import Path
from random import Random
from statistics import mean

from kolapp_kiosk.settings import Settings
from kolapp_kiosk.sounds import MEGABYTE, wanted_phrases
from kolapp_server.speech.espeak import Espeak
from kolapp_server.town import read_town
from kolapp_server.translate.towns import catalogue_of
from kolapp_words.languages import LANGUAGES
from tests.bench import figures
from tests.bench.figures import Figure

SPOKEN = 12
ROUNDS = 3
TOWN = Path("town/ekvik.yaml")


def measure() -> bool:
    """Whether a kiosk of the town that speaks every language has room for its sounds."""
    catalogue = catalogue_of(read_town(TOWN.read_text(encoding="utf-8")), version=1, public_url="https://ko.example")
    phrases = {code: sorted(wanted_phrases(catalogue, code).values()) for code, one in LANGUAGES.items() if one.voice}
    rounds = [{code: megabytes(words, code, number) for code, words in phrases.items()} for number in range(ROUNDS)]
    room = float(Settings.model_fields["speech_most_mb"].default)
    figure = Figure("clips_of_all_languages_mb", tuple(sum(one.values()) for one in rounds), room, "lower")
    details = {"phrases": {code: len(words) for code, words in phrases.items()}, "megabytes": rounds}
    figures.write("clips", [figure], details)
    return figure.is_met is not False


def megabytes(words: list[str], code: str, number: int) -> float:
    """What all phrases of a language take, by a sample of them."""
    sample = Random(number).sample(words, min(SPOKEN, len(words)))
    return mean(asyncio.run(sizes(sample, str(LANGUAGES[code].voice)))) * len(words) / MEGABYTE


async def sizes(words: list[str], voice: str) -> list[int]:
    """The bytes of each phrase, spoken."""
    espeak = Espeak("espeak-ng")
    return [len(await espeak.speak(phrase, voice)) for phrase in words]
