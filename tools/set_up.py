# SPDX-License-Identifier: EUPL-1.2
"""Makes a fresh machine ready: Debian packages, virtual environment, locked Python packages, typefaces.

Needs nothing but Python's own library. Each step is stamped with a hash of what it was made from, so that it is done again
when that changes and takes no time when it has not. Run it as `sh tools/set_up.sh run` or `... test`.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = ROOT / "locks" / "dev.txt"
STAMPS = ENVIRONMENT / "set-up.json"
LOG = ROOT / "var" / "set-up.log"
DEBIAN_PACKAGES = ROOT / "tools" / "debian-packages.txt"
FONT_SOURCES = (LOCK, ROOT / "server/kolapp_words/fonts.py", ROOT / "server/kolapp_words/languages.py")
CLEAR = "\r\033[K" if sys.stdout.isatty() else ""
PURPOSES = {"run": {"run"}, "test": {"run", "test"}}


class SetUpFailed(Exception):
    """A step could not be done; the text says what to do about it."""


@dataclass(frozen=True, slots=True)
class Step:
    """`made_from` are the files that the step's result depends on; `proof` is a path that is there when it was done."""

    name: str
    made_from: tuple[Path, ...]
    proof: Path
    act: Callable[[], None]


def main() -> int:
    """Does what is missing for `run` or `test`; 0 when the machine is ready."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=PURPOSES, help="what the machine shall be ready for")
    purpose = parser.parse_args().purpose
    try:
        bring_debian_packages(PURPOSES[purpose])
        for step in steps():
            do_once(step)
    except SetUpFailed as failure:
        say(str(failure))
        return 1
    return 0


def steps() -> tuple[Step, ...]:
    """In the order in which they build on each other."""
    return (
        Step("A Python environment of its own", (), PYTHON, make_environment),
        Step("Python packages, each checked against its hash", (LOCK,), PYTHON, install_packages),
        Step("Kölapp's own programs", (ROOT / "pyproject.toml",), ENVIRONMENT / "bin" / "kolapp-server", install_kolapp),
        Step("Typefaces", FONT_SOURCES, ROOT / "var" / "fonts", cut_fonts),
    )


def do_once(step: Step) -> None:
    """Afterwards the step has been done with its present sources. Nothing happens when it already had been."""
    stamps = json.loads(STAMPS.read_text()) if STAMPS.exists() else {}
    wanted = digest(step.made_from)
    if stamps.get(step.name) == wanted and step.proof.exists():
        return
    say(f"{step.name} ...")
    step.act()
    STAMPS.write_text(json.dumps({**stamps, step.name: wanted}, indent=1, ensure_ascii=False))


def digest(paths: Iterable[Path]) -> str:
    """One hash over the contents, this folder's place and Python's version: all that makes an environment unfit."""
    parts = [sys.version, str(ROOT), *(path.read_text(encoding="utf-8") for path in paths)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def make_environment() -> None:
    """An empty environment in .venv."""
    if PYTHON.exists():
        return
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(ENVIRONMENT)])


def install_packages() -> None:
    """Every package of the lock, in exactly the version and with the hash that stand there."""
    whole = sum("==" in line for line in LOCK.read_text(encoding="utf-8").splitlines())
    counted = 0

    def show(line: str) -> None:
        nonlocal counted
        if line.startswith("Collecting "):
            counted += 1
            say(f"  {counted} of at most {whole} fetched", over=True)
        elif line.startswith("Installing "):
            say(f"{CLEAR}  unpacking, about half a minute ...")

    command = [*pip(), "install", "--require-hashes", "--only-binary", ":all:", "--progress-bar", "off", "-r", str(LOCK)]
    run(command, show)


def install_kolapp() -> None:
    """The programs kolapp-server, kolapp-kiosk, kolapp-display and kolapp-printer run from this folder's own files."""
    run([*pip(), "install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])


def cut_fonts() -> None:
    """One file per typeface and weight in var/fonts."""
    run([str(PYTHON), "-m", "kolapp_words.fonts"])


def pip() -> list[str]:
    """The environment's own pip, which looks for packages where this machine has been told to."""
    return [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input"]


def bring_debian_packages(purposes: set[str]) -> None:
    """The Debian packages for `purposes` are there. Raises `SetUpFailed` with the line to run where we may not install."""
    if not shutil.which("dpkg-query"):
        return
    missing = [name for name in wanted_packages(purposes) if not is_installed(name)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    master = as_master()
    if master is None:
        raise SetUpFailed(
            f"These Debian packages are missing, and only root may install them. Run:\n    sudo {' '.join(command)}"
        )
    say(f"Debian packages: {' '.join(missing)} ...")
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    run([*master, "apt-get", "update"], environment=environment)
    run([*master, *command], environment=environment)


def wanted_packages(purposes: set[str]) -> list[str]:
    """The packages of tools/debian-packages.txt for `purposes`."""
    lines = DEBIAN_PACKAGES.read_text(encoding="utf-8").splitlines()
    rows = [line.split(maxsplit=2) for line in lines if line.strip() and not line.startswith("#")]
    return [package for package, purpose, _ in rows if purpose in purposes]


def is_installed(package: str) -> bool:
    """Whether dpkg knows the package as installed."""
    answer = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package], capture_output=True, text=True)
    return answer.stdout.strip() == "installed"


def as_master() -> list[str] | None:
    """What to put before a command so that it runs as root; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def run(command: list[str], show: Callable[[str], None] | None = None, environment: dict[str, str] | None = None) -> None:
    """Runs `command` from the root with its words in var/set-up.log. Raises `SetUpFailed` with its last lines."""
    LOG.parent.mkdir(exist_ok=True)
    kept: list[str] = []
    with (
        LOG.open("a", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process,
    ):
        for line in process.stdout or ():
            log.write(line)
            kept = [*kept[-24:], line.rstrip()]
            if show is not None:
                show(line.strip())
    if process.returncode:
        raise SetUpFailed("\n".join([*kept, f"The set-up stopped at: {' '.join(command)}", f"All of its words: {LOG}"]))


def say(text: str, *, over: bool = False) -> None:
    """Tells the one who waits; `over` writes on the same line where there is a terminal, and keeps silent elsewhere."""
    if not over:
        print(text, flush=True)
    elif sys.stdout.isatty():
        print(f"{CLEAR}{text}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main())
