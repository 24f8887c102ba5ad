# SPDX-License-Identifier: EUPL-1.2
"""kolapp-server: the reception's server, and the commands of the one who runs it."""

import argparse
import asyncio
import contextlib
import gc
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from kolapp_server.asking import NoServer, Order, OrderRefused, ask_server
from kolapp_server.what_if import describe

if TYPE_CHECKING:
    from kolapp_server.settings import Settings

Command = Callable[[str, str, str], argparse.ArgumentParser]
# What a command does not need is imported where it is needed: whoever types a command waits for the imports.


def main() -> int:
    """0 when it was done; 1 with a sentence on standard error when not."""
    arguments = parser().parse_args()
    from kolapp_server.settings import Settings

    try:
        return int(arguments.act(Settings(), arguments))
    except OrderRefused as no:
        sys.stderr.write(f"{no}\n")
        return 1


def parser() -> argparse.ArgumentParser:
    """All commands, each with an example."""
    whole = argparse.ArgumentParser("kolapp-server", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, does: str, example: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does, description=does, epilog=f"Example: kolapp-server {example}")

    serve_it = command("serve", "Run the server until it is told to stop.", "serve")
    serve_it.set_defaults(act=serve)
    import_it = command("import", "Take a town's file, all of it or nothing.", "import town/ekvik.yaml")
    import_it.add_argument("file", type=Path, help="the town's file (YAML)")
    import_it.set_defaults(act=import_file)
    bookings = command("import-bookings", "Take another system's booked times, all or nothing.", "import-bookings times.ics")
    bookings.add_argument("file", type=Path, help="iCalendar or JSON; names in it are dropped unread")
    _for_branch(bookings).set_defaults(act=import_bookings)
    practice = command("practice", "Let staff practise with visitors who do not exist, or end that.", "practice on")
    practice.add_argument("state", choices=("on", "off"), help="on or off")
    _for_branch(practice).set_defaults(act=practise)
    code = command("pair-code", "Make a code for one new device, valid for ten minutes.", "pair-code --kind kiosk --name Entrén")
    code.add_argument("--kind", required=True, choices=("kiosk", "display", "facility", "printer"))
    code.add_argument("--name", required=True, help="what staff call the device")
    _for_branch(code).set_defaults(act=pair_code)
    clerk = command("add-clerk", "Let somebody sign in.", "add-clerk --name anna --role clerk --password-stdin < password.txt")
    clerk.add_argument("--name", required=True, help="the name to sign in with")
    clerk.add_argument("--role", required=True, choices=("clerk", "manager", "facility", "admin"))
    _with_password(_for_branch(clerk)).set_defaults(act=add_clerk)
    password = command(
        "set-password", "Give somebody another password.", "set-password --name anna --password-stdin < password.txt"
    )
    password.add_argument("--name", required=True, help="the name to sign in with")
    _with_password(password).set_defaults(act=set_password)
    opening = command("open", "Keep a branch open today, whatever its hours say.", "open --until 18:30")
    opening.add_argument("--until", required=True, help="HH:MM by the branch's own clock")
    _for_branch(opening).set_defaults(act=stay_open)
    _add_safe_keeping(command)
    check_it = command("check", "Say whether everything that the server needs is here.", "check")
    check_it.set_defaults(act=check)
    return whole


def _add_safe_keeping(command: Command) -> None:
    """The commands that one is glad of on a bad day."""
    backup_it = command(
        "backup", "Save the whole database in one file, while the server serves.", "backup /mnt/backup/kolapp.sqlite"
    )
    backup_it.add_argument(
        "file", type=Path, help="where the backup is to lie; what lay there is replaced when the new one is whole"
    )
    backup_it.set_defaults(act=back_up)
    restore_it = command("restore", "Put a backup back; no server may run.", "restore /mnt/backup/kolapp.sqlite")
    restore_it.add_argument("file", type=Path, nargs="?", help="the backup")
    restore_it.add_argument("--in-place", action="store_true", help="PostgreSQL: the backup has been put back with pg_restore")
    restore_it.set_defaults(act=restore)
    migrate_it = command(
        "migrate", "Make the database ready for this release; with --post, tidy up behind the last one.", "migrate"
    )
    migrate_it.add_argument("--post", action="store_true", help="when no server of the release before runs any more")
    migrate_it.set_defaults(act=migrate)
    describe(command)


def _for_branch(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument("--branch", default="", help="the branch; may be left out where there is one")
    return command


def _with_password(command: argparse.ArgumentParser) -> argparse.ArgumentParser:
    command.add_argument(
        "--password-stdin",
        action="store_true",
        required=True,
        help="the password, of ten characters or more, is the first line of standard input",
    )
    return command


def serve(settings: "Settings", _arguments: argparse.Namespace) -> int:
    """Runs until SIGTERM or Ctrl-C; open requests are finished."""
    # What a program imports stays as long as it runs; looking through it for garbage made the start longer by a tenth.
    gc.disable()
    from kolapp_server.foundation import AlreadyRunning, take_lock
    from kolapp_server.serving import serve_until_told

    signal.signal(signal.SIGTERM, _end_well)
    signal.signal(signal.SIGINT, _end_well)
    try:
        take_lock(settings).close()
        return serve_until_told(settings)
    except AlreadyRunning as running:
        raise OrderRefused(str(running)) from None


def _end_well(_signal: int, _frame: FrameType | None) -> None:
    """Being told to stop is no fault."""
    sys.exit(0)


def import_bookings(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Another system's bookings stand here too."""
    try:
        text = arguments.file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as fault:
        raise OrderRefused(f"{arguments.file} cannot be read: {fault}") from None
    return _do(settings, {"do": "import-bookings", "text": text, "branch": arguments.branch})


def import_file(settings: "Settings", arguments: argparse.Namespace) -> int:
    """The branch is as the file says."""
    from kolapp_server.town import TownFaults, read_town

    try:
        text = arguments.file.read_text(encoding="utf-8")
        read_town(text)
    except (OSError, UnicodeError) as fault:
        raise OrderRefused(f"{arguments.file} cannot be read: {fault}") from None
    except TownFaults as faults:
        raise OrderRefused(str(faults)) from None
    return _do(settings, {"do": "import", "text": text})


def pair_code(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Prints the code, and nothing else."""
    order = {"do": "pair-code", "kind": arguments.kind, "name": arguments.name, "branch": arguments.branch}
    return _do(settings, order)


def add_clerk(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Somebody may sign in."""
    order = {"do": "add-clerk", "name": arguments.name, "role": arguments.role, "branch": arguments.branch}
    return _do(settings, {**order, "password": sys.stdin.readline().rstrip("\r\n")})


def set_password(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Somebody has another password."""
    order = {"do": "set-password", "name": arguments.name, "password": sys.stdin.readline().rstrip("\r\n")}
    return _do(settings, order)


def practise(settings: "Settings", arguments: argparse.Namespace) -> int:
    """Practice begins or ends."""
    is_on = "yes" if arguments.state == "on" else "no"
    return _do(settings, {"do": "practice", "branch": arguments.branch, "is_on": is_on})


def stay_open(settings: "Settings", arguments: argparse.Namespace) -> int:
    """The branch stays open."""
    return _do(settings, {"do": "open", "until": arguments.until, "branch": arguments.branch})


def back_up(settings: "Settings", arguments: argparse.Namespace) -> int:
    """The file is a whole backup."""
    return _do(settings, {"do": "backup", "file": str(arguments.file.absolute())})


def restore(settings: "Settings", arguments: argparse.Namespace) -> int:
    """The database is the one of the backup, carried on from there."""
    from kolapp_server.foundation import now_utc
    from kolapp_server.services import restoring
    from kolapp_server.store.backup import words_to_restore_postgresql

    if arguments.in_place:
        with _folder_held(settings):
            return _carried_on(restoring.begin_new_epochs(settings.database, {}, now_utc()), None)
    if arguments.file is None:
        raise OrderRefused("Which backup? For instance: kolapp-server restore /mnt/backup/kolapp.sqlite")
    if not settings.is_sqlite:
        raise OrderRefused(words_to_restore_postgresql(settings.database, arguments.file))
    try:
        with _folder_held(settings):
            restored = restoring.restore(settings.var, arguments.file, now_utc(), _tell)
    except (restoring.NotABackup, restoring.BackupTooNew) as no:
        raise OrderRefused(no.__doc__) from None
    return _carried_on(restored.branches, restored.aside)


def _carried_on(branches: dict[str, int], aside: Path | None) -> int:
    for branch_id, epoch in branches.items():
        sys.stdout.write(f"{branch_id}: carried on under epoch {epoch}; the next hundred numbers of each series are skipped.\n")
    if aside is not None:
        sys.stdout.write(f"The database of before lies in {aside}.\n")
    sys.stdout.write("Everybody signs in again. Devices that were paired or turned away since the backup: do that once more.\n")
    return 0


def _tell(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def migrate(settings: "Settings", arguments: argparse.Namespace) -> int:
    """The tables are as this release wants them."""
    from kolapp_server.store.schema import DatabaseTooNew, Stage, migrate_database

    try:
        with _folder_held(settings):
            revision = migrate_database(settings.database, Stage.POST if arguments.post else Stage.PRE)
    except DatabaseTooNew as fault:
        raise OrderRefused(fault.__doc__) from None
    sys.stdout.write(f"The database stands at {revision}.\n")
    return 0


@contextlib.contextmanager
def _folder_held(settings: "Settings") -> Iterator[None]:
    """Nobody else writes to the embedded database meanwhile. Raises `OrderRefused` where a server does."""
    from kolapp_server.foundation import AlreadyRunning, take_lock

    try:
        with contextlib.nullcontext() if not settings.is_sqlite else take_lock(settings):
            yield
    except AlreadyRunning as running:
        raise OrderRefused(str(running)) from None


def _do(settings: "Settings", order: Order) -> int:
    sys.stdout.write(f"{asyncio.run(_done(settings, order))}\n")
    return 0


async def _done(settings: "Settings", order: Order) -> str:
    """By the running server; or by this process, where none runs."""
    try:
        return await ask_server(settings.var, order, _tell)
    except NoServer:
        return await _done_here(settings, order)


async def _done_here(settings: "Settings", order: Order) -> str:
    from kolapp_server.control import carry_out
    from kolapp_server.foundation import AlreadyRunning, Foundation
    from kolapp_server.logs import set_up_logs

    set_up_logs("warning")
    foundation = Foundation(settings)
    try:
        await foundation.open()
    except AlreadyRunning as running:
        raise OrderRefused(str(running)) from None
    try:
        return await carry_out(foundation, order, _tell)
    finally:
        await foundation.close()


def check(settings: "Settings", _arguments: argparse.Namespace) -> int:
    """One line per thing that is needed; 1 when something is missing."""
    findings = [_folder(settings), _tables(settings), asyncio.run(_voice(settings)), _board(settings), _public(settings)]
    for is_good, words in findings:
        sys.stdout.write(f"{'ok     ' if is_good else 'MISSING'}  {words}\n")
    return 0 if all(is_good for is_good, _ in findings) else 1


def _folder(settings: "Settings") -> tuple[bool, str]:
    try:
        settings.var.mkdir(parents=True, exist_ok=True)
        free_mb = shutil.disk_usage(settings.var).free // 2**20
    except OSError as fault:
        return False, f"the folder {settings.var}: {fault}"
    return free_mb >= 500, f"the folder {settings.var}: {free_mb} MB free"


def _tables(settings: "Settings") -> tuple[bool, str]:
    from kolapp_server.store.reading import finding

    if settings.is_sqlite and not (settings.var / "kolapp.sqlite").exists():
        return True, "the database: none yet; it is made when the server starts"
    is_current = finding(settings.database)
    if is_current is None:
        return False, "the database does not answer; is its address right?"
    return True, "the database: up to date" if is_current else "the database: is brought up to date when the server starts"


async def _voice(settings: "Settings") -> tuple[bool, str]:
    from kolapp_server.speech.espeak import Espeak, NoSpeech

    try:
        await Espeak(settings.espeak).speak("1", "sv")
    except NoSpeech:
        return False, f"the voice: {(NoSpeech.__doc__ or '').strip()}"
    return True, f"the voice: {settings.espeak}"


def _board(settings: "Settings") -> tuple[bool, str]:
    is_there = (settings.board_folder / "board.html").is_file()
    return is_there, f"the waiting room's page: {settings.board_folder}"


def _public(settings: "Settings") -> tuple[bool, str]:
    is_tls = settings.own_url.startswith("https://")
    return True, f"the public address: {settings.own_url}" + ("" if is_tls else " (staff sign in on this machine only)")


if __name__ == "__main__":
    sys.exit(main())
