# SPDX-License-Identifier: EUPL-1.2
"""The web board's texts are the display's: `python -m tests.display.web_texts` writes texts.json anew from the .po files."""

import json
from pathlib import Path

import kolapp_display
from kolapp_words.languages import LANGUAGES
from kolapp_words.texts import read_texts

HOME = Path(kolapp_display.__file__).parent
TEXTS_FILE = HOME / "web" / "texts.json"
PARTS = {"title", "sound", "field", "earlier", "waits", "banner"}
FORMS = {2: ("one", "other"), 6: ("zero", "one", "two", "few", "many", "other")}
"""How a browser calls the plural forms that gettext counts (CLDR)."""


def web_texts() -> dict[str, dict[str, str | dict[str, str]]]:
    """Every text of the waiting room, in every language."""
    return {code: _of(code) for code in LANGUAGES}


def _of(code: str) -> dict[str, str | dict[str, str]]:
    entries = read_texts(HOME / "ui" / "locale", code).entries
    return {
        key: forms[0] if len(forms) == 1 else dict(zip(FORMS[len(forms)], forms, strict=True))
        for key, forms in entries.items()
        if key == "desk" or key.split(".")[0] in PARTS
    }


if __name__ == "__main__":
    TEXTS_FILE.write_text(json.dumps(web_texts(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
