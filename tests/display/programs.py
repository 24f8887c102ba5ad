# SPDX-License-Identifier: EUPL-1.2
"""The real display program as a process of its own, off-screen, looked at through its mirror."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from kolapp_client import token_file
from kolapp_contract.devices import DeviceKind, Paired

ROOT = Path(__file__).parents[2]
DEADLINE_S = 60.0


def eventually(is_so: Callable[[], Any], within_s: float = DEADLINE_S) -> Any:
    """What `is_so` gives once it gives something true. Fails after `within_s`."""
    ends_at = time.monotonic() + within_s
    while time.monotonic() < ends_at:
        if outcome := is_so():
            return outcome
        time.sleep(0.05)  # Between two looks at another process.
    raise AssertionError("it never became so")


class DisplayProgram:
    """A running display. Its state file, token and sound capture lie in `folder`."""

    def __init__(self, server_url: str, folder: Path, **settings: str) -> None:
        self.folder, self.sound_file = folder, folder / "sound.raw"
        paired = Paired(device_id=UUID(int=9), branch_id="ekvik", kind=DeviceKind.DISPLAY, name="Skärm 1", token="hemlig")
        token_file.write(folder / "token.json", paired)
        wanted = {
            "SERVER_URL": server_url, "TOKEN_FILE": str(folder / "token.json"), "STATE_FOLDER": str(folder),
            "FONT_FOLDER": str(ROOT / "var" / "fonts"), "PLUGIN": "tests.support.display_mirror", **settings,
        }  # fmt: skip
        self.environment = os.environ | {f"KOLAPP_DISPLAY_{name.upper()}": value for name, value in wanted.items()}
        self.environment |= {
            "SDL_VIDEODRIVER": "offscreen", "SDL_AUDIODRIVER": "disk", "SDL_DISKAUDIOFILE": str(self.sound_file),
            "KOLAPP_MIRROR_FILE": str(folder / "port"), "PYTHONPATH": str(ROOT),
        }  # fmt: skip

    def __enter__(self) -> Self:
        # The port of a program that was here before may be somebody else's by now.
        (self.folder / "port").unlink(missing_ok=True)
        with (self.folder / "log.txt").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kolapp_display"], env=self.environment, cwd=ROOT, stdout=log, stderr=log
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.terminate()
        try:
            self.exit_code = self.process.wait(DEADLINE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    def state(self) -> dict[str, Any]:
        return json.loads(self._get("state.json") or b"{}")

    def picture(self) -> bytes:
        return self._get("picture.png") or b""

    def until(self, is_so: Callable[[dict[str, Any]], Any], within_s: float = DEADLINE_S) -> dict[str, Any]:
        """The first state of which `is_so` is true."""

        def look() -> dict[str, Any] | None:
            assert self.process.poll() is None, self.log
            state = self.state()
            return state if state and is_so(state) else None

        return eventually(look, within_s)

    def _get(self, page: str) -> bytes | None:
        try:
            port = (self.folder / "port").read_text()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=20) as answer:
                return answer.read()
        except (OSError, urllib.error.URLError):
            return None
