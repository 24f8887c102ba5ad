# SPDX-License-Identifier: EUPL-1.2
"""The tour is a test too: whole visits on the real programs."""

import pytest

from tests.journeys.__main__ import main


@pytest.mark.slow
def test_every_journey_arrives() -> None:
    assert main([]) == 0
