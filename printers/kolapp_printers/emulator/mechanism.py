# SPDX-License-Identifier: EUPL-1.2
"""What happens inside the emulated printer: it prints, holds what it cannot print, and lets slips fall into a folder.

A printer without paper keeps what it was sent and prints it when the roll has been changed. That is why a program that
sends a slip again, because nothing seemed to happen, ends with two.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Condition, Event, RLock

from kolapp_printers.emulator.decode import AskCompletion, Command, Cut, Page, Raster, printed
from kolapp_printers.emulator.faults import HOLDING, Fault, FaultKind
from kolapp_printers.emulator.render import render, sketch

DOTS_PER_MM = 8
Answer = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class PrintedSlip:
    """One slip in the tray. `dots` names its picture: equal for equal ones.

    `is_cut` False: torn, since somebody died. No slip of ours has any `text` or `unknown`.
    """

    slip: int
    picture: str
    finished_at: str
    width_dots: int
    height_dots: int
    is_cut: bool
    dots: str
    text: str
    unknown: tuple[str, ...]


def dots_of(page: Page) -> str:
    """A name for the black and white of `page`."""
    return sha256(b"".join(raster.data for raster in page.rasters)).hexdigest()[:16]


class Tray:
    """Slips in a folder: slip-0001.png, slip-0001.txt (a sketch for the terminal) and, last of all, slip-0001.json."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slips: list[PrintedSlip] = []
        self._came = Condition()
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((int(path.stem[5:]) for path in folder.glob("slip-[0-9]*.json")), default=0)

    def put(self, page: Page) -> None:
        """`page` lies in the folder, whole, and those who wait for it are told."""
        self._number += 1
        name, picture = f"slip-{self._number:04}", render(page)
        slip = PrintedSlip(
            self._number, f"{name}.png", datetime.now(UTC).isoformat(), picture.width, picture.height,
            page.is_cut, dots_of(page), page.text.decode("latin-1"), tuple(piece.hex() for piece in page.unknown),
        )  # fmt: skip
        picture.save(self.folder / slip.picture, dpi=(203, 203))
        (self.folder / f"{name}.txt").write_text(sketch(picture) + "\n", encoding="utf-8")
        unfinished = self.folder / f"{name}.part"
        unfinished.write_text(json.dumps(asdict(slip), indent=1), encoding="utf-8")
        unfinished.replace(self.folder / f"{name}.json")
        with self._came:
            self.slips.append(slip)
            self._came.notify_all()

    def wait_for(self, count: int, seconds: float) -> list[PrintedSlip]:
        """The slips of this run, once there are `count` of them. Raises `TimeoutError`."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.slips) >= count, seconds):
                raise TimeoutError(f"{len(self.slips)} slips, not {count}")
            return list(self.slips)


class Mechanism:
    """The head, the cutter and the memory of the printer; used by one connection at a time, and by who opens the lid."""

    def __init__(self, tray: Tray, mm_per_second: float = 0.0) -> None:
        self.tray, self.mm_per_second = tray, mm_per_second
        self.fault = Fault()
        self.unfinished = b""
        """What a sender left when the wire was cut: the next one's bytes are taken for the rest of it."""
        self._page = Page()
        self._held: list[tuple[Command, Answer]] = []
        self._lock = RLock()
        self._never = Event()

    @property
    def held(self) -> int:
        """How many commands wait for the printer to be mended."""
        return len(self._held)

    def set_fault(self, fault: Fault) -> None:
        """The printer has `fault` from now on; what it held is printed if it can print again."""
        with self._lock:
            self.fault = fault
            while self._held and not self._is_stopped():
                self._do(*self._held.pop(0))

    def take(self, command: Command, answer: Answer) -> None:
        """`command` is carried out, or held in its order."""
        with self._lock:
            if self._held or self._is_stopped():
                self._held.append((command, answer))
            else:
                self._do(command, answer)

    def tear(self, rest: Raster | None) -> None:
        """The sender is gone in the midst of a slip: what stands on the paper falls into the tray as it is."""
        with self._lock:
            if self._held:
                return
            if rest:
                self._page = printed(self._page, rest)
            self._finish()

    def lose_power(self) -> None:
        """What it was told and has not done is forgotten; what stands on the paper falls into the tray."""
        with self._lock:
            self._held.clear()
            self.unfinished = b""
            self._finish()

    def _is_stopped(self) -> bool:
        return self.fault.kind in HOLDING and self.fault.after_bytes == 0

    def _do(self, command: Command, answer: Answer) -> None:
        self._page = printed(self._page, command)
        match command:
            case Raster(rows=rows) if self.mm_per_second:
                self._never.wait(rows / DOTS_PER_MM / self.mm_per_second)
            case Cut():
                self._finish()
            case AskCompletion(letters):
                self._finish()
                if self.fault.kind is not FaultKind.NO_COMPLETION or self.fault.after_bytes:
                    answer(b"\x37\x22" + letters + b"\x00")
            case _:
                pass

    def _finish(self) -> None:
        page, self._page = self._page, Page()
        if not page.is_empty:
            self.tray.put(page)
