# SPDX-License-Identifier: EUPL-1.2
"""Who may import whom: the contracts of .importlinter, and which library has its only home where."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import PARTS, ROOT, Module, imported, module, modules

SERVER_WEB = tuple(f"kolapp_server.{name}" for name in ("api", "console", "live", "guards", "app"))
SCREENS = ("kolapp_kiosk.ui", "kolapp_display.ui")
WINDOWS = (*SCREENS, "kolapp_kiosk.runner", "kolapp_kiosk.__main__", "kolapp_display.runner", "kolapp_display.__main__")
DEVICES = ("kolapp_client", "kolapp_kiosk.runner", "kolapp_display.runner", "kolapp_printers.host")
PROGRAMS = ("kolapp_server", "kolapp_kiosk", "kolapp_display", "kolapp_printers")
HOMES = {
    "sqlalchemy": ("kolapp_server.store",),
    "alembic": ("kolapp_server.store",),
    "fastapi": SERVER_WEB,
    "starlette": SERVER_WEB,
    "uvicorn": ("kolapp_server.serving",),
    "kivy": WINDOWS,
    "escpos": ("kolapp_printers",),
    "usb": ("kolapp_printers.drivers", "kolapp_printers.find"),
    "serial": ("kolapp_printers.drivers", "kolapp_printers.find"),
    "httpx": ("kolapp_client",),
    "websockets": ("kolapp_client",),
    "pydantic_settings": tuple(f"{program}.settings" for program in PROGRAMS),
}
TALKERS = {"kolapp_client", "httpx", "websockets", "socket"}
PURE_CLIENT = "kolapp_client.stream"
"""Decides when to reconnect and what is stale; talks to nobody itself."""
TALKS_TO_NOBODY = (*SCREENS, "kolapp_kiosk.flow", "kolapp_display.board")
PLANTS = {
    "server/kolapp_server/domain/planted.py": "import kolapp_client\nimport kolapp_printers\nimport kolapp_server.store.planted",
    "server/kolapp_server/store/planted.py": "import kolapp_kiosk",
    "server/kolapp_server/simulation/planted.py": "import kolapp_server.store.planted",
    "server/kolapp_contract/planted.py": "from kolapp_words import languages",
    "kiosk/kolapp_kiosk/flow/planted.py": "from kolapp_kiosk.ui import planted",
    "kiosk/kolapp_kiosk/ui/planted.py": "",
    "display/kolapp_display/board/planted.py": "from kolapp_display.runner import planted",
    "display/kolapp_display/runner/planted.py": "import kolapp_printers",
    "printers/kolapp_printers/layout/planted.py": "from kolapp_printers.drivers import planted",
    "printers/kolapp_printers/drivers/planted.py": "",
}


def strays(one: Module) -> Iterator[str]:
    """Libraries used outside their home."""
    for line, name in imported(one):
        home = HOMES.get(name.split(".")[0])
        if home is not None and not one.is_in(home):
            yield f"{one.path}:{line} imports {name}, whose home is {', '.join(home)}"


def talk(one: Module) -> Iterator[str]:
    """Where a screen or a flow would talk to somebody by itself."""
    for line, name in imported(one):
        if name.split(".")[0] in TALKERS and not f"{name}.".startswith(f"{PURE_CLIENT}."):
            yield f"{one.path}:{line} imports {name}"


def environment_reads(one: Module) -> Iterator[str]:
    """Where the environment is read; to set a word for a library is no reading."""
    for node in ast.walk(one.tree):
        words = ast.unparse(node) if isinstance(node, ast.Call | ast.Subscript) else ""
        reads = words.startswith(("os.getenv(", "os.environ.get(", "getenv(", "environ.get("))
        loads = (
            isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and words.startswith(("os.environ[", "environ["))
        )
        if reads or loads:
            yield f"{one.path}:{node.lineno} reads the environment"


def lint_imports(folder: Path) -> str:
    """What import-linter says of the packages in `folder`."""
    paths = os.pathsep.join(str(folder / part) for part in PARTS)
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", "--no-logo"]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, "PYTHONPATH": paths, "COLUMNS": "400"}, capture_output=True, text=True
    ).stdout


def test_a_library_stays_in_its_home() -> None:
    assert [fault for one in modules() for fault in strays(one)] == []


def test_screens_and_flows_talk_to_nobody() -> None:
    assert [fault for one in modules() if one.is_in(TALKS_TO_NOBODY) for fault in talk(one)] == []


def test_only_settings_read_the_environment() -> None:
    assert [fault for one in modules() if not one.name.endswith(".settings") for fault in environment_reads(one)] == []


@pytest.mark.parametrize("text", ["import sqlalchemy", "from fastapi import FastAPI", "def late():\n    import kivy.clock"])
def test_a_planted_stray_is_found(text: str) -> None:
    assert list(strays(module("kolapp_server.services.planted", text)))


@pytest.mark.parametrize(
    "text", ["import os\nos.environ['HOME']", "import os\nos.getenv('HOME')", "import os\nos.environ.get('HOME', '')"]
)
def test_a_planted_reading_of_the_environment_is_found(text: str) -> None:
    assert list(environment_reads(module("kolapp_kiosk.planted", text)))


def test_a_word_set_for_a_library_is_no_reading() -> None:
    text = "import os\nos.environ['KIVY_NO_ARGS'] = '1'\nos.environ.setdefault('KIVY_HOME', 'x')"
    assert list(environment_reads(module("kolapp_kiosk.planted", text))) == []


def test_every_contract_breaks_when_a_bad_module_is_planted(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for path in ROOT.glob("*/kolapp_*/__init__.py"):
        plant(tmp_path / path.relative_to(ROOT), "")
    for place, text in PLANTS.items():
        plant(tmp_path / place, text)
        (tmp_path / place).with_name("__init__.py").touch()
    said = lint_imports(tmp_path)
    assert "BROKEN" in said
    assert " KEPT" not in said


def plant(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{text}\n", encoding="utf-8")
