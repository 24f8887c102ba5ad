# SPDX-License-Identifier: EUPL-1.2
"""What the flow wants done.

The runner does it after the new screen has been drawn, so that the number is seen before paper moves.
"""

from dataclasses import dataclass
from uuid import UUID

from kolapp_contract.slip import Slip
from kolapp_contract.tickets import IssueTicket, PrintResult


@dataclass(frozen=True, slots=True)
class Issue:
    """Ask for the ticket; the same id as often as it takes."""

    ticket_id: UUID
    body: IssueTicket


@dataclass(frozen=True, slots=True)
class CancelTicket:
    """Withdraw the ticket, even one that the server may never have seen; tried until it is answered."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class PrintSlip:
    ticket_id: UUID
    slip: Slip


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    ticket_id: UUID
    result: PrintResult


Effect = Issue | CancelTicket | PrintSlip | ReportPrinted
