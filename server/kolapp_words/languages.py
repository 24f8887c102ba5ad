# SPDX-License-Identifier: EUPL-1.2
"""The languages that Kölapp can speak to a visitor in, each under its own name."""

from dataclasses import dataclass

ARABIC_SCRIPT = "Noto Sans Arabic"
LATIN_SCRIPT = "Noto Sans"
ETHIOPIC_SCRIPT = "Noto Sans Ethiopic"
RIGHT_TO_LEFT_MARK = "\u200f"
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """`code` is BCP 47; `voice` a voice of espeak-ng, None where there is none (then Swedish is spoken)."""

    code: str
    own_name: str
    family: str = LATIN_SCRIPT
    is_rtl: bool = False
    voice: str | None = None


LANGUAGES = {
    language.code: language
    for language in (
        SpokenLanguage("sv", "Svenska", voice="sv"),
        SpokenLanguage("en", "English", voice="en-gb"),
        SpokenLanguage("fi", "Suomi", voice="fi"),
        SpokenLanguage("ar", "العربية", family=ARABIC_SCRIPT, is_rtl=True, voice="ar"),
    )
}
SWEDISH = LANGUAGES["sv"]


def language(code: str) -> SpokenLanguage:
    """The language with that code, or Swedish where it is not known."""
    return LANGUAGES.get(code, SWEDISH)


def in_language(texts: dict[str, str], code: str) -> str:
    """`texts` in the language `code`, else in Swedish, else in whatever there is; empty when there is none."""
    return texts.get(code) or texts.get("sv") or next(iter(texts.values()), "")
