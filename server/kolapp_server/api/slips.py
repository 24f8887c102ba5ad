# SPDX-License-Identifier: EUPL-1.2
"""On which device a slip comes out that a desk asks for, or that a kiosk could not print."""

from datetime import datetime
from uuid import UUID

from kolapp_contract.board import DeviceLine, ViewName
from kolapp_contract.catalogue import Catalogue
from kolapp_contract.devices import DeviceKind, PrinterState
from kolapp_contract.slip import PrintJob, Slip
from kolapp_contract.wire import PlainText
from kolapp_server.domain.ticket import Ticket
from kolapp_server.live.inside import Inside
from kolapp_server.services import printing
from kolapp_server.services.office import NoPrinter
from kolapp_server.store.words import PrintJobRow
from kolapp_server.translate import slips

CAN_PRINT = (PrinterState.OK, PrinterState.PAPER_LOW)


def printer_for(house: Inside, branch_id: str, besides: str | None = None) -> DeviceLine | None:
    """The first device that can print, but for `besides`; a printer host before a kiosk, where somebody may stand."""
    devices = house.newsroom.snapshot(branch_id, ViewName.FACILITY).devices
    able = [one for one in devices if one.is_heard and one.printer in CAN_PRINT and str(one.device_id) != besides]
    return min(able, key=lambda device: device.kind is not DeviceKind.PRINTER, default=None)


async def send_receipt(house: Inside, branch_id: str, slip: Slip, asked_for: UUID | None) -> None:
    """The receipt is on its way to the device asked for, else to the first that can print. Raises `NoPrinter`."""
    first = printer_for(house, branch_id)
    device_id = str(asked_for or (first.device_id if first else ""))
    if not device_id:
        raise NoPrinter()
    job = PrintJobRow(str(slip.slip_id), branch_id, device_id, None, slip.model_dump_json(), asked_at=house.branches.clock())
    send(house, await printing.ask_for(house.branches, job))


async def send_copy(house: Inside, branch_id: str, ticket: Ticket, device_id: str, job_id: UUID) -> None:
    """A copy is on its way to that device, or to the one where the same request sent it before."""
    row = await printing.ask_for(house.branches, _job(house, branch_id, ticket, device_id, job_id, is_copy=True))
    send(house, row)


async def send_fallback(house: Inside, branch_id: str, ticket: Ticket, reporter_id: str, result: str) -> PlainText | None:
    """The name of the device that prints what the kiosk could not; None where none does, or nobody knows what came."""
    now, own_id = house.branches.clock(), printing.own_slip_id(ticket.ticket_id)
    device = printer_for(house, branch_id, besides=reporter_id)
    is_wished = device is not None and ticket.is_open and printing.is_in_time(ticket.issued_at, now)
    own = PrintJobRow(own_id, branch_id, reporter_id, ticket.ticket_id, "", asked_at=now)
    if device is None or not is_wished:
        await printing.note_own(house.branches, own, result, None)
        return None
    job_id = UUID(printing.fallback_id(ticket.ticket_id))
    row = _job(house, branch_id, ticket, str(device.device_id), job_id, is_copy=False)
    if not await printing.note_own(house.branches, own, result, row):
        return None
    send(house, row)
    return device.name


def send(house: Inside, row: PrintJobRow) -> None:
    """The device gets it now if it listens, and otherwise when it comes."""
    if row.slip:
        job = PrintJob(job_id=UUID(row.job_id), slip=Slip.model_validate_json(row.slip))
        house.newsroom.send_job(row.branch_id, row.device_id, job)


def _job(house: Inside, branch_id: str, ticket: Ticket, device_id: str, job_id: UUID, *, is_copy: bool) -> PrintJobRow:
    now: datetime = house.branches.clock()
    catalogue = Catalogue.model_validate_json(house.branches.words_of(branch_id).catalogue)
    day, call = house.branches.day(branch_id), house.newsroom.officer_calls(branch_id).get(ticket.ticket_id)
    slip = slips.with_officer(slips.slip_of(day, ticket, catalogue, job_id, now, is_copy=is_copy), call)
    return PrintJobRow(str(job_id), branch_id, device_id, ticket.ticket_id, slip.model_dump_json(), asked_at=now)
