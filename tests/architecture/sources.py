# SPDX-License-Identifier: EUPL-1.2
"""The files of this project, as the house rules look at them: what is written here, not what is made or installed."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("server", "kiosk", "display", "printers")
TOPS = (*PARTS, "tests", "tools", "town", "locks", ".ci", "docs")
MADE = {"__pycache__", ".venv", "var"}


@dataclass(frozen=True, slots=True)
class Module:
    """One file of Python: `kolapp_server.domain.day` and what stands in it."""

    name: str
    path: str
    tree: ast.Module

    def is_in(self, packages: Iterable[str]) -> bool:
        """Whether it is one of `packages` or lies in one of them."""
        return any(self.name == package or self.name.startswith(f"{package}.") for package in packages)


def files(*suffixes: str) -> Iterator[Path]:
    """Every file of ours, or those with one of `suffixes`."""
    found = [path for path in ROOT.iterdir() if path.is_file()]
    found += [path for top in TOPS for path in (ROOT / top).rglob("*") if path.is_file()]
    for path in sorted(found):
        if not MADE & set(path.relative_to(ROOT).parts) and (not suffixes or path.suffix in suffixes):
            yield path


def module(name: str, text: str, path: str = "planted.py") -> Module:
    """A module as the checks see it, also one that no file holds."""
    return Module(name, path, ast.parse(text))


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """The modules of our packages, or of the folders `tops`."""
    found = []
    for path in files(".py"):
        top, *inner = path.relative_to(ROOT).with_suffix("").parts
        if top in (tops or PARTS) and inner:
            found.append(read(path, ".".join(part for part in inner if part != "__init__")))
    return tuple(found)


@cache
def read(path: Path, name: str) -> Module:
    """The module in that file, which is read once however many ask for it."""
    return module(name, path.read_text(encoding="utf-8"), str(path.relative_to(ROOT)))


def imported(one: Module) -> Iterator[tuple[int, str]]:
    """Each name that the module imports itself, with its line: `os.path`, `kolapp_contract.board.Board`."""
    package = one.name.split(".") if one.path.endswith("__init__.py") else one.name.split(".")[:-1]
    for node in ast.walk(one.tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            origin = ".".join(filter(None, (start, node.module)))
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)
