# SPDX-License-Identifier: EUPL-1.2
"""What the server counts of itself, for Prometheus: `kolapp_*`. Ids and codes in the labels, never a name."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from kolapp_contract import paths
from kolapp_server.domain.day import Day
from kolapp_server.domain.events import OfflineTicketLeft, OfflineTicketTaken, TicketIssued, TicketPrinted
from kolapp_server.domain.invariants import Invariant
from kolapp_server.services.caretaker import House
from kolapp_server.services.watch import Watched
from kolapp_server.store.batch import Committed

FAST = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
BATCHES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
ISSUED_OFFLINE = (OfflineTicketTaken, OfflineTicketLeft)


class Metrics:
    """A registry of its own, so that two servers in one process do not meet."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.issue_seconds = Histogram("kolapp_issue_seconds", "Ask to answer", buckets=FAST, registry=self.registry)
        self.call_seconds = Histogram("kolapp_call_seconds", "Ask to answer", buckets=FAST, registry=self.registry)
        self.issued = Counter("kolapp_tickets_issued", "Tickets issued", ("branch", "errand"), registry=self.registry)
        self.issued_offline = Counter(
            "kolapp_tickets_issued_offline",
            "Tickets that kiosks gave out by themselves",
            ("branch", "errand"),
            registry=self.registry,
        )
        self.prints = Counter("kolapp_prints", "Printouts by result", ("branch", "result"), registry=self.registry)
        self.unexpected = Counter("kolapp_unexpected", "Answers that nobody designed", registry=self.registry)
        self.commit_seconds = Histogram("kolapp_commit_seconds", "One batch, to disk", buckets=FAST, registry=self.registry)
        self.batch_size = Histogram("kolapp_batch_size", "Jobs in one batch", buckets=BATCHES, registry=self.registry)
        self.live_lag = Histogram("kolapp_live_lag_seconds", "Decision to hand-over", buckets=FAST, registry=self.registry)
        self._issued = cache(self.issued.labels)
        self._timed = {("PUT", paths.TICKET): self.issue_seconds, ("POST", paths.DESK_CALLS): self.call_seconds}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """An answer has been given."""
        if status == 500:
            self.unexpected.inc()
        timed = self._timed.get((method, route))
        if timed is not None and status < 300:
            timed.observe(seconds)

    def committed(self, change: Committed) -> None:
        """A batch is on disk. What another replica did is counted there."""
        if not change.is_ours or change.after.rules.is_practice:
            return
        branch_id = change.after.branch_id
        for event in change.events:
            if isinstance(event, TicketIssued):
                self._issued(branch_id, event.errand).inc()
            elif isinstance(event, ISSUED_OFFLINE):
                self.issued_offline.labels(branch_id, event.errand).inc()
            elif isinstance(event, TicketPrinted):
                self.prints.labels(branch_id, event.result).inc()

    def handed_over(self, change: Committed, now: datetime) -> None:
        """Whoever listens has been given what happened."""
        if change.is_ours and change.events and not change.after.rules.is_practice:
            self.live_lag.observe(max(0.0, (now - change.events[-1].at).total_seconds()))

    def batch(self, size: int, seconds: float) -> None:
        """So many jobs were committed together, in that time."""
        self.batch_size.observe(size)
        self.commit_seconds.observe(seconds)

    def show(self, *standing: Collector) -> None:
        """From now on the registry also tells how things stand whenever it is asked."""
        for each in standing:
            self.registry.register(each)

    def text(self) -> bytes:
        """All of it, in Prometheus' text form."""
        return generate_latest(self.registry)


def real(days: dict[str, Day]) -> dict[str, Day]:
    """The branches whose visitors exist."""
    return {branch_id: day for branch_id, day in days.items() if not day.rules.is_practice}


class Standing(Collector):
    """How things stand at the moment of asking."""

    def __init__(
        self,
        days: Callable[[], dict[str, Day]],
        devices: Callable[[], Iterable[Watched]],
        listeners: Callable[[], int],
        clock: Callable[[], datetime],
    ) -> None:
        self._days, self._devices, self._listeners, self._clock = days, devices, listeners, clock

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        yield self._waiting()
        yield from self._of_devices()
        yield GaugeMetricFamily("kolapp_listeners", "Open websockets that follow a view", value=self._listeners())

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked before the server stands."""
        return ()

    def _waiting(self) -> Metric:
        waiting = GaugeMetricFamily("kolapp_waiting", "Visitors who wait", labels=("branch", "errand"))
        for branch_id, day in real(self._days()).items():
            for errand in day.rules.errands:
                waiting.add_metric((branch_id, errand.errand_id), len(day.lines.get(errand.errand_id, ())))
        return waiting

    def _of_devices(self) -> Iterator[Metric]:
        silent = GaugeMetricFamily("kolapp_device_silent_seconds", "Since the device was last heard", labels=("device", "kind"))
        printer = GaugeMetricFamily("kolapp_printer_state", "1 for the state it is in", labels=("device", "state"))
        for device in self._devices():
            silent_s = (self._clock() - (device.last_seen_at or device.waiting_since)).total_seconds()
            silent.add_metric((device.device_id, device.kind), silent_s)
            if device.printer is not None:
                printer.add_metric((device.device_id, device.printer.value), 1)
        yield silent
        yield printer


class HouseStanding(Collector):
    """How the server itself stands: disk, backup, and what may never be otherwise."""

    def __init__(self, house: Callable[[], House], clock: Callable[[], datetime]) -> None:
        self._house, self._clock = house, clock

    def collect(self) -> Iterator[Metric]:
        """The gauges. Of what has not been looked at yet, nothing is said."""
        house = self._house()
        if house.room is not None:
            yield GaugeMetricFamily("kolapp_disk_free_bytes", "Room on the disk", value=house.room.free_bytes)
            yield GaugeMetricFamily("kolapp_disk_used_ratio", "Share of the disk in use", value=house.room.used_share)
        if house.last_backup is not None and house.last_backup.file:
            age_s = (self._clock() - house.last_backup.at).total_seconds()
            yield GaugeMetricFamily("kolapp_backup_age_seconds", "Since the last backup", value=age_s)
        violated = GaugeMetricFamily(
            "kolapp_invariant_violations", "What may never be otherwise, and is", labels=("branch", "invariant")
        )
        for branch_id, found in house.violations.items():
            for invariant in Invariant:
                violated.add_metric((branch_id, invariant.value), sum(each.invariant is invariant for each in found))
        yield violated

    def describe(self) -> Iterable[Metric]:
        """Nothing is asked before the server stands."""
        return ()
