# SPDX-License-Identifier: EUPL-1.2
"""Fingers that are too quick and wires that break: the rows in short."""

import pytest

from tests.faults.playing import holds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "fault",
    [
        "two quick taps",
        "network lost in mid-issue",
        "kiosk offline for hours",
        "reconnect",
        "display loses the wire",
    ],
)
def test_nothing_is_lost_and_nothing_doubled(fault: str) -> None:
    holds(fault)
