# SPDX-License-Identifier: EUPL-1.2
"""A text that a town says in its own way. It goes with the catalogue to whoever shows it, with a slip to whoever prints it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from kolapp_contract.wire import Language, LongText, Wire

TextKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)*$", max_length=60)]


class TextPart(StrEnum):
    """Where a text is met."""

    KIOSK = "kiosk"
    SLIP = "slip"
    DISPLAY = "display"
    WEB = "web"
    SPEECH = "speech"


class OwnText(Wire):
    """`forms` has one text, or as many as the language has plural forms, in the order of its gettext catalogue."""

    part: TextPart
    key: TextKey
    language: Language
    forms: tuple[LongText, ...] = Field(min_length=1, max_length=6)


def on_slips(texts: Iterable[OwnText], language: str) -> tuple[OwnText, ...]:
    """Those that a slip in that language needs."""
    return tuple(text for text in texts if text.part is TextPart.SLIP and text.language == language)
