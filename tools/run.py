# SPDX-License-Identifier: EUPL-1.2
"""The whole reception on this machine, until Ctrl-C: server, printer, kiosk, display, facility display. `make run` starts it."""

import argparse
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from tools.house import ALL, PRINTER, House, Plan, free_port, has_screen, listens
from tools.live_pictures import LivePictures
from tools.programs import ROOT, ProgramFailed

USUAL_PORT = 8080
LOOK_EVERY_S = 1.0
MANAGER = "chef"


def main() -> int:
    """0 after Ctrl-C; 1 when a program failed or ended by itself."""
    asked = parser().parse_args()
    plan = Plan(
        folder=asked.folder,
        programs=tuple(name for name in ALL if name not in asked.without),
        port=asked.port or (free_port() if listens(USUAL_PORT) else USUAL_PORT),
        has_screen=has_screen() and not asked.off_screen,
        is_always_open=not asked.own_hours,
        town=asked.town,
    )
    ended = on_signals()
    try:
        print("Starting: server, " + ", ".join(plan.programs) + " ...", flush=True)
        with House(plan) as house:
            rows = addresses(house, *make_manager(house))
            return watch_with_pictures(house, rows, ended)
    except (ProgramFailed, OSError) as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def parser() -> argparse.ArgumentParser:
    """What can be said on the command line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, default=ROOT / "var" / "run", help="where everything is kept")
    asked.add_argument("--port", type=int, default=0, help=f"the server's port (default: {USUAL_PORT}, or a free one)")
    asked.add_argument("--town", type=Path, default=ROOT / "town" / "ekvik.yaml", help="the town's file")
    asked.add_argument("--own-hours", action="store_true", help="keep the town's opening hours (default: never closed)")
    asked.add_argument("--off-screen", action="store_true", help="open no window, and serve pictures, though there is a screen")
    asked.add_argument("--without", nargs="*", choices=ALL, default=[], help="what not to start")
    return asked


def on_signals() -> threading.Event:
    """Set when somebody asks for the end; the first Ctrl-C while starting breaks off at once."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        del number, frame
        ended.set()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    return ended


def watch_with_pictures(house: House, rows: list[tuple[str, str]], ended: threading.Event) -> int:
    """Prints the addresses and waits for the end; serves live pictures meanwhile where nobody can see the windows."""
    shown = {name: port for name, port in house.mirror_ports.items() if name in house.programs}
    if house.plan.has_screen or not shown:
        print(table(rows), flush=True)
        return watch(house, ended)
    pictures = LivePictures(shown)
    pictures.start()
    print(table([("Kiosk and displays, live", pictures.url), *rows]), flush=True)
    try:
        return watch(house, ended)
    finally:
        pictures.stop()


def watch(house: House, ended: threading.Event) -> int:
    """Waits for the end. A program that ends by itself is told of, with its last words, and ends the rest."""
    try:
        while not ended.wait(LOOK_EVERY_S):
            for program in house.programs.values():
                if not program.is_running:
                    raise ProgramFailed(f"{program.name} ended with code {program.code}:\n{program.last_words()}")
    except KeyboardInterrupt:
        print("\nEnding ...", flush=True)
    return 0


def make_manager(house: House) -> tuple[str, str]:
    """A manager with a password made for the day; yesterday's opens nothing any more."""
    try:
        return MANAGER, house.add_clerk(MANAGER, "manager")
    except ProgramFailed:
        return MANAGER, house.set_password(MANAGER)


def addresses(house: House, name: str, password: str) -> list[tuple[str, str]]:
    """What is where."""
    rows = [
        ("Desk: call visitors", f"{house.url}/desk"),
        ("", f"sign in as {name} with the password {password}"),
        ("Waiting room in a browser", f"{house.url}/board/{house.branch_id}"),
        ("Monitor", f"{house.url}/monitor"),
        ("Office", f"{house.url}/office"),
    ]
    if PRINTER in house.plan.programs:
        rows.append(("Printed slips", str(house.slips)))
    return [*rows, ("What the programs say", str(house.folder / "log"))]


def table(rows: list[tuple[str, str]]) -> str:
    """The rows for the one at the keyboard."""
    lines = [f"  {what:<28}{where}" for what, where in rows]
    return "\n".join(["", "Kölapp runs.", "", *lines, "", "Ctrl-C ends everything.", ""])


if __name__ == "__main__":
    sys.exit(main())
