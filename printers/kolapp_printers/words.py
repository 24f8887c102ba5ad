# SPDX-License-Identifier: EUPL-1.2
"""The words of a slip in the visitor's language. They live here and nowhere else."""

from pathlib import Path

from kolapp_words.own import Own, Part, town_texts
from kolapp_words.texts import Texts

LOCALE_FOLDER = Path(__file__).parent / "locale"


def slip_texts(language: str, own: Own = ()) -> Texts:
    """The texts in `language`, or in Swedish where that language has none."""
    return town_texts(LOCALE_FOLDER, language, Part.SLIP, own)
