# SPDX-License-Identifier: EUPL-1.2
"""Tries the properties with examples that nobody has tried yet, round after round, and says how to see again what failed.

`make test` tries the same examples each time. This is for whoever has changed a rule: `make hunt ROUNDS=20`.
"""

import argparse
import random
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.progress import track

ROOT = Path(__file__).resolve().parent.parent
HAS_PROPERTIES = re.compile(r"^from hypothesis", re.MULTILINE)
AT_ONCE = 2


def main() -> int:
    """0 where every round passed."""
    parser = argparse.ArgumentParser(description=__doc__, epilog="example: make hunt ROUNDS=20")
    parser.add_argument("--rounds", type=int, default=4)
    rounds = parser.parse_args().rounds
    files = files_with_properties()
    with ThreadPoolExecutor(AT_ONCE) as lanes:
        seeds = [random.getrandbits(32) for _ in range(rounds)]
        words = list(track(lanes.map(lambda seed: one_round(seed, files), seeds), f"{len(files)} files", rounds))
    failed = [told for told in words if told]
    print("\n".join(failed))
    print(f"{rounds - len(failed)} rounds passed, {len(failed)} failed")
    return 1 if failed else 0


def files_with_properties() -> list[str]:
    """The files of tests that make up examples."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in tests if HAS_PROPERTIES.search(file.read_text(encoding="utf-8"))]


def one_round(seed: int, files: list[str]) -> str:
    """What failed with that seed, and how to see it again; nothing where all passed."""
    how = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not window", "--hypothesis-profile=hunt"]
    command = [sys.executable, *how, f"--hypothesis-seed={seed}", *files]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    again = shlex.join(["python", *command[1 : -len(files)]])
    return f"{ended.stdout}{ended.stderr}\nagain: {again} FILE\n" if ended.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
