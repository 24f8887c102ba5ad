# SPDX-License-Identifier: EUPL-1.2
"""Figures about people: a number so small that somebody could be meant is not told."""

from kolapp_contract.wire import Wire


class ReasonCount(Wire):
    """How often. None with `is_few`: one to four; None without: hidden so that the few cannot be worked out."""

    reason: str
    count: int | None = None
    is_few: bool = False
