# SPDX-License-Identifier: EUPL-1.2
"""What kills a server, or takes its disk, its database or its clock: the rows in short."""

import pytest

from tests.faults.playing import holds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "fault",
    [
        "server killed in mid-request",
        "power loss",
        "disk full",
        "database locked",
        "clock jumps, summer time, midnight",
    ],
)
def test_nothing_is_lost_and_nothing_doubled(fault: str) -> None:
    holds(fault)
