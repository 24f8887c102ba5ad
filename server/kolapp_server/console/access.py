# SPDX-License-Identifier: EUPL-1.2
"""What Kölapp meets of the criteria for everybody, and what it does not: the file `access.json`, for the public statement."""

import json
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kolapp_words.languages import in_language

FILE = Path(__file__).with_name("access.json")


class Clause(BaseModel):
    """One criterion. `state` is met, partly or not; `words` say in each language what one would notice of what is lacking."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    part: str
    clause: str
    asks: str
    state: str
    tests: tuple[str, ...]
    note: str = ""
    words: dict[str, str] = {}


@cache
def clauses() -> tuple[Clause, ...]:
    """Every criterion, in the file's order."""
    return tuple(Clause.model_validate(told) for told in json.loads(FILE.read_text("utf-8"))["clauses"])


def lacking(code: str) -> list[str]:
    """What is not met, or not wholly, in that language."""
    return [in_language(clause.words, code) for clause in clauses() if clause.state != "met"]
