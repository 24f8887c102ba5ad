# SPDX-License-Identifier: EUPL-1.2
"""What is given to a town: our packages with their words and pictures, and nothing that only tests need."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.sources import PARTS, ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    return set(ZipFile(next(folder.glob("*.whl"))).namelist())


def test_the_wheel_holds_our_packages_only(names: set[str]) -> None:
    ours = {path.parent.name for part in PARTS for path in (ROOT / part).glob("kolapp_*/__init__.py")}
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == ours


def test_the_wheel_holds_every_text_and_picture(names: set[str]) -> None:
    wanted = {
        str(path.relative_to(ROOT / part))
        for part in PARTS
        for path in (ROOT / part).glob("kolapp_*/**/*")
        if path.suffix in {".po", ".kv", ".html", ".css", ".js", ".svg", ".json"}
    }
    assert wanted - names == set()


def test_no_mirror_is_in_the_wheel(names: set[str]) -> None:
    assert [name for name in names if Path(name).stem.endswith("_mirror")] == []
