# SPDX-License-Identifier: EUPL-1.2
"""A whole reception on this machine: server, emulated printer, kiosk, display and facility display, each a process of its own.

`make run`, the tour and the tests start it the same way. It waits for states, never for time, and everything it keeps lies in
one folder.
"""

import hashlib
import json
import os
import re
import secrets
import socket
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Self

from tools.programs import BIN, ROOT, Program, ProgramFailed

LOOPBACK = "127.0.0.1"
FIRST_PORT, PORTS = 20_000, 12_000
PRINTER, KIOSK, DISPLAY, FACILITY = "printer", "kiosk", "display", "facility"
ALL = (PRINTER, KIOSK, DISPLAY, FACILITY)
SMALL_WINDOWS = {
    KIOSK: {"KOLAPP_KIOSK_WIDTH_PX": "540", "KOLAPP_KIOSK_HEIGHT_PX": "960", "KOLAPP_KIOSK_DPI": "51"},
    DISPLAY: {"KOLAPP_DISPLAY_WIDTH": "960", "KOLAPP_DISPLAY_HEIGHT": "540", "KOLAPP_DISPLAY_DPI": "20"},
    FACILITY: {"KOLAPP_DISPLAY_WIDTH": "960", "KOLAPP_DISPLAY_HEIGHT": "540", "KOLAPP_DISPLAY_DPI": "25.5"},
}
"""Half of the real size, so that all of them have room on a desk's screen."""
SERVER_READY_WITHIN_S = 90.0
DEVICE_READY_WITHIN_S = 120.0
COMMAND_WITHIN_S = 120.0
HOURS = re.compile(r"^hours:\n(?:[ \t#].*\n|\n(?=[ \t]))+", re.MULTILINE)
BRANCH = re.compile(r"^branch: *(\S+)", re.MULTILINE)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_given: set[int] = set()
NEVER_CLOSED = "hours:\n" + "".join(f"  {day}: [00:00-04:00, 04:00-23:59]\n" for day in DAYS)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start. `programs` come besides the server. Without a screen, windows open off-screen and are mirrored."""

    folder: Path
    programs: tuple[str, ...] = ALL
    port: int = 0
    has_screen: bool = False
    is_always_open: bool = True
    town: Path = ROOT / "town" / "ekvik.yaml"
    more_settings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Per program, or "server", further words for its environment."""


def free_port() -> int:
    """A port of this machine that nobody listens on, and that nobody here has been given before.

    It lies below those that the system gives to whoever asks for any: until it is listened on, nobody else gets it by chance.
    """
    while True:
        port = FIRST_PORT + secrets.randbelow(PORTS)
        if port not in _given:
            with suppress(OSError), socket.create_server((LOOPBACK, port)):
                _given.add(port)
                return port


def has_screen() -> bool:
    """Whether a window could be seen here."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def new_password() -> str:
    """A password that can be read aloud: eight syllables, 51 bits."""
    syllables = [secrets.choice("bdfghjklmnprstvxz") + secrets.choice("aeiou") for _ in range(8)]
    return "-".join("".join(syllables[at : at + 2]) for at in range(0, 8, 2))


class House:
    """A reception that runs from `start` to `stop`, or inside `with`."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.folder = plan.folder.resolve()
        self.port = plan.port or free_port()
        self.printer_port, self.printer_control_port = free_port(), free_port()
        self.mirror_ports = {name: free_port() for name in (KIOSK, DISPLAY, FACILITY)}
        self.programs: dict[str, Program] = {}

    @property
    def url(self) -> str:
        """Where the server answers."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def printer_address(self) -> str:
        """The emulated printer, as a printer program names it."""
        return f"tcp://{LOOPBACK}:{self.printer_port}"

    @property
    def slips(self) -> Path:
        """Where printed slips fall."""
        return self.folder / "slips"

    @property
    def branch_id(self) -> str:
        """The branch of the town's file."""
        return str(BRANCH.findall(self.plan.town.read_text(encoding="utf-8"))[0])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Everything of the plan runs and is ready. Raises `ProgramFailed`, and then nothing runs."""
        try:
            self.start_server()
            self.furnish()
            for name in self.plan.programs:
                self.launch(name)
            for name in self.plan.programs:
                self.await_ready(name)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Nothing of it runs; each process was ended by its own id, the server last."""
        for program in reversed(self.programs.values()):
            if program.name != "server":
                program.ask_to_end()
        for program in reversed(self.programs.values()):
            program.end()

    def start_server(self) -> None:
        """The server answers."""
        self._begin("server", ("kolapp-server", "serve"), self.server_settings())
        self.programs["server"].wait_until(self.is_ready, SERVER_READY_WITHIN_S)

    def is_ready(self) -> bool:
        """Whether the server says that it can serve."""
        connection = HTTPConnection(LOOPBACK, self.port, timeout=2)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (HTTPException, OSError):
            return False
        finally:
            connection.close()

    def server_settings(self) -> dict[str, str]:
        """The server's environment, which its commands need too."""
        return {
            "KOLAPP_SERVER_VAR": str(self.folder / "server"),
            "KOLAPP_SERVER_HOST": LOOPBACK,
            "KOLAPP_SERVER_PORT": str(self.port),
            "KOLAPP_SERVER_PUBLIC_URL": self.url,
            **self.plan.more_settings.get("server", {}),
        }

    def command(self, *words: str, said: str = "") -> str:
        """What `kolapp-server WORDS` prints, `said` being typed to it. Raises `ProgramFailed` with its complaint."""
        done = subprocess.run(
            [str(BIN / "kolapp-server"), *words],
            cwd=ROOT,
            env={**os.environ, **self.server_settings()},
            input=said,
            capture_output=True,
            text=True,
            timeout=COMMAND_WITHIN_S,
        )
        if done.returncode:
            raise ProgramFailed(f"kolapp-server {words[0]} ended with code {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def furnish(self) -> None:
        """The branch is as the town's file says; read in again only when the file is another."""
        text = self.plan.town.read_text(encoding="utf-8")
        text = HOURS.sub(NEVER_CLOSED, text) if self.plan.is_always_open else text
        stamp, wanted = self.folder / "town.json", hashlib.sha256(text.encode()).hexdigest()
        if stamp.exists() and json.loads(stamp.read_text())["town"] == wanted:
            return
        file = self.folder / "town.yaml"
        file.write_text(text, encoding="utf-8")
        self.command("import", str(file))
        stamp.write_text(json.dumps({"town": wanted}))

    def pair_code(self, kind: str, name: str) -> str:
        """A one-time code for a new device."""
        return self.command("pair-code", "--kind", kind, "--name", name)

    def add_clerk(self, name: str, role: str) -> str:
        """The clerk can sign in with the password that is given back."""
        password = new_password()
        self.command("add-clerk", "--name", name, "--role", role, "--password-stdin", said=f"{password}\n")
        return password

    def set_password(self, name: str) -> str:
        """The clerk can sign in with the new password that is given back, and with no older one."""
        password = new_password()
        self.command("set-password", "--name", name, "--password-stdin", said=f"{password}\n")
        return password

    def launch(self, name: str) -> None:
        """The program has been started; `await_ready` waits for it."""
        if name == PRINTER:
            self._begin(name, self._emulate_command(), {})
            return
        settings = {**self._device_settings(name), **self._window_settings(name), **self.plan.more_settings.get(name, {})}
        self._begin(name, ("kolapp-kiosk" if name == KIOSK else "kolapp-display",), settings)

    def await_ready(self, name: str) -> None:
        """The program can be used: a printer listens, a device is paired and, off-screen, its picture can be fetched."""
        self.programs[name].wait_until(lambda: self._is_usable(name), DEVICE_READY_WITHIN_S)

    def _is_usable(self, name: str) -> bool:
        if name == PRINTER:
            return listens(self.printer_control_port)
        return self.token_file(name).exists() and (self.plan.has_screen or listens(self.mirror_ports[name]))

    def token_file(self, name: str) -> Path:
        """Where a paired device keeps its token."""
        return self.folder / name / "token.json"

    def _begin(self, name: str, command: tuple[str, ...], settings: Mapping[str, str]) -> None:
        self.programs[name] = Program(name, command, settings, self.folder / "log" / f"{name}.log")
        self.programs[name].start()

    def _emulate_command(self) -> tuple[str, ...]:
        ports = ("--port", str(self.printer_port), "--control-port", str(self.printer_control_port))
        return ("kolapp-printer", "emulate", *ports, "--folder", str(self.slips))

    def _device_settings(self, name: str) -> dict[str, str]:
        prefix = "KOLAPP_KIOSK_" if name == KIOSK else "KOLAPP_DISPLAY_"
        own = {
            "SERVER_URL": self.url,
            "TOKEN_FILE": str(self.token_file(name)),
            "STATE_FOLDER": str(self.folder / name),
            "FONT_FOLDER": str(ROOT / "var" / "fonts"),
        }
        if not self.token_file(name).exists():
            own["PAIRING_CODE"] = self.pair_code(name, {KIOSK: "Entrén", DISPLAY: "Väntrummet", FACILITY: "Vaktmästaren"}[name])
        if name == KIOSK:
            own["PRINTER_ADDRESS"] = self.printer_address
        if name == FACILITY:
            own |= {"LAYOUT": "facility", "DPI": "51"}
        return {f"{prefix}{key}": value for key, value in own.items()}

    def _window_settings(self, name: str) -> dict[str, str]:
        if self.plan.has_screen:
            return SMALL_WINDOWS[name]
        part = "KIOSK" if name == KIOSK else "DISPLAY"
        plain = {} if name == KIOSK else {"KOLAPP_DISPLAY_SMOOTH_EDGES": "0"}
        return plain | {
            "SDL_VIDEODRIVER": "offscreen",
            "SDL_AUDIODRIVER": "dummy",
            f"KOLAPP_{part}_PLUGIN": f"tests.support.{part.lower()}_mirror",
            "KOLAPP_MIRROR_PORT": str(self.mirror_ports[name]),
        }


def listens(port: int) -> bool:
    """Whether somebody takes connections at that port of this machine."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False
