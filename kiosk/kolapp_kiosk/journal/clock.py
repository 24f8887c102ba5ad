# SPDX-License-Identifier: EUPL-1.2
"""What time it is, for a kiosk whose own clock may be wrong by a day in either direction.

While it runs: what the server last told, plus what has passed by a clock that nobody sets. Before the server has been heard:
the own clock, but never earlier than what has been heard or written before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kolapp_kiosk.journal.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What the server told since this program was started, and when that was by the steady clock."""

    told_at: datetime | None = None
    told_at_s: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the time is the server's and not only the kiosk's own."""
        return self.told_at is not None


def reckoned(reckoning: Reckoning, ledger: Ledger, own: datetime, steady_s: float) -> datetime:
    """The server's time as far as the kiosk can know it."""
    if reckoning.told_at is not None:
        return reckoning.told_at + timedelta(seconds=steady_s - reckoning.told_at_s)
    return max(own, ledger.heard_at or own, ledger.latest_at or own)


def last_heard(reckoning: Reckoning, ledger: Ledger) -> datetime | None:
    """The last time that the server told, also before the kiosk was switched off."""
    return reckoning.told_at or ledger.heard_at
