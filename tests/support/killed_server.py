# SPDX-License-Identifier: EUPL-1.2
"""The real server with a way to die in the middle of a commit, never in the wheel.

    python -m tests.support.killed_server MOMENT ARM_FILE [SYNCHRONOUS]

As soon as ARM_FILE exists, the writer's next commit ends the process as SIGKILL does: `before` what was written is committed,
or `after` it is on disk and nobody has been told. `never` dies only from outside. SYNCHRONOUS (NORMAL, OFF) is a weaker promise
of SQLite's than the server's own, to show that our check of power cuts can fail.
"""

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect

from kolapp_server.__main__ import main


def die_around_commits(moment: str, arm: Path) -> None:
    """From now on the writer's commits look whether they shall be the last."""
    commit = DefaultDialect.do_commit

    def committed(self: DefaultDialect, connection: Any) -> None:
        is_last = threading.current_thread().name == "writer" and arm.exists()
        if is_last and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self, connection)
        if is_last and moment == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    DefaultDialect.do_commit = committed  # type: ignore[method-assign]


def weaken(synchronous: str) -> None:
    """Every connection from now on waits less for the disk than the server wants."""

    @event.listens_for(Engine, "begin")
    def set_back(connection: Any) -> None:
        # The pragma cannot be changed inside a transaction, and SQLAlchemy tells of a beginning before there is one.
        connection.connection.dbapi_connection.execute(f"PRAGMA synchronous={synchronous}")


if __name__ == "__main__":
    die_around_commits(sys.argv[1], Path(sys.argv[2]))
    if len(sys.argv) > 3:
        weaken(sys.argv[3])
    sys.argv = ["kolapp-server", "serve"]
    sys.exit(main())
