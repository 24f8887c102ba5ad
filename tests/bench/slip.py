# SPDX-License-Identifier: EUPL-1.2
"""From a slip's words to the bytes that a printer is sent: laid out, drawn and encoded, each slip unlike the one before."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import uuid4

from kolapp_contract.slip import Slip
from kolapp_contract.tickets import Estimate, PrintResult
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.paper import Paper
from kolapp_printers.printer import Printer, open_printer
from tests.bench import figures
from tests.bench.figures import Figure

ROUNDS = 9
SLIPS = 12
TARGET_MS = 40.0
LANGUAGES = ("sv", "en", "fi", "ar")


def measure(rounds: int = ROUNDS, slips: int = SLIPS) -> bool:
    """Whether a slip is with the printer within 40 ms, the way to it and its answer not counted."""
    with TemporaryDirectory() as folder, Emulator(Path(folder)) as emulator:
        printer = open_printer(emulator.address, Paper())
        printer.make_ready(LANGUAGES)
        confirmed = printer.print_slip(a_slip(0)) is PrintResult.CONFIRMED
        taken = tuple(milliseconds(printer, slips, at * slips) for at in range(rounds))
    note = "" if confirmed else "the printer did not confirm a slip"
    figure = Figure("slip_words_to_bytes_ms", taken if confirmed else (), TARGET_MS, "lower", note)
    figures.write("slip", [figure], {"slips_per_round": slips, "languages": LANGUAGES})
    return figure.is_met is not False


def milliseconds(printer: Printer, slips: int, first: int) -> float:
    """The mean of that many slips, none like another."""
    began = perf_counter()
    for number in range(first, first + slips):
        printer.bytes_of(a_slip(number))
    return (perf_counter() - began) * 1000 / slips


def a_slip(number: int) -> Slip:
    """One visitor's slip, with all that a slip can say."""
    return Slip(
        slip_id=uuid4(),
        language=LANGUAGES[number % len(LANGUAGES)],
        town="Ekviks kommun",
        number=f"A{number % 900 + 1:03}",
        errand_name="Bygglov",
        ahead=number % 30,
        estimate=Estimate(minutes=number % 50, low=number % 50, high=number % 50 + 7),
        where_to_sit="Sitt till höger i väntrummet",
        page_url=f"https://ko.ekvik.se/t#{uuid4()}.abcdefghijklmnopqrstuv",
        local_time=datetime(2026, 10, 14, 10, number % 60, tzinfo=UTC),
    )
