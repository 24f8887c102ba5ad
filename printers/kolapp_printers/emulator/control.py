# SPDX-License-Identifier: EUPL-1.2
"""Who opens the lid of the emulated printer: a small port on this machine only, one line per wish.

fault paper_out       -> ok                 from now on
fault dies 500        -> ok                 when a connection has brought 500 bytes
fault none            -> ok                 mended; what was held is printed
status                -> {"fault": "none", "after_bytes": 0, "slips": 2, "held": 0, "address": "tcp://127.0.0.1:9100"}
"""

import json
import socketserver
from threading import Thread

from kolapp_printers.emulator.faults import FaultKind, read_fault
from kolapp_printers.emulator.listen import Emulator

LONGEST_LINE = 200


class Control(socketserver.ThreadingTCPServer):
    """The port, open from `start` to `stop`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, emulator: Emulator, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Wishes)
        self.emulator = emulator
        self.port: int = self.server_address[1]

    def start(self) -> None:
        """Wishes are heard."""
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """The port is closed."""
        self.shutdown()
        self.server_close()


class _Wishes(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, Control)
        while line := self.rfile.readline(LONGEST_LINE):
            self.wfile.write(answer(self.server.emulator, line.decode("utf-8", "replace")).encode() + b"\n")


def answer(emulator: Emulator, line: str) -> str:
    """What is said to the wish in `line`, after it has been carried out."""
    match line.split():
        case ["fault", *words] if words:
            return _set_fault(emulator, words)
        case ["status"]:
            return json.dumps(_status(emulator))
        case _:
            return "error: say `fault KIND [AFTER_BYTES]` or `status`; kinds: " + " ".join(FaultKind)


def _set_fault(emulator: Emulator, words: list[str]) -> str:
    try:
        fault = read_fault(words)
    except ValueError:
        return "error: no such fault; kinds: " + " ".join(FaultKind)
    emulator.set_fault(fault)
    return "ok"


def _status(emulator: Emulator) -> dict[str, object]:
    fault, tray = emulator.mechanism.fault, emulator.tray
    return {
        "fault": fault.kind, "after_bytes": fault.after_bytes, "slips": len(tray.slips),
        "held": emulator.mechanism.held, "address": emulator.address,
    }  # fmt: skip
