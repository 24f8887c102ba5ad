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
    """`code` is BCP 47; `voice` a voice of espeak-ng, None where there is none (then Swedish is spoken).

    `dates` is the language whose days and months are written, where nobody has listed its own. The pages for the staff are in
    the languages that are `for_staff`; what visitors read is in all.
    """

    code: str
    own_name: str
    family: str = LATIN_SCRIPT
    is_rtl: bool = False
    voice: str | None = None
    dates: str = ""
    for_staff: bool = False

    @property
    def tag(self) -> str:
        """What browsers and screen readers know it as: easy Swedish is Swedish to them."""
        return self.code.partition("-")[0]

    @property
    def dated_in(self) -> str:
        """The language of its days and months."""
        return self.dates or self.code


LANGUAGES = {
    language.code: language
    for language in (
        SpokenLanguage("sv", "Svenska", voice="sv", for_staff=True),
        SpokenLanguage("sv-Easy", "Lättläst svenska", voice="sv", dates="sv"),
        SpokenLanguage("en", "English", voice="en-gb", for_staff=True),
        SpokenLanguage("fi", "Suomi", voice="fi", for_staff=True),
        SpokenLanguage("fit", "Meänkieli", dates="fi"),
        SpokenLanguage("se", "Davvisámegiella"),
        SpokenLanguage("ar", "العربية", family=ARABIC_SCRIPT, is_rtl=True, voice="ar", for_staff=True),
        SpokenLanguage("fa", "فارسی / دری", family=ARABIC_SCRIPT, is_rtl=True, voice="fa"),
        SpokenLanguage("so", "Soomaali"),
        SpokenLanguage("ti", "ትግርኛ", family=ETHIOPIC_SCRIPT),
        SpokenLanguage("uk", "Українська", voice="uk"),
        SpokenLanguage("pl", "Polski", voice="pl"),
        SpokenLanguage("bs", "Bosanski, hrvatski, srpski", voice="bs"),
        SpokenLanguage("de", "Deutsch", voice="de"),
        SpokenLanguage("es", "Español", voice="es"),
        SpokenLanguage("fr", "Français", voice="fr-fr"),
    )
}
SWEDISH = LANGUAGES["sv"]
STAFF_LANGUAGES = {code: language for code, language in LANGUAGES.items() if language.for_staff}
READ_AS = {"hr": "bs", "sr": "bs", "sh": "bs", "cnr": "bs", "prs": "fa", "pes": "fa", "sme": "se"}
"""What other tags mean the same words: the languages of Bosnia, Croatia, Serbia and Montenegro, and Dari."""


def language(code: str) -> SpokenLanguage:
    """The language with that code, or Swedish where it is not known."""
    return LANGUAGES.get(code, SWEDISH)


def meant_by(tag: str) -> str | None:
    """The code of the language that a tag of BCP 47 means: "sv-easy", "fa-AF", "hr", "fit"; None where it is not spoken here."""
    wanted = tag.strip().replace("_", "-").lower()
    whole = next((code for code in LANGUAGES if code.lower() == wanted), None)
    primary = wanted.partition("-")[0]
    return whole or next((code for code in (primary, READ_AS.get(primary, "")) if code in LANGUAGES), None)


def in_language(texts: dict[str, str], code: str) -> str:
    """`texts` in the language `code`, else in Swedish, else in whatever there is; empty when there is none."""
    return texts.get(code) or texts.get("sv") or next(iter(texts.values()), "")
