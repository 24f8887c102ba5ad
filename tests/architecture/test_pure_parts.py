# SPDX-License-Identifier: EUPL-1.2
"""What decides, decides only: it reads no clock, opens no file, waits for nobody and knows no framework."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, imported, module, modules

PURE = (
    "kolapp_server.domain",
    "kolapp_server.town",
    "kolapp_server.live.hub",
    "kolapp_client.stream",
    "kolapp_kiosk.flow",
    "kolapp_kiosk.journal.clock",
    "kolapp_kiosk.journal.entries",
    "kolapp_kiosk.journal.ledger",
    "kolapp_display.board",
    "kolapp_display.facility",
    "kolapp_printers.layout",
    "kolapp_printers.lines",
    "kolapp_printers.status",
    "kolapp_printers.emulator.decode",
)
KNOWS_NO_WIRE = ("kolapp_server.domain", "kolapp_server.town", "kolapp_server.services")
ACTS = {
    "asyncio", "concurrent", "http", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "select", "shutil",
    "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
FRAMEWORKS = {
    "alembic", "escpos", "fastapi", "httpx", "jinja2", "kivy", "PIL", "prometheus_client", "serial", "sqlalchemy", "starlette",
    "structlog", "usb", "uvicorn", "websockets",
}  # fmt: skip
ACTING_CALLS = {"open", "print", "input"}
CLOCKS = {"now", "today", "utcnow"}


def impurities(one: Module) -> Iterator[str]:
    """What a pure part may not do, each with its place."""
    for line, name in imported(one):
        if name.split(".")[0] in ACTS | FRAMEWORKS:
            yield f"{one.path}:{line} imports {name}"
    for node in ast.walk(one.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ACTING_CALLS:
            yield f"{one.path}:{node.lineno} calls {node.func.id}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield f"{one.path}:{node.lineno} reads a clock"


def wire_words(one: Module) -> Iterator[str]:
    """Where a part that is free of the wire's words imports them."""
    for line, name in imported(one):
        if name.split(".")[0] in {"kolapp_contract", "pydantic", "pydantic_settings"}:
            yield f"{one.path}:{line} imports {name}"


def test_pure_parts_decide_and_do_nothing_else() -> None:
    assert [fault for one in modules() if one.is_in(PURE) for fault in impurities(one)] == []


def test_domain_and_services_know_neither_contract_nor_pydantic() -> None:
    assert [fault for one in modules() if one.is_in(KNOWS_NO_WIRE) for fault in wire_words(one)] == []


def test_every_pure_part_that_stands_is_found() -> None:
    assert {"kolapp_server.domain.calling", "kolapp_server.town.reading", "kolapp_client.stream"} <= {
        one.name for one in modules() if one.is_in(PURE)
    }


@pytest.mark.parametrize(
    "text",
    [
        "import os",
        "import os.path as where",
        "from time import monotonic",
        "def late():\n    import threading",
        "from sqlalchemy.orm import Session",
        "open('queue.txt')",
        "from datetime import datetime\nnow = datetime.now()",
    ],
)
def test_a_planted_impurity_is_found(text: str) -> None:
    assert list(impurities(module("kolapp_server.domain.planted", text)))


def test_a_pure_module_passes() -> None:
    text = "from datetime import datetime, time\ndef at(now: datetime) -> time:\n    return now.time()\n"
    assert list(impurities(module("kolapp_server.domain.planted", text))) == []


def test_a_planted_word_of_the_wire_is_found() -> None:
    assert list(wire_words(module("kolapp_server.services.desk", "from kolapp_contract.desk import Call")))
