# SPDX-License-Identifier: EUPL-1.2
"""Every fault of a printer at every phase of a slip, and what the printer program said beside what lay on the paper.

    confirmed   the whole slip lies there, once, and no scrap of it besides; also after the printer has been mended
    failed      nothing of it lies there, and nothing comes later
    unknown     anything but two of it

And when the printer has been mended, the next slip comes whole and alone, and is confirmed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from kolapp_contract.slip import Slip
from kolapp_contract.tickets import PrintResult
from kolapp_printers.drivers.address import open_driver
from kolapp_printers.emulator.decode import decode, read_command
from kolapp_printers.emulator.faults import HOLDING, Fault, FaultKind
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.emulator.mechanism import PrintedSlip, dots_of
from kolapp_printers.paper import Paper
from kolapp_printers.patience import GRACE_SECONDS
from kolapp_printers.printer import Printer
from tests.printers.slips import a_slip

STATUS_BYTES = 12
"""What the four questions are long: asked before a slip, and after it."""
PATIENT_SECONDS = 20.0
HEALTHY = frozenset({FaultKind.NONE, FaultKind.PAPER_LOW, FaultKind.CHATTY})
REFUSING = frozenset({*HOLDING, FaultKind.CLOSED, FaultKind.DIES, FaultKind.CUT})
"""Who has one of these from the start is sent nothing."""
SLIPS = tuple(a_slip(number=f"A{n:03}", page_url=None, estimate=None, ahead=None) for n in (41, 42, 43))


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at `rounds` places of a slip. `wrong` says where and what; `worst_s` is the longest a slip took."""

    fault: str
    rounds: int
    wrong: tuple[str, ...]
    worst_s: float
    confirmed: int
    unknown: int
    failed: int

    @property
    def is_good(self) -> bool:
        """Whether nothing untrue was said."""
        return not self.wrong


@dataclass(frozen=True, slots=True)
class Round:
    """One slip on a printer that got `fault` on the way, and the next one when it had been mended."""

    fault: Fault
    result: PrintResult
    seconds: float
    whole_at_once: int
    whole: int
    scraps: int
    next_result: PrintResult
    next_whole: int


def sweep(rounds: int, seed: int, seconds: float = 0.3, kinds: tuple[FaultKind, ...] = tuple(FaultKind)) -> list[Finding]:
    """Each fault at `rounds` places drawn with `seed`, the beginning always among them; a slip gets `seconds`."""
    with TemporaryDirectory() as folder, Emulator(Path(folder)) as emulator:
        emulator.waits_for_rest = True
        bench = Bench(emulator, seconds)
        return [bench.finding(kind, places(bench.job, rounds, random.Random(f"{seed} {kind}"))) for kind in kinds]


def places(job: bytes, count: int, chance: random.Random) -> list[int]:
    """After how many bytes of a conversation the fault begins: 0, then borders of commands and any byte, in turn."""
    borders, end = list(borders_of(job)), STATUS_BYTES + len(job) + STATUS_BYTES
    chance.shuffle(borders)
    drawn = [0]
    while len(drawn) < count:
        drawn.append(borders.pop() if borders and len(drawn) % 3 else chance.randrange(1, end))
    return sorted(drawn[:count])


def borders_of(job: bytes) -> Iterator[int]:
    """Every byte of the questions, and the bytes around each command's beginning and each picture's first dot."""
    yield from range(1, STATUS_BYTES + 1)
    at = STATUS_BYTES
    while at < STATUS_BYTES + len(job):
        found = read_command(job[at - STATUS_BYTES :])
        assert found is not None
        yield from {at - 1, at, at + 1, at + 2, *(at + b for b in (8, 9) if found[1] > 16)}
        at += found[1]
    yield from range(at, at + STATUS_BYTES + 1)


class Bench:
    """One emulated printer and the program that prints on it."""

    def __init__(self, emulator: Emulator, seconds: float) -> None:
        self.emulator, self.seconds = emulator, seconds
        self.printer = Printer(open_driver(emulator.address), Paper())
        self.job = self.printer.bytes_of(SLIPS[0])
        self.dots = {slip.number: dots_of(decode(self.printer.bytes_of(slip))) for slip in SLIPS}
        self._patiently(SLIPS[0])
        self._turn = 0

    def finding(self, kind: FaultKind, after_bytes: list[int]) -> Finding:
        """What came of `kind` at these places."""
        rounds = [self.play(Fault(kind, at)) for at in after_bytes]
        results = [one.result for one in rounds]
        return Finding(
            fault=kind,
            rounds=len(rounds),
            wrong=tuple(f"{kind} after {one.fault.after_bytes} bytes: {what}" for one in rounds for what in self.wrongs(one)),
            worst_s=max(one.seconds for one in rounds),
            confirmed=results.count(PrintResult.CONFIRMED),
            unknown=results.count(PrintResult.UNKNOWN),
            failed=results.count(PrintResult.FAILED),
        )

    def play(self, fault: Fault) -> Round:
        """One slip with the fault, then the printer is mended and prints the next one."""
        self._turn += 1
        slip, following = SLIPS[self._turn % 3], SLIPS[(self._turn + 1) % 3]
        self._settle()
        before = len(self.emulator.tray.slips)
        self.emulator.set_fault(fault)
        began = monotonic()
        result = self._within(PATIENT_SECONDS if self.is_told_at_once(fault) else self.seconds, slip)
        took = monotonic() - began
        at_once = self._papers(before)
        self.emulator.set_fault(Fault())
        next_result = self._patiently(following)
        papers = self._papers(before)
        mine, others = self.dots[slip.number], self.dots[following.number]
        return Round(
            fault=fault,
            result=result,
            seconds=took,
            whole_at_once=_whole(at_once, mine),
            whole=_whole(papers, mine),
            scraps=sum(paper.dots not in (mine, others) or not paper.is_cut for paper in papers),
            next_result=next_result,
            next_whole=_whole(papers, others),
        )

    def is_told_at_once(self, fault: Fault) -> bool:
        """Whether nothing is waited for in vain, so that patience costs nothing and a busy machine changes nothing."""
        return fault.kind in HEALTHY or (fault.after_bytes == 0 and fault.kind in REFUSING)

    def wrongs(self, one: Round) -> Iterator[str]:
        """What was untrue, too late, or harmed the next visitor."""
        if one.result not in self.allowed(one.fault):
            yield f"{one.result} is not to be said of it"
        if one.result is PrintResult.CONFIRMED and (one.whole_at_once, one.whole, one.scraps) != (1, 1, 0):
            yield f"confirmed, but {one.whole} slips ({one.whole_at_once} at once) and {one.scraps} scraps"
        if one.result is PrintResult.FAILED and (one.whole, one.scraps) != (0, 0):
            yield f"failed, but {one.whole} slips and {one.scraps} scraps"
        if one.whole > 1:
            yield f"{one.whole} slips of one"
        if (one.next_result, one.next_whole) != (PrintResult.CONFIRMED, 1):
            yield f"the next slip: {one.next_result}, {one.next_whole} whole"
        if one.fault.kind not in HEALTHY and one.seconds > 2 * self.seconds + 2 * GRACE_SECONDS + PATIENT_SECONDS / 4:
            yield f"took {one.seconds:.2f} s"

    def allowed(self, fault: Fault) -> set[PrintResult]:
        """What may be said of a slip that met `fault`; what lies on the paper decides between them."""
        at, sent = fault.after_bytes, STATUS_BYTES + len(self.job)
        if fault.kind in HEALTHY:
            return {PrintResult.CONFIRMED}
        if at == 0 and fault.kind in REFUSING:
            return {PrintResult.FAILED}
        may_come = {PrintResult.CONFIRMED} if fault.kind is FaultKind.SLOW or at >= sent else set()
        may_not_begin = {PrintResult.FAILED} if at <= STATUS_BYTES else set()
        return {PrintResult.UNKNOWN, *may_come, *may_not_begin}

    def _settle(self) -> None:
        """The connection of the slip before is over, so that the fault begins in the next one."""
        end = monotonic() + PATIENT_SECONDS
        while not self.emulator.is_idle and monotonic() < end:
            self.emulator.wait(0.005)

    def _papers(self, since: int) -> list[PrintedSlip]:
        return [paper for paper in self.emulator.tray.slips[since:] if paper.height_dots > 1]

    def _patiently(self, slip: Slip) -> PrintResult:
        return self._within(PATIENT_SECONDS, slip)

    def _within(self, seconds: float, slip: Slip) -> PrintResult:
        self.printer.seconds, self.printer.status_seconds = seconds, seconds / 6
        return self.printer.print_slip(slip)


def _whole(papers: list[PrintedSlip], dots: str) -> int:
    return sum(paper.dots == dots and paper.is_cut for paper in papers)
