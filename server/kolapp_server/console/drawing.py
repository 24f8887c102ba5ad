# SPDX-License-Identifier: EUPL-1.2
"""A page from its template: everything that is put into it is escaped, and what is missing is a fault, not a blank."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse

from kolapp_words.texts import Texts

if TYPE_CHECKING:
    from jinja2 import Environment

NOTHING: dict[str, object] = {"words": None, "metas": {}, "is_practice": False}


def draw(template: str, texts: Texts, status: int = 200, **facts: object) -> HTMLResponse:
    """The page in the language of `texts`. It is never kept by the browser: another may sign in on the same machine."""
    page = templates().get_template(template).render(t=texts, **{**NOTHING, **facts})
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store", "Content-Language": texts.language.code})


@cache
def templates() -> "Environment":
    """All pages' frames."""
    # Imported here: after a power cut visitors wait for the server, and nobody yet for a page.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
