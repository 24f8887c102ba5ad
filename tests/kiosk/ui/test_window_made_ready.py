# SPDX-License-Identifier: EUPL-1.2
"""What Kivy knows before its window opens. It reads this once in a process, so each look has a process of its own."""

import subprocess
import sys
from pathlib import Path

LOOK = """
import sys
from pathlib import Path
from kolapp_kiosk.ui.look import Surface
from kolapp_kiosk.ui.window import prepare

prepare(Surface(1080, 1920, 96.0, Path("fonts")), Path(sys.argv[1]))
import kivy
from kivy.lang import Builder
print(len(Builder.rules), (Path(kivy.kivy_data_dir) / "fonts").is_dir())
"""


def test_the_looks_of_kivys_own_widgets_are_not_read_and_its_files_are_found_all_the_same(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", LOOK, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["0", "True"], done.stderr
