# SPDX-License-Identifier: EUPL-1.2
"""Every fault of a printer at places drawn at random, the beginning always among them: what is said of a slip lies on the paper.

`acknowledged` are slips said to be confirmed, `lost` untrue words about a slip or a spoilt next one, `doubled` second papers.
"""

import random

from kolapp_printers.emulator.faults import FaultKind
from tests.faults.row import Row, Scale
from tests.support.printer_faults import Finding, sweep

FAULT = "paper out, cover open, cutter jam, silence, garbage, slow wire, death after any byte"
MOST_PLACES = 60


def run(scale: Scale) -> Row:
    """The row."""
    kinds = tuple(kind for kind in FaultKind if kind not in (FaultKind.NONE, FaultKind.PAPER_LOW))
    seed = random.randrange(10**6) if scale.seed is None else scale.seed
    findings = sweep(min(MOST_PLACES, scale.rounds), seed, kinds=kinds)
    return row_of(FAULT, findings, seed)


def row_of(fault: str, findings: list[Finding], seed: int) -> Row:
    """Findings as a row."""
    wrong = [sentence for finding in findings for sentence in finding.wrong]
    doubled = sum("slips of one" in sentence for sentence in wrong)
    rounds, confirmed = sum(finding.rounds for finding in findings), sum(finding.confirmed for finding in findings)
    worst_s = max(finding.worst_s for finding in findings)
    more = {"unknown": sum(one.unknown for one in findings), "failed": sum(one.failed for one in findings), "seed": seed}
    more["kinds"] = len(findings)
    return Row(fault, rounds, confirmed, len(wrong) - doubled, doubled, 0, worst_s, not wrong, "; ".join(wrong[:4]), more)
