# SPDX-License-Identifier: EUPL-1.2
"""When staff are told of what, without a clock and without a wire."""

from datetime import UTC, datetime, timedelta

import pytest

from kolapp_server.services import watch
from kolapp_server.services.devices import DeviceWatch
from kolapp_server.services.watch import AlarmKind, Printer, Watched
from kolapp_server.store.devices import DeviceRow

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
KIOSK = Watched("k1", "ekvik", "kiosk", "Entrén", waiting_since=NOON)


def after(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def with_printer(printer: Printer) -> Watched:
    """The kiosk, which said so at noon and has been heard every ten seconds since."""
    return watch.heard(KIOSK, NOON, printer, "kiosk")


def alarms_at(device: Watched, seconds: float) -> list[AlarmKind]:
    beat = int(seconds // 10) * 10
    device = watch.heard(device, after(beat), device.printer, "kiosk")
    return [alarm.kind for alarm in watch.alarms_of(device, after(seconds))]


@pytest.mark.parametrize(
    ("printer", "kind", "within_s"),
    [
        (Printer.PAPER_OUT, AlarmKind.PAPER_OUT, 15),
        (Printer.PAPER_LOW, AlarmKind.PAPER_LOW, 15),
        (Printer.COVER_OPEN, AlarmKind.COVER_OPEN, 60),
        (Printer.CUTTER_JAM, AlarmKind.PRINTER_FAULT, 60),
        (Printer.OFFLINE, AlarmKind.PRINTER_FAULT, 60),
        (Printer.UNKNOWN, AlarmKind.PRINTER_FAULT, 60),
    ],
)
def test_staff_know_in_time_though_devices_speak_only_every_ten_seconds(printer: Printer, kind: AlarmKind, within_s: int) -> None:
    heard_s = 10  # the longest that a heartbeat may take after the fault
    assert alarms_at(with_printer(printer), within_s - heard_s) == [kind]


PASSING = [(Printer.PAPER_OUT, 3), (Printer.COVER_OPEN, 30), (Printer.UNKNOWN, 30), (Printer.OK, 3600)]


@pytest.mark.parametrize(("printer", "seconds"), PASSING)
def test_what_passes_at_once_rings_no_bell(printer: Printer, seconds: int) -> None:
    assert alarms_at(with_printer(printer), seconds) == []


def test_an_alarm_counts_from_when_it_began_and_not_from_the_last_word() -> None:
    device = watch.heard(with_printer(Printer.PAPER_OUT), after(10), Printer.PAPER_OUT, "kiosk")
    (alarm,) = watch.alarms_of(device, after(12))
    assert (alarm.since, alarm.key) == (NOON, "paper_out:k1")


def test_a_new_roll_ends_the_alarm() -> None:
    device = watch.heard(with_printer(Printer.PAPER_OUT), after(10), Printer.OK, "kiosk")
    assert watch.alarms_of(device, after(12)) == ()


def test_a_device_is_unavailable_after_thirty_seconds_and_an_alarm_after_sixty() -> None:
    device = with_printer(Printer.OK)
    assert watch.seen(device, after(30)).is_heard
    assert not watch.seen(device, after(31)).is_heard
    assert watch.alarms_of(device, after(59)) == ()
    assert [alarm.kind for alarm in watch.alarms_of(device, after(60))] == [AlarmKind.DEVICE_SILENT]


def test_of_a_silent_device_the_printer_is_not_known() -> None:
    assert watch.seen(with_printer(Printer.OK), after(31)).printer is Printer.UNKNOWN


def test_a_device_that_was_never_heard_is_waited_for_a_minute() -> None:
    assert watch.alarms_of(KIOSK, after(59)) == ()
    assert [alarm.kind for alarm in watch.alarms_of(KIOSK, after(60))] == [AlarmKind.DEVICE_SILENT]


def watching() -> tuple[DeviceWatch, list[str]]:
    watched, told = DeviceWatch(), []
    watched.add(DeviceRow("k1", "ekvik", "kiosk", "Entrén", b"", 1, NOON), NOON)
    watched.listen(told.append)
    return watched, told


def test_that_a_device_is_still_there_is_no_news_but_a_fault_is() -> None:
    watched, told = watching()
    watched.hear("k1", NOON, Printer.OK, "kiosk")
    told.clear()
    watched.hear("k1", after(10), Printer.OK, "kiosk")
    assert told == []
    watched.hear("k1", after(20), Printer.PAPER_LOW, "kiosk")
    assert told == ["ekvik"]


def test_silence_is_news_when_somebody_looks() -> None:
    watched, told = watching()
    watched.hear("k1", NOON, None, "kiosk")
    told.clear()
    for seconds in range(1, 70):
        watched.look(after(seconds))
    assert told == ["ekvik", "ekvik"]  # unavailable, then an alarm
    assert [alarm.kind for alarm in watched.alarms("ekvik", after(70))] == [AlarmKind.DEVICE_SILENT]


def test_a_device_that_is_gone_leaves_no_alarm() -> None:
    watched, told = watching()
    watched.look(after(70))
    watched.drop("k1", after(71))
    assert told == ["ekvik", "ekvik"]
    assert (watched.lines("ekvik", after(71)), watched.alarms("ekvik", after(71))) == ((), ())


def test_a_word_of_a_device_that_nobody_knows_changes_nothing() -> None:
    watched, told = watching()
    watched.hear("k9", NOON, Printer.OK, "kiosk")
    assert told == []
    assert watched.take_unwritten() == []
