# SPDX-License-Identifier: EUPL-1.2
"""`make gallery`: every screen in every language and mode as PNG in var/gallery, an index.html to look at them, and gallery.json.

Each picture is measured (see `measured`); the command ends with 1 when one of them does not pass. A part of it:

    python -m tests.gallery --only welcome --languages sv ar
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.gallery.index import index_page
from tests.gallery.plan import Job, plan, spoken

FOLDER = Path("var/gallery")
AT_ONCE = 2
A_PICTURE_S, A_WINDOW_S = 20, 120
WIDTH = 30
Row = dict[str, Any]


class Progress:
    """A bar on the terminal; where there is no terminal, a line for every fiftieth picture."""

    def __init__(self, whole: int) -> None:
        self.whole, self.done, self.failed = whole, 0, 0
        self._lock = threading.Lock()

    def count(self, row: Row) -> None:
        """A picture is done."""
        with self._lock:
            self.done += 1
            self.failed += not row["passed"]
            if not row["passed"]:
                print(told(row), flush=True)
            if sys.stdout.isatty() or self.done % 50 == 0 or self.done == self.whole:
                full = WIDTH * self.done // max(1, self.whole)
                line = f"[{'#' * full}{'.' * (WIDTH - full)}] {self.done}/{self.whole}, {self.failed} below"
                print(line, end="\r" if sys.stdout.isatty() and self.done < self.whole else "\n", flush=True)


def main(arguments: list[str]) -> int:
    """1 when any picture is below what is asked, or could not be drawn."""
    asked = _parser().parse_args(arguments)
    folder = asked.out
    if not asked.only:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    jobs = plan(folder, asked.languages or spoken(), asked.only)
    rows = drawn(jobs)
    rows.sort(key=lambda row: (row["screen"], row["mode"], row["language"]))
    (folder / "gallery.json").write_text(json.dumps({"pictures": rows}, indent=1, ensure_ascii=False))
    (folder / "index.html").write_text(index_page(rows))
    for row in (row for row in rows if not row["passed"]):
        print(told(row))
    failed = sum(not row["passed"] for row in rows)
    print(f"{len(rows) - failed} pictures pass, {failed} do not; look at {folder / 'index.html'}")
    return 1 if failed or not rows else 0


def told(row: Row) -> str:
    """What is wrong with a picture, in a line."""
    return f"{row['file']}: {'; '.join(row['faults'])}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.gallery", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default="", help="a part of the names of the screens to draw")
    parser.add_argument("--languages", nargs="+", choices=spoken(), help="instead of all of them")
    parser.add_argument("--out", type=Path, default=FOLDER, help="where pictures and figures go (default: var/gallery)")
    return parser


def drawn(jobs: list[Job]) -> list[Row]:
    """The rows of all pictures; a picture that was not drawn has a row that says so."""
    progress = Progress(sum(len(job.wanted) for job in jobs))
    with tempfile.TemporaryDirectory(prefix="kolapp-gallery-") as work, ThreadPoolExecutor(AT_ONCE) as hands:
        files = [Path(work) / f"{place}.json" for place in range(len(jobs))]
        return [row for rows in hands.map(lambda job, file: run(job, file, progress.count), jobs, files) for row in rows]


def run(job: Job, file: Path, count: Callable[[Row], None]) -> list[Row]:
    """One window, from its start to its end."""
    job.write(file)
    log, rows = file.with_suffix(".log"), []
    command = [sys.executable, "-m", f"tests.gallery.{job.program}", str(file)]
    with log.open("w") as said, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True) as window:
        limit = threading.Timer(A_WINDOW_S + A_PICTURE_S * len(job.wanted), window.kill)
        limit.start()
        assert window.stdout is not None
        for line in window.stdout:
            rows.append(json.loads(line))
            count(rows[-1])
        window.wait()
        limit.cancel()
    return rows + _not_drawn(job, rows, log.read_text()[-1500:], count)


def _not_drawn(job: Job, rows: list[Row], why: str, count: Callable[[Row], None]) -> list[Row]:
    """Rows for what the window did not come to, and its last words."""
    files = {row["file"] for row in rows}
    lost = [wanted for wanted in job.wanted if wanted.file not in files]
    if lost:
        print(f"\n{job.program}: {why}", file=sys.stderr)
    nothing = {"smallest_capital_mm": None, "smallest_target_mm": None, "lowest_contrast": None, "lowest_icon_contrast": None}
    lists: Row = {"clipped": [], "overlapping": [], "missing_glyphs": [], "faults": ["it was not drawn"], "passed": False}
    made = [{"screen": w.screen, "language": w.language, "mode": w.mode, "file": w.file} | nothing | lists for w in lost]
    for row in made:
        count(row)
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
