# SPDX-License-Identifier: EUPL-1.2
"""kolapp-printer: find printers, try one, ask how it is, emulate one, and serve a branch as its printer host."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TextIO
from uuid import uuid4

import structlog

from kolapp_client import token_file
from kolapp_client.enrolment import pair
from kolapp_client.http import ServerFault, ServerHttp
from kolapp_client.live import listen
from kolapp_contract.board import ViewName
from kolapp_contract.devices import Paired, PrinterState
from kolapp_contract.slip import Slip, SlipKind
from kolapp_contract.tickets import PrintResult
from kolapp_printers.advice import RESULT_ADVICE, STATE_ADVICE
from kolapp_printers.emulator.control import Control
from kolapp_printers.emulator.faults import PLAYED
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.find import find_local, find_network, hosts_of
from kolapp_printers.host import PrinterHost
from kolapp_printers.job_book import JobBook
from kolapp_printers.printer import NoSuchAddress, NoSuchPaper, Printer, open_printer
from kolapp_printers.settings import Settings
from kolapp_words.languages import LANGUAGES

PAIRING_ENDED = 3
FAULTS_HELP = """Faults are wished for at the control port, one line each; a number says after how many bytes it begins:
  echo "fault paper_out" | nc -q1 127.0.0.1 9101     from now on
  echo "fault dies 500" | nc -q1 127.0.0.1 9101      when a connection has brought 500 bytes
  echo "fault none" | nc -q1 127.0.0.1 9101          mended; what was held is printed
  echo "status" | nc -q1 127.0.0.1 9101              the fault, and how many slips lie in the folder

""" + "\n".join(f"  {kind:<15} {says}" for kind, says in PLAYED.items())


class Wrong(Exception):
    """Something that the one at the keyboard can put right; the text says what."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code: 0 good, 1 not good, 2 wrongly asked."""
    asked = parser().parse_args(arguments)
    # What was asked for goes to the one end of a pipe, what happened on the way to the other.
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    try:
        code: int = asked.run(asked, Settings())
    except (Wrong, NoSuchAddress, NoSuchPaper) as wrong:
        say(f"kolapp-printer: {wrong}", sys.stderr)
        return 2
    return code


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    whole = argparse.ArgumentParser(
        prog="kolapp-printer", description=__doc__, epilog="Settings: KOLAPP_PRINTER_ADDRESS and others, see the README."
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _add_find(commands)
    _add_test_page(commands)
    _add_status(commands)
    _add_emulate(commands)
    _add_serve(commands)
    return whole


Commands = argparse._SubParsersAction  # argparse has no public name for it


def _add(commands: "Commands[argparse.ArgumentParser]", name: str, says: str, example: str) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=says, description=says, epilog=f"Example: {example}")


def _add_find(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = _add(commands, "find", "List printers: here, and at the hosts you name.", "kolapp-printer find 10.1.2.0/24")
    command.add_argument("hosts", nargs="*", help="hosts or networks to ask at port 9100, 512 at most (none: this machine only)")
    command.add_argument("--port", type=int, default=9100, help="the port (default: 9100)")
    command.set_defaults(run=run_find)


def _add_test_page(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = _add(commands, "test-page", "Print a page that shows edges, letters and a number.",
                   "kolapp-printer test-page --address tcp://10.1.2.3 --language fi")  # fmt: skip
    _add_address(command)
    command.add_argument("--language", default="sv", help=f"one of {', '.join(LANGUAGES)} (default: sv)")
    command.set_defaults(run=run_test_page)


def _add_status(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = _add(commands, "status", "Ask the printer how it is; exit code 0 when it can print.",
                   "kolapp-printer status --address usb://04b8:0e15")  # fmt: skip
    _add_address(command)
    command.set_defaults(run=run_status)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--address", help="tcp://host:9100, usb://04b8:0e15, serial:///dev/ttyS0, file:///dev/usb/lp0")


def _add_emulate(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = _add(
        commands,
        "emulate",
        "Be a printer on the network whose slips are pictures in a folder.",
        "kolapp-printer emulate --port 9100 --control-port 9101 --folder var/printer/slips\n\n" + FAULTS_HELP,
    )
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.add_argument("--port", type=int, default=9100, help="where to listen, 0: any free port (default: 9100)")
    command.add_argument("--control-port", type=int, default=9101, help="where `fault paper_out` is heard, this machine only")
    command.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: 127.0.0.1)")
    command.add_argument("--folder", type=Path, default=Path("var/printer/slips"), help="where slips fall")
    command.add_argument("--mm-per-second", type=float, default=0.0, help="how fast the paper moves (default: at once)")
    command.set_defaults(run=run_emulate)


def _add_serve(commands: "Commands[argparse.ArgumentParser]") -> None:
    command = _add(commands, "serve", "Be a printer host: print what the branch sends.",
                   "kolapp-printer serve --server http://reception:8080 --code 7KMQ-4Q2XY")  # fmt: skip
    _add_address(command)
    command.add_argument("--server", help="the server (default: KOLAPP_PRINTER_SERVER_URL)")
    command.add_argument("--code", help="a one-time code from `kolapp-server pair-code --kind printer`; needed the first time")
    command.set_defaults(run=run_serve)


def say(text: str, to: TextIO | None = None) -> None:
    """A line for the one at the keyboard."""
    print(text, file=to or sys.stdout, flush=True)


def run_find(asked: argparse.Namespace, settings: Settings) -> int:
    """Prints an address and a few words per printer."""
    try:
        hosts = hosts_of(asked.hosts)
    except ValueError as error:
        raise Wrong(str(error)) from error
    found = [*find_local(), *find_network(hosts, asked.port)]
    for printer in found:
        is_ours = "  (in the settings)" if printer.address == settings.address else ""
        say(f"{printer.address}\t{printer.says}{is_ours}")
    if not found:
        say("No printer found. Name hosts or a network to look there: kolapp-printer find 10.1.2.0/24")
    return 0 if found else 1


def run_test_page(asked: argparse.Namespace, settings: Settings) -> int:
    """Prints the page and says what is known of it."""
    slip = Slip(
        kind=SlipKind.TEST_PAGE,
        slip_id=uuid4(),
        language=asked.language,
        town=settings.town,
        local_time=datetime.now().astimezone(),
    )
    result = _printer(asked, settings).print_slip(slip)
    say(f"{result}: {RESULT_ADVICE[result]}")
    return 0 if result is PrintResult.CONFIRMED else 1


def run_status(asked: argparse.Namespace, settings: Settings) -> int:
    """Says how the printer is."""
    state = _printer(asked, settings).status()
    say(f"{state}: {STATE_ADVICE[state]}")
    return 0 if state in {PrinterState.OK, PrinterState.PAPER_LOW} else 1


def _printer(asked: argparse.Namespace, settings: Settings) -> Printer:
    address = asked.address or settings.address
    if not address:
        raise Wrong("which printer? Say --address, or set KOLAPP_PRINTER_ADDRESS; `kolapp-printer find` lists them")
    return open_printer(address, settings.paper, settings.font_folder)


def run_emulate(asked: argparse.Namespace, settings: Settings) -> int:
    """Emulates until it is told to end."""
    del settings
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    emulator = Emulator(asked.folder, asked.port, asked.host, asked.mm_per_second)
    try:
        emulator.start()
        control = Control(emulator, asked.control_port)
    except OSError as error:
        raise Wrong(f"cannot listen: {error}") from error
    control.start()
    say(f"printer {emulator.address}  control 127.0.0.1:{control.port}  slips {asked.folder}")
    ended.wait()
    control.stop()
    emulator.stop()
    return 0


def run_serve(asked: argparse.Namespace, settings: Settings) -> int:
    """Serves until it is told to end."""
    printer, server_url = _printer(asked, settings), asked.server or settings.server_url
    try:
        asyncio.run(_serve(printer, server_url, asked.code, settings.state_folder))
    except KeyboardInterrupt:
        pass
    except (ServerFault, ValueError, token_file.TokenFileBroken) as fault:
        say(f"kolapp-printer: {fault}", sys.stderr)
        return PAIRING_ENDED
    return 0


async def _serve(printer: Printer, server_url: str, code: str | None, state_folder: Path) -> None:
    paired = await _paired(server_url, code, state_folder / "token.json")
    book = JobBook(state_folder / "jobs.jsonl")
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.to_thread(printer.make_ready)
    say(f"printer host {paired.name!r} of {paired.branch_id} at {server_url}")
    try:
        async with ServerHttp(server_url, paired.token) as server:
            await PrinterHost(server, printer, book).run(listen(server_url, paired.branch_id, paired.token, ViewName.PRINTER))
    except asyncio.CancelledError:
        say("ended")
    finally:
        book.close()


async def _paired(server_url: str, code: str | None, path: Path) -> Paired:
    """What this host was given; a code pairs it anew."""
    if code:
        token_file.write(path, await pair(server_url, code))
    paired = token_file.read(path)
    if paired is None:
        raise Wrong("not paired yet: ask for a code (`kolapp-server pair-code --kind printer`) and say --code")
    return paired


if __name__ == "__main__":
    sys.exit(main())
