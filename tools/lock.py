# SPDX-License-Identifier: EUPL-1.2
"""Chooses the versions of all packages and writes them, with a hash for each file, into locks/: one lock per program and one
for all who work on Kölapp. The locks hold for Python 3.11 to 3.13 and name no address, so that each machine fetches
from where it has been told to.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHAT = {
    "server": ["--extra", "server"],
    "kiosk": ["--extra", "kiosk"],
    "display": ["--extra", "display"],
    "printer": ["--extra", "printer"],
    "dev": ["--all-extras", "--group", "dev"],
}
HOW = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-header",
    "--no-annotate",
    "--quiet",
]


def main() -> None:
    """Writes every lock; those of the programs take their versions from the one for all."""
    write_lock("dev", [])
    for name in WHAT.keys() - {"dev"}:
        write_lock(name, ["--constraint", "locks/dev.txt"])


def write_lock(name: str, constraints: list[str]) -> None:
    """locks/<name>.txt stands anew. The versions already chosen there are left out of account."""
    target = ROOT / "locks" / f"{name}.txt"
    print(f"locks/{name}.txt ...", flush=True)
    uv = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--python-version", "3.11", "--upgrade"]
    subprocess.run(
        [*uv, *WHAT[name], *HOW, *constraints, "--output-file", str(target)], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


if __name__ == "__main__":
    main()
