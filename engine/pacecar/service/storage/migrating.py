"""Bringing a database to the schema that this Pacecar knows; a newer one is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from pacecar.service.problems import DatabaseProblem
from pacecar.service.storage.database import Database

_LOCK: Final = 7_015_212_041
"""The number of PostgreSQL's advisory lock: one process migrates, the others wait."""


def migrate(database: Database, revision: str = "head") -> tuple[str, str]:
    """Bring a database to a revision; several processes may do so at once.

    Everything happens in one transaction: a crash leaves the schema as it was.

    Returns:
        The revision before ("" for an empty database) and after.

    Raises:
        DatabaseProblem: the schema is newer than this Pacecar knows, or the database cannot be
            used.
    """

    def work(connection: Connection) -> tuple[str, str]:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = _known(connection)
        wanted = newest() if revision == "head" else revision
        if before != wanted:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        return before, wanted

    return database.writing(work)


def revision_of(database: Database) -> str:
    """Return a database's revision, "" if it is empty.

    Raises:
        DatabaseProblem: it is newer than this Pacecar knows, or the database cannot be used.
    """
    with database.reading() as connection:
        return _known(connection)


def newest() -> str:
    """Return the revision that this Pacecar works with."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _known(connection: Connection) -> str:
    revision = MigrationContext.configure(connection).get_current_revision() or ""
    script = ScriptDirectory.from_config(_config())
    if revision and revision not in {step.revision for step in script.walk_revisions()}:
        raise DatabaseProblem(
            f"The database has schema {revision}, which this Pacecar does not know (it knows up "
            f"to {script.get_current_head()}): use the Pacecar that wrote it, or a newer one."
        )
    return revision


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
