# SPDX-License-Identifier: EUPL-1.2
"""The questions that `kolapp-server simulate` answers. They are known without what answers them, which is slow to import."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kolapp_server.settings import Settings

HALLS = ("small", "middle", "large")


def describe(make: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """What may be asked. `make` gives a command its name, what it does, and its example."""
    does = "Ask what would come of one more desk, of teaching, of one queue for all; on generated days or the branch's own."
    command = make("simulate", does, "simulate --days 40 --add-desk 11:30-13:30 --picture lunch")
    where = command.add_argument_group("which days")
    where.add_argument("--journal", type=int, metavar="DAYS", help="the branch's own last days, from its journal")
    where.add_argument("--branch", default="", help="the branch; may be left out where there is one")
    where.add_argument("--town", type=Path, metavar="FILE", help="generated days in the hall of a town's file")
    where.add_argument("--hall", choices=HALLS, default="middle", help="generated days in a hall of 4, 7 or 10 desks")
    where.add_argument("--load", type=float, default=0.78, help="share of their time that desks have work; 0.78")
    where.add_argument("--days", type=int, default=20, help="how many generated days; 20")
    where.add_argument("--seed", type=int, default=1, help="the same seed brings the same visitors; 1")
    what = command.add_argument_group("what if (each is compared with the hall as it is)")
    what.add_argument("--add-desk", metavar="HH:MM-HH:MM", help="one more desk in that time, for instance at lunch")
    what.add_argument("--profile", help="what it serves: a profile, a desk to serve the same as, or errands with commas")
    what.add_argument("--teach", action="append", default=[], metavar="DESK=ERRAND", help="a desk learns an errand")
    what.add_argument("--pooled", action="store_true", help="every desk serves everything")
    what.add_argument("--separate", action="store_true", help="each desk has errands of its own")
    what.add_argument("--lessons", action="store_true", help="the report: which desk should learn which errand?")
    how = command.add_argument_group("how it is told")
    how.add_argument("--picture", type=Path, metavar="NAME", help="also draw NAME.png and NAME.svg")
    how.add_argument("--json", action="store_true", help="values for a program instead of a table")
    command.set_defaults(act=simulate)


def simulate(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Prints what came of it; 0 when it was done."""
    from kolapp_server.simulating import simulate as answer

    return answer(settings, arguments)
