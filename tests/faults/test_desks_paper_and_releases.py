# SPDX-License-Identifier: EUPL-1.2
"""What befalls desks, paper and releases: the rows in short."""

import pytest

from tests.faults.playing import holds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "fault",
    [
        "two desks press at once",
        "desk computer dies, or the console loses the server",
        "paper low",
        "paper out, cover open, cutter jam, silence, garbage, slow wire, death after any byte",
        "an upgrade with old kiosks in the field",
        "restore of a backup",
    ],
)
def test_nothing_is_lost_and_nothing_doubled(fault: str) -> None:
    holds(fault)
