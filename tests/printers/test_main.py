# SPDX-License-Identifier: EUPL-1.2
"""The program as it is typed."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from kolapp_contract.devices import PrinterState
from kolapp_contract.tickets import PrintResult
from kolapp_printers.__main__ import main, parser
from kolapp_printers.advice import RESULT_ADVICE, STATE_ADVICE
from kolapp_printers.emulator.faults import Fault, FaultKind
from kolapp_printers.emulator.listen import Emulator
from kolapp_printers.find import find_network, hosts_of
from kolapp_printers.settings import Settings

COMMANDS = ("find", "test-page", "status", "emulate", "serve")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parser().parse_args([command, "--help"])
    assert f"Example: kolapp-printer {command}" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(("kind", "said", "code"), [(FaultKind.NONE, "ok", 0), (FaultKind.PAPER_OUT, "paper_out", 1)])
def test_status_is_said_and_is_the_exit_code(
    emulator: Emulator, capsys: pytest.CaptureFixture[str], kind: FaultKind, said: str, code: int
) -> None:
    emulator.set_fault(Fault(kind))
    assert main(["status", "--address", emulator.address]) == code
    assert capsys.readouterr().out.startswith(f"{said}: ")


def test_every_state_and_result_has_a_word_of_advice() -> None:
    assert set(STATE_ADVICE) == set(PrinterState)
    assert set(RESULT_ADVICE) == set(PrintResult)


def test_the_emulators_help_names_every_fault_and_how_to_wish_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        parser().parse_args(["emulate", "--help"])
    said = capsys.readouterr().out
    assert all(f"  {kind} " in said for kind in FaultKind)
    assert 'echo "fault dies 500" | nc' in said


def test_a_test_page_is_printed(emulator: Emulator, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test-page", "--address", emulator.address, "--language", "ar"]) == 0
    assert emulator.tray.wait_for(1, 20)[0].is_cut
    assert capsys.readouterr().out.startswith("confirmed: ")


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["status"], "KOLAPP_PRINTER_ADDRESS"),
        (["status", "--address", "lpt1"], "tcp://host"),
        (["find", "10.0.0.0/8"], "512"),
        (["find", "10.0.0.0/99"], "10.0.0.0/99"),
        (["serve", "--address", "tcp://127.0.0.1"], "pair-code"),
    ],
)
def test_what_was_asked_wrongly_is_explained_and_ends_with_2(
    arguments: list[str], hint: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("KOLAPP_PRINTER_STATE_FOLDER", str(tmp_path))
    assert main(arguments) == 2
    assert hint in capsys.readouterr().err


def test_a_printer_on_the_network_is_found_at_the_named_hosts(emulator: Emulator) -> None:
    (found,) = find_network(hosts_of(["127.0.0.1"]), emulator.port)
    assert found.address == emulator.address


def test_a_network_is_its_hosts_and_no_more_than_512() -> None:
    assert hosts_of(["10.1.2.0/30", "printer-2"]) == ["10.1.2.1", "10.1.2.2", "printer-2"]
    assert len(hosts_of(["10.1.2.0/24", "10.1.3.0/24"])) == 508
    with pytest.raises(ValueError, match="512"):
        hosts_of(["10.1.0.0/22"])


def test_every_setting_is_described_and_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOLAPP_PRINTER_PAPER_WIDTH_DOTS", "384")
    monkeypatch.setenv("KOLAPP_PRINTER_PROFILE", "POS-5890")
    assert Settings().paper.width_dots == 384
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.slow
def test_the_emulator_is_a_program_of_its_own_that_can_be_told_and_ended(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "kolapp_printers",
        "emulate",
        "--port",
        "0",
        "--control-port",
        "0",
        "--folder",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        said = re.search(r"printer (tcp://\S+) +control 127.0.0.1:(\d+)", running.stdout.readline())
        assert said is not None
        with socket.create_connection(("127.0.0.1", int(said[2])), 20) as wire:
            wire.sendall(b"fault cover\n")
            assert wire.recv(10) == b"ok\n"
        assert main(["status", "--address", said[1]]) == 1
        os.kill(running.pid, signal.SIGTERM)
        assert running.wait(30) == 0
