# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's texts in the visitor's language."""

from pathlib import Path

from kolapp_words.texts import Texts, read_texts

LOCALE = Path(__file__).with_name("locale")


def texts(code: str) -> Texts:
    """All that the kiosk says, in that language."""
    return read_texts(LOCALE, code)
