# SPDX-License-Identifier: EUPL-1.2
"""What may be asked for at a kiosk."""

import pytest
from pydantic import ValidationError

from kolapp_contract.tickets import IssueTicket, Kind
from kolapp_contract.wire import plain


@pytest.mark.parametrize("kind", [Kind.BOOKED, Kind.RETURNING])
def test_nobody_can_ask_for_a_head_start_that_is_not_theirs_to_ask_for(kind: Kind) -> None:
    with pytest.raises(ValidationError):
        IssueTicket.model_validate({"errand_id": None, "language": "sv", "kind": kind.value})


def test_priority_is_asked_for_without_proof() -> None:
    asked = IssueTicket.model_validate({"errand_id": "bygglov", "language": "ar", "kind": "priority"})
    assert asked.kind is Kind.PRIORITY


@pytest.mark.parametrize("character", ["\x1b", "\x1d", "\x10", "\x00", "\u202e", "\u2066", "\ud800", "\ue000"])
def test_no_text_carries_a_character_that_steers(character: str) -> None:
    with pytest.raises(ValueError, match="not allowed"):
        plain(f"A{character}B")


def test_text_is_kept_in_one_way_of_writing() -> None:
    assert plain("o\u0308ppet") == "öppet"
