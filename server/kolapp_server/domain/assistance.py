# SPDX-License-Identifier: EUPL-1.2
"""A call for help as a value: who asked, and who comes."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from kolapp_server.domain.ticket import DeskId, DeviceId


class HelpKind(StrEnum):
    """`SILENT`: something is wrong at a desk. `TWO`: a colleague is asked to sit in. `VISITOR`: somebody at a kiosk."""

    SILENT = "silent"
    TWO = "two_of_us"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Help:
    """Asked at a desk, or by a visitor at a kiosk; not ended yet. `coming` are the desks that come, `coming_at` the first."""

    help_id: str
    kind: HelpKind
    asked_at: datetime
    desk: DeskId | None = None
    device: DeviceId | None = None
    coming: tuple[DeskId, ...] = ()
    coming_at: datetime | None = None


def with_comer(helps: tuple[Help, ...], help_id: str, desk: DeskId, at: datetime) -> tuple[Help, ...]:
    """The helps, `desk` on its way to one of them."""
    return tuple(
        replace(each, coming=(*each.coming, desk), coming_at=each.coming_at or at) if each.help_id == help_id else each
        for each in helps
    )
