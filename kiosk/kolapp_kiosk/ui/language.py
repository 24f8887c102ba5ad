# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's texts in the visitor's language."""

from pathlib import Path

from kolapp_contract.catalogue import Catalogue
from kolapp_words.own import Part, town_texts
from kolapp_words.texts import Texts

LOCALE = Path(__file__).with_name("locale")


def texts(code: str, catalogue: Catalogue | None = None) -> Texts:
    """All that the kiosk says in that language, with the town's own words where it has any."""
    return town_texts(LOCALE, code, Part.KIOSK, catalogue.texts if catalogue else ())
