# SPDX-License-Identifier: EUPL-1.2
"""The emulated printer on the network. Like most printers it serves one connection at a time; the next one waits."""

import socket
import struct
from contextlib import suppress
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from kolapp_printers.emulator.decode import AskStatus, questions_within, read_command, torn_raster
from kolapp_printers.emulator.faults import MUTE, RUBBISH, UNASKED, Fault, FaultKind, status_bytes
from kolapp_printers.emulator.mechanism import Mechanism, Tray

READ_BYTES = 4096
SLOW_BYTES, SLOW_SECONDS = 512, 0.05
AT_ONCE = struct.pack("ii", 1, 0)
ENDING = frozenset({FaultKind.DIES, FaultKind.CUT, FaultKind.HALF_OPEN})
GLANCE_SECONDS = 0.05
"""How often an idle connection looks whether the printer has been given another fault."""


class Emulator:
    """Listens on `host`:`port` (0: any free one) from `start` to `stop`; slips fall into `folder`.

    `waits_for_rest`: a picture whose sender is gone is not torn off; the next sender's bytes are taken for the rest of it.
    """

    waits_for_rest = False

    def __init__(self, folder: Path, port: int = 0, host: str = "127.0.0.1", mm_per_second: float = 0.0) -> None:
        self.tray = Tray(folder)
        self.mechanism = Mechanism(self.tray, mm_per_second)
        self.host, self.port = host, port
        self._listener: socket.socket | None = None
        self._place: socket.socket | None = None
        self._stopped = Event()
        self._turn = Lock()
        self._change = Lock()
        self._threads: list[Thread] = []
        self._forgotten: list[socket.socket] = []

    @property
    def address(self) -> str:
        """Where a printer program finds it."""
        return f"tcp://{self.host}:{self.port}"

    def start(self) -> None:
        """It listens. Raises `OSError` where the port is taken."""
        if self._place is None:
            self._place = _kept_place(self.host, self.port)
            self.port = self._place.getsockname()[1]
        self._listener = socket.create_server((self.host, self.port), reuse_port=False)
        self._begin(self._accept, self._listener)

    def stop(self) -> None:
        """Nobody listens, and all threads have ended."""
        self._stopped.set()
        self._close_listener()
        for thread in self._threads:
            thread.join(timeout=5)
        for connection in self._forgotten:
            connection.close()
        if self._place is not None:
            self._place.close()

    def set_fault(self, fault: Fault, instead_of: Fault | None = None) -> None:
        """The printer has `fault` from now on; with `instead_of` only if that is what it still has."""
        with self._change:
            if instead_of is not None and self.mechanism.fault is not instead_of:
                return
            self.mechanism.set_fault(fault)
            if self.is_gone:
                self._close_listener()
            elif self._listener is None:
                self.start()

    @property
    def is_gone(self) -> bool:
        """Whether nobody listens."""
        return self._stopped.is_set() or self.mechanism.fault == Fault(FaultKind.CLOSED)

    @property
    def is_idle(self) -> bool:
        """Whether no connection is being served."""
        return not self._turn.locked()

    def _close_listener(self) -> None:
        listener, self._listener = self._listener, None
        if listener:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _begin(self, target: object, *args: object) -> None:
        assert callable(target)
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self, listener: socket.socket) -> None:
        while not self.is_gone:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self._begin(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with self._turn:
            is_known = Conversation(self, connection).run()
        if is_known:
            connection.close()
        else:
            self._forgotten.append(connection)

    def wait(self, seconds: float) -> None:
        """That time has passed, or the emulator is to stop."""
        self._stopped.wait(seconds)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def _kept_place(host: str, port: int) -> socket.socket:
    """The port is ours also while nobody listens there. Raises `OSError` where it is taken."""
    place = socket.socket()
    try:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        place.bind((host, port))
    except OSError:
        place.close()
        raise
    return place


class Conversation:
    """One connection: reads commands, answers, and plays the fault of the hour."""

    def __init__(self, emulator: Emulator, connection: socket.socket) -> None:
        self.emulator, self.connection = emulator, connection
        self.mechanism = emulator.mechanism
        self.received = 0
        self._wished = self.mechanism.fault
        self.unread, self.mechanism.unfinished = self.mechanism.unfinished, b""
        self.is_amid_other = bool(self.unread)
        self.rubbish = cycle(RUBBISH)

    def run(self) -> bool:
        """The other end has closed, or the printer has gone. False where it knows nothing of the connection any more."""
        self.connection.settimeout(GLANCE_SECONDS)
        while True:
            self._begin_fault()
            if self.emulator.is_gone:
                break
            fault = self.mechanism.fault
            if fault.after_bytes == 0 and fault.kind in ENDING:
                return self._end(fault)
            try:
                data = self._read()
            except TimeoutError:
                continue
            except OSError:
                break
            if not data:
                break
            self._take(data)
        self._lose_sender()
        return True

    def _lose_sender(self) -> None:
        if self.emulator.waits_for_rest:
            self.mechanism.unfinished = self.unread
        else:
            self.mechanism.tear(torn_raster(self.unread))

    def _kind(self) -> FaultKind:
        fault = self.mechanism.fault
        return fault.kind if fault.after_bytes == 0 else FaultKind.NONE

    def _begin_fault(self) -> None:
        """A fault counts the bytes that came since it was wished for: the connection before may not be quite over."""
        fault = self.mechanism.fault
        if fault is not self._wished:
            self._wished, self.received = fault, 0
        if fault.after_bytes and self.received >= fault.after_bytes:
            self.emulator.set_fault(replace(fault, after_bytes=0), instead_of=fault)

    def _read(self) -> bytes:
        """What came, but no byte further than to where the fault begins."""
        fault = self.mechanism.fault
        most = min(READ_BYTES, fault.after_bytes - self.received) if fault.after_bytes else READ_BYTES
        match self._kind():
            case FaultKind.HUNG:
                self.emulator.wait(GLANCE_SECONDS)
                raise TimeoutError
            case FaultKind.SLOW:
                self.emulator.wait(SLOW_SECONDS)
                most = min(most, SLOW_BYTES)
            case FaultKind.CHATTY if not self.received:
                self._answer(UNASKED)
            case _:
                pass
        return self.connection.recv(most)

    def _take(self, data: bytes) -> None:
        self.received += len(data)
        self.unread += data
        if self.is_amid_other:
            self._hear_amid_dots(data)
        while (found := read_command(self.unread)) is not None:
            command, length = found
            self.is_amid_other = False
            self.unread = self.unread[length:]
            if isinstance(command, AskStatus):
                self._answer_status(command.question)
            else:
                self.mechanism.take(command, self._answer)

    def _answer_status(self, question: int) -> None:
        if 1 <= question <= 4:
            self._answer(status_bytes(self._kind())[question - 1 : question])

    def _hear_amid_dots(self, data: bytes) -> None:
        """Whatever it waits for, a printer answers when it is asked how it is."""
        for question in questions_within(data):
            self._answer_status(question)

    def _answer(self, answer: bytes) -> None:
        kind = self._kind()
        if kind in MUTE:
            return
        unasked = UNASKED if kind is FaultKind.CHATTY else b""
        with suppress(OSError):
            self.connection.sendall(next(self.rubbish) if kind is FaultKind.GARBAGE else unasked + answer)

    def _end(self, fault: Fault) -> bool:
        """The wire ends at once: with a reset, or in silence."""
        kind = fault.kind
        if kind is FaultKind.CUT:
            self.mechanism.unfinished = self.unread
        else:
            self.mechanism.tear(torn_raster(self.unread))
            self.mechanism.lose_power()
        self.emulator.set_fault(Fault(FaultKind.CLOSED if kind is FaultKind.DIES else FaultKind.NONE), instead_of=fault)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        return kind is not FaultKind.HALF_OPEN
