# SPDX-License-Identifier: EUPL-1.2
"""What a kiosk may have spoken: its own texts, what the town has written, numbers and letters. Never what a device writes.

The kiosk's texts lie beside the server in the one wheel that all programs come in. They are read, never imported: a language is
added to a kiosk by its file, and is spoken from then on.
"""

import json
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from kolapp_words.own import Part, own_of, town_texts
from kolapp_words.spoken import phrase_id, phrases, pieces, written_in


@lru_cache(maxsize=1)
def kiosk_texts() -> Path | None:
    """The folder of the kiosk's texts; None where this server was installed without them."""
    found = find_spec("kolapp_kiosk")
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places))) / "ui" / "locale" if places else None


@lru_cache(maxsize=64)
def of_catalogue(catalogue: str, language: str) -> dict[str, str]:
    """Every phrase of a branch in that language, by its id. `catalogue` is JSON."""
    folder, told = kiosk_texts(), json.loads(catalogue)
    own = own_of(told.get("texts", ()))
    entries = town_texts(folder, language, Part.KIOSK, own).entries if folder else {}
    return phrases(entries, written_in(told, language))


def among(told: tuple[str, ...], wanted: str) -> str | None:
    """The words with that id among the staff's own words of today; None where they are not there."""
    return next((piece for text in told for piece in pieces(text) if phrase_id(piece) == wanted), None)
