# SPDX-License-Identifier: EUPL-1.2
"""The rows of the fault table in their order, and the module that plays each."""

from importlib import import_module

from tests.faults.row import Row, Run, Scale

MODULES = {
    "server killed in mid-request": "killed_server",
    "power loss": "power_loss",
    "disk full": "disk_full",
    "database locked": "database_locked",
    "clock jumps, summer time, midnight": "clock_jumps",
    "two quick taps": "two_taps",
    "network lost in mid-issue": "network_lost",
    "kiosk offline for hours": "kiosk_offline",
    "reconnect": "reconnect",
    "display loses the wire": "display_wire",
    "NOTIFY lost": "notify_lost",
    "two desks press at once": "two_desks",
    "desk computer dies, or the console loses the server": "desk_dies",
    "paper low": "paper_low",
    "paper out, cover open, cutter jam, silence, garbage, slow wire, death after any byte": "paper_faults",
    "an upgrade with old kiosks in the field": "old_kiosks",
    "restore of a backup": "restore",
    "one of two replicas dies": "replica_dies",
    "database fail-over": "fail_over",
}


def play(fault: str, scale: Scale) -> Row:
    """The row of that fault. What breaks while it is played has not passed."""
    run: Run = import_module(f"tests.faults.rows.{MODULES[fault]}").run
    try:
        return run(scale)
    except Exception as broken:
        return Row(fault, passed=False, why=f"{type(broken).__name__}: {broken}"[:600])
