# SPDX-License-Identifier: EUPL-1.2
"""Who guesses is slowed down, and nobody else. Pure: a count per key, with a wait that grows.

A key is a name AND where it is tried from: whoever guesses a clerk's password from the street slows the street, not the
clerk at the desk. Nothing is locked for good, so nobody can lock a desk out of service.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

KEYS_KEPT = 10_000
FORGOTTEN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Patience:
    """`free` failures cost nothing; then the wait begins with `first` and doubles, up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta


SIGN_IN = Patience(free=5, first=timedelta(seconds=2), longest=timedelta(seconds=60))
SIGN_IN_PER_SOURCE = Patience(free=30, first=timedelta(seconds=2), longest=timedelta(seconds=60))
"""A reception's desks share one address towards the server; a mistyped password here and there must not slow them."""
PAIRING = Patience(free=5, first=timedelta(minutes=1), longest=timedelta(minutes=10))


@dataclass(frozen=True, slots=True)
class Failures:
    """How often it went wrong, and when last."""

    count: int
    last_at: datetime


@dataclass(slots=True)
class Slowing:
    """The failures of each key, the oldest forgotten first."""

    patience: Patience
    failures: dict[str, Failures] = field(default_factory=dict)

    def wait(self, key: str, now: datetime) -> timedelta:
        """How long `key` has to wait before the next try; zero when it may try now."""
        seen = self.failures.get(key)
        if seen is None or seen.count < self.patience.free or now - seen.last_at >= FORGOTTEN_AFTER:
            return timedelta()
        doublings = min(seen.count - self.patience.free, 16)
        wait = min(self.patience.first * float(2**doublings), self.patience.longest)
        return max(seen.last_at + wait - now, timedelta())

    def failed(self, key: str, now: datetime) -> None:
        """One more failure of `key`."""
        seen = self.failures.pop(key, None)
        is_fresh = seen is not None and now - seen.last_at < FORGOTTEN_AFTER
        self.failures[key] = Failures(seen.count + 1 if seen is not None and is_fresh else 1, now)
        while len(self.failures) > KEYS_KEPT:
            del self.failures[next(iter(self.failures))]

    def succeeded(self, key: str) -> None:
        """`key` did it right; its failures are forgotten."""
        self.failures.pop(key, None)


def source_of(address: str) -> str:
    """Where somebody asks from: an IPv4 address, or the /64 that an IPv6 address lies in."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(IPv6Address(int(found) >> 64 << 64)) if isinstance(found, IPv6Address) else str(found)
