# SPDX-License-Identifier: EUPL-1.2
"""What the flow wants done.

The runner does it after the new screen has been drawn, so that the number is seen before paper moves.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kolapp_contract.slip import Slip
from kolapp_contract.tickets import IssueTicket, PrintResult


@dataclass(frozen=True, slots=True)
class Issue:
    """Ask the server for the ticket. An answer after `by` comes too late."""

    ticket_id: UUID
    body: IssueTicket
    by: datetime


@dataclass(frozen=True, slots=True)
class IssueHere:
    """Give out a number of the kiosk's own. `in_place_of` is the id whose answer did not come: it is barred."""

    ticket_id: UUID
    body: IssueTicket
    in_place_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelTicket:
    """Withdraw the ticket, even one that the server may never have seen."""

    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class PrintSlip:
    ticket_id: UUID
    slip: Slip


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    ticket_id: UUID
    result: PrintResult


Effect = Issue | IssueHere | CancelTicket | PrintSlip | ReportPrinted
