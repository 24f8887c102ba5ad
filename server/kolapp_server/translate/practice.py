# SPDX-License-Identifier: EUPL-1.2
"""What a branch to practise in offers: what the real one does, and that it is practice."""

from collections.abc import Iterable

from kolapp_contract.catalogue import Catalogue, OpenTime
from kolapp_server.domain import rules


def practice_catalogue(real: str, branch_id: str, version: int, hours: Iterable[rules.OpenTime]) -> str:
    """The real branch's catalogue (JSON) as that of its practice. No public board belongs to it."""
    shown = Catalogue.model_validate_json(real)
    times = tuple(OpenTime(day=each.day, opens=f"{each.opens:%H:%M}", closes=f"{each.closes:%H:%M}") for each in hours)
    own = {"version": version, "branch_id": branch_id, "hours": times, "board_is_public": False, "is_practice": True}
    return shown.model_copy(update=own).model_dump_json()
