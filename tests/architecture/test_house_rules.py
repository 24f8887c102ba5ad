# SPDX-License-Identifier: EUPL-1.2
"""The rules of the house that a program can see: names, lengths, licence lines, words, and nothing of any one machine."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import PARTS, ROOT, TOPS, Module, files, modules

BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "core", "models"}
LICENSED = {".py", ".kv", ".po", ".yaml", ".yml", ".toml", ".sh", ".css", ".js", ".html", ".service", ".importlinter", ".svg"}
TEXTS = {".po", ".yaml", ".yml", ".html", ".kv", ".json", ".toml"}
LICENCE_LINE = "SPDX-License-Identifier: EUPL-1.2"
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION, NINE_IN_TEN = 500, 50, 8, 30
NOT_OF_CITIZENS = re.compile(r"\bkund(?:er|en|ens|tjänst)?\b", re.IGNORECASE)
OF_ONE_MACHINE = re.compile(r"(?<![\w.])/(?:work|root|farm|home/\w+)/")
ADDRESS = re.compile("://|index" + "-url|find" + "-links")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def shown(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def functions(*tops: str) -> Iterator[tuple[str, Function]]:
    """Every function with the place where it stands."""
    for one in modules(*tops):
        yield from functions_in(one)


@cache
def functions_in(one: Module) -> tuple[tuple[str, Function], ...]:
    """The same of one module."""
    return tuple((f"{one.path}:{node.lineno} {node.name}", node) for node in ast.walk(one.tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines of the function without its docstring."""
    whole = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    has_words = ast.get_docstring(function) and len(function.body) > 1
    return whole - ((first.end_lineno or 0) - first.lineno + 1) if has_words else whole


def is_annotated(function: Function) -> bool:
    """Whether the answer and every argument have a type."""
    given = [argument for argument in (*function.args.args, *function.args.kwonlyargs) if argument.arg not in {"self", "cls"}]
    return function.returns is not None and all(argument.annotation for argument in given)


def test_every_source_file_names_its_licence() -> None:
    bare = [
        path
        for path in files(*LICENSED)
        if path.stat().st_size and LICENCE_LINE not in "\n".join(path.read_text("utf-8").splitlines()[:3])
    ]
    assert shown(bare) == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert shown([path for path in files() if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES]) == []


def test_no_file_is_too_long_to_read() -> None:
    long = [
        path for path in files(".py", ".js", ".css", ".html", ".kv") if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE
    ]
    assert shown(long) == []


def test_no_function_is_too_long_to_read() -> None:
    assert [place for place, function in functions(*PARTS, "tools", "tests") if length(function) > LONGEST_FUNCTION] == []


def test_functions_are_short() -> None:
    lengths = sorted(length(function) for _, function in functions(*PARTS, "tools"))
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert lengths[int(0.9 * len(lengths))] <= NINE_IN_TEN


def test_every_function_has_types() -> None:
    assert [place for place, function in functions(*PARTS, "tools", "tests") if not is_annotated(function)] == []


def test_every_public_function_and_class_says_what_is_true() -> None:
    bare = [
        f"{one.path}:{node.lineno} {node.name}"
        for one in modules(*PARTS)
        for node in one.tree.body
        if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert bare == []


def test_no_citizen_is_called_what_a_shop_calls_them() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(*TEXTS)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if NOT_OF_CITIZENS.search(line)
    ]
    assert faults == []


def test_no_path_of_one_machine_stands_in_the_tree() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files()
        if path.suffix in LICENSED | {".md", ".txt", ".json", ""}
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if OF_ONE_MACHINE.search(line)
    ]
    assert faults == []


def test_locks_name_no_address() -> None:
    assert shown([path for path in (ROOT / "locks").glob("*") if ADDRESS.search(path.read_text("utf-8"))]) == []
    assert not (ROOT / "uv.lock").exists()


def test_locks_hold_a_hash_for_each_file() -> None:
    for lock in (ROOT / "locks").glob("*.txt"):
        packages = re.split(r"^(?=\S)", lock.read_text("utf-8"), flags=re.MULTILINE)
        assert [package.split()[0] for package in packages if package and "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("path", ["/work" + "/main", "see /root" + "/.ssh", '"/home' + '/eva/x"'])
def test_a_planted_path_of_one_machine_is_found(path: str) -> None:
    assert OF_ONE_MACHINE.search(path)


def test_what_the_rules_look_at_is_there() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} >= {
        "server",
        "tests",
        "tools",
        "town",
        "locks",
        "Makefile",
        ".ci",
    }
    assert set(TOPS) >= set(PARTS)
