# SPDX-License-Identifier: EUPL-1.2
"""The kiosk's own printer: one slip at a time, on a thread, so that no screen ever waits for paper."""

import asyncio

from kolapp_contract.devices import PrinterState
from kolapp_contract.slip import Slip
from kolapp_contract.tickets import PrintResult
from kolapp_kiosk.settings import Settings
from kolapp_printers.paper import Paper
from kolapp_printers.printer import Printer, open_printer
from kolapp_words.languages import SWEDISH


class Press:
    """The printer that the settings name, or none. `state` is what it last said of itself.

    Raises `NoSuchAddress` or `NoSuchPaper` where it cannot be used as it is set.
    """

    def __init__(self, settings: Settings) -> None:
        self.printer = _opened(settings)
        self.state: PrinterState | None = PrinterState.UNKNOWN if self.printer else None
        self._is_printing = asyncio.Lock()

    async def make_ready(self) -> None:
        """What a slip in Swedish needs has been read; the first one is printed as fast as the second."""
        if self.printer is not None:
            await asyncio.to_thread(self.printer.make_ready, [SWEDISH.code])

    async def print(self, slip: Slip) -> PrintResult:
        """What became of the slip, after those before it."""
        if self.printer is None:
            return PrintResult.FAILED
        async with self._is_printing:
            result = await asyncio.to_thread(self.printer.print_slip, slip)
        self.state = self.printer.last_state
        return result

    async def ask(self) -> None:
        """Asked on a short connection of its own, never while a slip is being printed."""
        if self.printer is not None and not self._is_printing.locked():
            self.state = await asyncio.to_thread(self.printer.status)


def _opened(settings: Settings) -> Printer | None:
    if settings.printer_address is None:
        return None
    paper = Paper(settings.paper_width_dots, settings.paper_dpi, settings.printer_profile)
    return open_printer(settings.printer_address, paper, settings.font_folder)
