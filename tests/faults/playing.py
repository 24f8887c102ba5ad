# SPDX-License-Identifier: EUPL-1.2
"""How a test plays a row in its short version."""

import pytest

from tests.faults.row import SHORT
from tests.faults.table import play


def holds(fault: str) -> None:
    """The row passes; the test is left out, with the reason, where it cannot be played."""
    row = play(fault, SHORT)
    if row.passed is None:
        pytest.skip(row.why)
    assert row.passed, row.as_json()
