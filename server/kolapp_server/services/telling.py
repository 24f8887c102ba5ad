# SPDX-License-Identifier: EUPL-1.2
"""When somebody is told of an alarm, besides that it stands on the facility's screen. Pure.

At once; again every so often until somebody has taken it; and not in the quiet hours, after which whatever still lasts is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


class NotQuietHours(ValueError):
    """Write quiet hours as HH:MM-HH:MM, for instance 22:00-06:00."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the clock to another, over midnight where it begins later than it ends."""

    begins: time
    ends: time

    def holds(self, now: datetime, zone: str) -> bool:
        """Whether it is quiet there now."""
        clock = now.astimezone(ZoneInfo(zone)).time()
        if self.begins <= self.ends:
            return self.begins <= clock < self.ends
        return clock >= self.begins or clock < self.ends


def quiet_hours(written: str) -> QuietHours | None:
    """None for an empty text. Raises `NotQuietHours`."""
    if not written:
        return None
    try:
        begins, ends = map(time.fromisoformat, written.split("-"))
    except ValueError:
        raise NotQuietHours() from None
    return QuietHours(begins, ends)


@dataclass(frozen=True, slots=True)
class Ringing:
    """An alarm that lasts. `key` is the same as long as it does."""

    key: str
    branch_id: str
    kind: str
    since: datetime
    device_id: str | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Told:
    """How often somebody has been told of an alarm, and when last."""

    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Bell:
    """What has been told so far; by branch and key."""

    repeat_after: timedelta
    quiet: QuietHours | None = None
    told: Mapping[tuple[str, str], Told] = field(default_factory=dict)


def ring(bell: Bell, alarms: Iterable[Ringing], taken: frozenset[tuple[str, str]], now: datetime) -> tuple[Bell, list[Ringing]]:
    """The bell after `now`, and the alarms to tell of. What is mended is forgotten, and would be told anew."""
    told: dict[tuple[str, str], Told] = {}
    telling = []
    for alarm in alarms:
        key = (alarm.branch_id, alarm.key)
        before = bell.told.get(key)
        is_quiet = bell.quiet is not None and bell.quiet.holds(now, alarm.zone)
        is_due = key not in taken and (before is None or now - before.at >= bell.repeat_after)
        if is_due and not is_quiet:
            telling.append(alarm)
            told[key] = Told(now, before.times + 1 if before else 1)
        elif before is not None:
            told[key] = before
    return Bell(bell.repeat_after, bell.quiet, told), telling
