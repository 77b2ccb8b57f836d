"""The schema: made by migrations alone, from every released one, and never from a newer one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from pacecar.service import audit
from pacecar.service.judging import InProcessJudge
from pacecar.service.problems import DatabaseProblem
from pacecar.service.reproducing import reproduce
from pacecar.service.service import Service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.database import Database
from pacecar.service.storage.migrating import migrate, newest, revision_of
from pacecar.service.storage.tables import METADATA

RELEASED = sorted((Path(__file__).parent / "schemas").glob("*.sql"))


def test_the_migrations_make_the_tables_that_the_code_knows(service: Service) -> None:
    """Neither has what the other lacks."""
    with service.database.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


@pytest.mark.parametrize("schema", RELEASED, ids=lambda path: path.stem)
def test_a_database_of_every_released_schema_is_brought_up_to_date(
    schema: Path, tmp_path: Path, judge: InProcessJudge
) -> None:
    """Its log verifies as before, and its reports are made again; what differs is the version."""
    file = tmp_path / "old.db"
    with sqlite3.connect(file) as connection:
        connection.executescript(schema.read_text(encoding="utf-8"))
    connection.close()
    database = Database(str(file))
    assert migrate(database) == (schema.stem, newest())
    found = audit.verify(database)
    assert (found.problems, found.entries) == ((), 10)
    service = Service(database, ServiceSettings(str(file), evaluator="builtin"), judge)
    with database.reading() as opened:
        ids = [row[0] for row in opened.execute(text("SELECT id FROM checks ORDER BY id"))]
    assert len(ids) == 3
    for id_ in ids:
        again = reproduce(service, id_)
        assert again.identical or again.explained
    database.close()


def test_a_database_of_a_newer_schema_is_refused(service: Service) -> None:
    """In one line, with the way out; nothing is touched."""

    def move_on(connection: object) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))  # type: ignore[attr-defined]

    service.database.writing(move_on)
    for look in (migrate, revision_of):
        with pytest.raises(DatabaseProblem, match=r"schema 9999, which this Pacecar does not know"):
            look(service.database)


def test_there_is_a_fixture_of_the_newest_schema() -> None:
    """Whoever adds a migration adds a database of it."""
    assert newest() in {path.stem for path in RELEASED}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mysql://root:secret@host/x", "mysql is no database"),
        ("sqlite://", "needs a file"),
        ("postgresql://u:secret@host:port/x", "cannot be read"),
        ("postgresql://u:secret@127.0.0.1:1/x?connect_timeout=1", "cannot be used"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(
    written: str, said: str
) -> None:
    """The password is in no message, and in no representation of the settings."""
    with pytest.raises(DatabaseProblem, match=said) as refused:
        migrate(Database(written))
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(ServiceSettings(written))
