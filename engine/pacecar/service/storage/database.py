"""Connections and transactions, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Connection, Engine, Insert, Table, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from pacecar.service.problems import DatabaseProblem

T = TypeVar("T")

BUSY_SECONDS: Final = 20
"""How long a transaction waits for another one's lock."""

MOST_TRIES: Final = 8
"""How often a transaction is tried that the database took back."""

_WRITES: Final = "pacecar_writes"
_RETRIED: Final = ("40001", "40P01")
"""PostgreSQL's codes for a serialization failure and a deadlock: nothing was written."""


class Database:
    """A database: transactions that read one state of it, and transactions that write."""

    def __init__(self, address: str) -> None:
        """Prepare to use a database; nothing is opened yet.

        Args:
            address: `postgresql://...`, `sqlite:///file`, or the path of an SQLite file.

        Raises:
            DatabaseProblem: the address names neither.
        """
        self.url = _url(address)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite(self.url) if self.is_sqlite else _postgresql(self.url)

    @property
    def shown(self) -> str:
        """The address without its password."""
        return self.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the database, and changes nothing."""
        options: dict[str, Any] = {}
        if not self.is_sqlite:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with (
            _told(self.shown),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    def writing(self, work: Callable[[Connection], T]) -> T:
        """Do some work in a transaction that writes, again if the database took it back.

        On SQLite the transaction is the only one that writes. On PostgreSQL each statement sees
        what is committed; whoever decides locks the row of `heads` first, and is then the only
        one that decides.

        Args:
            work: is called with the connection, perhaps more than once; what it returns counts
                when everything is on disk.

        Raises:
            DatabaseProblem: the database cannot be reached, or stays busy.
        """
        with _told(self.shown):
            for tried in range(1, MOST_TRIES + 1):
                try:
                    with self.engine.connect() as connection:
                        connection.execution_options(**{_WRITES: True})
                        with connection.begin():
                            return work(connection)
                except OperationalError as problem:
                    if tried == MOST_TRIES or not _taken_back(problem):
                        raise
                time.sleep(random.uniform(0, 0.01 * 2**tried))  # noqa: S311 - spreads the tries
        raise AssertionError("unreachable: the last try returns or raises")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


@contextmanager
def _told(address: str) -> Iterator[None]:
    """Tell in one sentence that a database cannot be reached, or is too busy."""
    try:
        yield
    except OperationalError as problem:
        reason = str(problem.orig).strip().splitlines()[0]
        raise DatabaseProblem(f"The database {address} cannot be used: {reason}") from problem
    except NoConnection as problem:
        raise DatabaseProblem(f"All connections to {address} are in use.") from problem


def _taken_back(problem: DBAPIError) -> bool:
    return getattr(problem.orig, "sqlstate", "") in _RETRIED


def insert_or_leave(connection: Connection, table: Table) -> Insert:
    """Return an insert that leaves a row as it is which another transaction made first."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table).on_conflict_do_nothing()


def _url(address: str) -> URL:
    if "://" not in address:
        return URL.create("sqlite", database=address)
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise DatabaseProblem("The database's address cannot be read.") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg"):
        raise DatabaseProblem(
            f"{url.drivername} is no database that Pacecar uses; "
            "give postgresql://..., sqlite:///FILE, or the path of a file."
        )
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise DatabaseProblem("An SQLite database needs a file: sqlite:///pacecar.db")
    return url


def _sqlite(url: URL) -> Engine:
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        hide_parameters=True,  # An error's words are logged; what was sent is not.
        connect_args={"timeout": BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: object) -> None:
        # The driver begins no transactions of its own: those below are the only ones.
        connection.isolation_level = None
        cursor = connection.cursor()
        _write_ahead(cursor)
        for pragma in (
            "synchronous = FULL",
            "foreign_keys = ON",
            f"busy_timeout = {BUSY_SECONDS * 1000}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that will write takes the lock at once: it can never find, after it
        # read, that another one wrote meanwhile.
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _write_ahead(cursor: sqlite3.Cursor) -> None:
    """Let a file have a write-ahead log.

    The file keeps that; only a new one is changed, and if another process is about to write it
    SQLite says at once that it is locked, whatever the time that it may wait.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= until:
                raise
            time.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - spreads the tries
        else:
            return


def _postgresql(url: URL) -> Engine:
    options = f"-c synchronous_commit=on -c lock_timeout={BUSY_SECONDS * 1000}"
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED",
        connect_args={"options": options, "connect_timeout": BUSY_SECONDS},
    )
