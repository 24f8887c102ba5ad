# SPDX-License-Identifier: EUPL-1.2
"""The web board's texts are the display's: `python -m tests.display.web_texts` writes texts.json anew from the .po files."""

import json
from pathlib import Path

import kolapp_display
from kolapp_words.languages import LANGUAGES
from kolapp_words.texts import read_texts

HOME = Path(kolapp_display.__file__).parent
TEXTS_FILE = HOME / "web" / "texts.json"
PARTS = {"title", "sound", "field", "earlier", "waits", "banner", "near", "loop"}
PERIOD = 200
"""Which form a number takes is the same for every hundred from the second on, in every rule of plurals."""


def web_texts() -> dict[str, dict[str, str | list[str]]]:
    """Every text of the waiting room, in every language, with the way it runs and the form that each number takes."""
    return {code: _of(code) for code in LANGUAGES}


def _of(code: str) -> dict[str, str | list[str]]:
    texts = read_texts(HOME / "ui" / "locale", code)
    shown: dict[str, str | list[str]] = {
        key: forms[0] if len(forms) == 1 else list(forms)
        for key, forms in texts.entries.items()
        if key == "desk" or key.split(".")[0] in PARTS
    }
    plurals = "".join(str(texts.plural_form(n)) for n in range(PERIOD))
    return {"direction": "rtl" if texts.language.is_rtl else "ltr", "plurals": plurals, **shown}


if __name__ == "__main__":
    TEXTS_FILE.write_text(json.dumps(web_texts(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
