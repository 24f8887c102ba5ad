# SPDX-License-Identifier: EUPL-1.2
"""Several servers, and their database: the rows in short."""

import pytest

from tests.faults.playing import holds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "fault",
    [
        "NOTIFY lost",
        "one of two replicas dies",
        "database fail-over",
    ],
)
def test_nothing_is_lost_and_nothing_doubled(fault: str) -> None:
    holds(fault)
