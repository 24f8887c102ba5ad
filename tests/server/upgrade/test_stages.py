# SPDX-License-Identifier: EUPL-1.2
"""Migrations before and after a roll-out: which a release needs, and which database it can work on."""

import re
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import text

from kolapp_server.__main__ import main
from kolapp_server.store.engine import database_url, open_writing
from kolapp_server.store.schema import (
    DatabaseTooNew,
    Migration,
    Stage,
    bring_up_to_date,
    is_up_to_date,
    migrations,
    target,
    works_on,
)

ROW = (Migration(1, Stage.PRE), Migration(2, Stage.PRE), Migration(3, Stage.POST))


def stands_at(folder: Path, revision: str) -> None:
    """The database in `folder` says that it stands there."""
    engine = open_writing(database_url(folder))
    bring_up_to_date(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": revision})
    engine.dispose()


@pytest.mark.parametrize(
    ("revision", "is_good"),
    [
        (None, False),
        ("0001_pre", False),
        ("0002_pre", True),
        ("0003_post", True),
        ("0004_pre", True),
        ("0005_post", False),
    ],
)
def test_a_release_works_on_a_database_that_has_its_own_pre_and_at_most_the_pre_of_a_later_one(
    revision: str | None, is_good: bool
) -> None:
    assert works_on(revision, ROW) is is_good


def test_before_the_roll_out_the_row_ends_at_the_last_pre_and_after_it_at_its_end() -> None:
    assert target(ROW, Stage.PRE).revision == "0002_pre"
    assert target(ROW, Stage.POST).revision == "0003_post"


def test_every_migration_is_named_after_its_place_and_stage_and_follows_the_one_before() -> None:
    folder = Path(str(files("kolapp_server.store"))) / "migrations" / "versions"
    before = None
    for file, migration in zip(sorted(folder.glob("[0-9]*.py")), migrations(), strict=True):
        said = dict(re.findall(r'^(revision|down_revision) = (?:"(.*)"|None)$', file.read_text(encoding="utf-8"), re.MULTILINE))
        assert file.name.startswith(f"{migration.revision}_")
        assert said == {"revision": migration.revision, "down_revision": before or ""}
        before = migration.revision
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))


def test_a_database_made_ready_for_the_next_release_is_served_by_this_one(tmp_path: Path) -> None:
    stands_at(tmp_path, "9998_pre")
    engine = open_writing(database_url(tmp_path))
    bring_up_to_date(engine)
    assert is_up_to_date(engine)
    engine.dispose()


def test_a_database_of_which_a_later_release_has_taken_something_away_is_refused(tmp_path: Path) -> None:
    stands_at(tmp_path, "9999_post")
    engine = open_writing(database_url(tmp_path))
    with pytest.raises(DatabaseTooNew):
        bring_up_to_date(engine)
    assert not is_up_to_date(engine)
    engine.dispose()


def test_migrate_is_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("KOLAPP_SERVER_VAR", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["kolapp-server", "migrate", "--post"])
    assert main() == 0
    assert capsys.readouterr().out == f"The database stands at {migrations()[-1].revision}.\n"
    stands_at(tmp_path, "9999_post")
    assert main() == 1
    assert "later release" in capsys.readouterr().err
