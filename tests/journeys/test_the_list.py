# SPDX-License-Identifier: EUPL-1.2
"""Every journey of the tour can be read about, under the name that it has in tour.json."""

import re
from pathlib import Path

from tests.journeys.programme import DAYS

LIST = Path("docs/journeys.md")


def test_every_journey_is_told_of_and_every_one_told_of_is_made() -> None:
    told = re.findall(r"^\| (?!journey|-)(.+?) \|", LIST.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == list(dict.fromkeys(name for acts in DAYS.values() for name in acts))
