# SPDX-License-Identifier: EUPL-1.2
"""The README tells of every setting, and tells what the programs themselves say."""

import importlib
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT, modules

README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = [one.name for one in modules() if one.name.endswith(".settings")]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_says_what_it_decides(name: str) -> None:
    settings = importlib.import_module(name).Settings
    assert [field for field, told in settings.model_fields.items() if not told.description] == []


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_stands_in_the_readme(name: str) -> None:
    settings = importlib.import_module(name).Settings
    prefix = settings.model_config["env_prefix"]
    assert [field for field in settings.model_fields if f"`{(prefix + field).upper()}`" not in README] == []


def test_tables_and_diagram_are_as_the_programs_would_have_them() -> None:
    told = subprocess.run([sys.executable, "tools/write_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, f"run make docs {told.stderr}"


def test_it_opens_with_the_picture_and_the_two_commands() -> None:
    opening = README[:1500]
    assert opening.index("docs/pictures/") < opening.index("make run") < opening.index("make test")
