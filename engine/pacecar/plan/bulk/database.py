"""The database that a plan is read into: within its limits, on disk where they do not suffice."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from pacecar.plan.bulk.engine import SETTINGS
from pacecar.plan.bulk.folders import DATABASE, SPILLED, made, sweep
from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.bulk.leaves import literal, name
from pacecar.plan.bulk.problems import ExtraMissing, LimitReached, MemoryReached
from pacecar.plan.bulk.room import room_for_database

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FOR_A_THREAD: Final = 256 * 1024 * 1024
"""Bytes of the database for each thread: each reads and writes groups of wide rows of its own."""

_BATCH: Final = 2_000

_GROUP: Final = 10_240
"""Rows of a Parquet file that are written at once."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the database may ask of the machine.

    Attributes:
        memory: bytes of the whole process; 0 for most of the machine's.
        threads: at most so many at a time, if the memory has room for them; 0 for the machine's.
        folder: where it may write what does not fit the memory; None for the system's own place.
    """

    memory: int = 0
    threads: int = 0
    folder: Path | None = None


class Database:
    """A database of its own for one check; nothing of it is left when it is closed."""

    def __init__(self, limits: Limits) -> None:
        """Open an empty database.

        Raises:
            ExtraMissing: DuckDB is not installed.
            LimitReached: the folder cannot be written.
        """
        try:
            import duckdb
        except ImportError:
            raise ExtraMissing(
                "files of rows are read by DuckDB, which is not installed: "
                "pip install 'pacecar[scale]'"
            ) from None
        self._engine = duckdb
        try:
            sweep(limits.folder)
            self.folder, self._lock = made(limits.folder)
        except OSError as problem:
            where = limits.folder or tempfile.gettempdir()
            reason = (problem.strerror or str(problem)).lower()
            raise LimitReached(f"{where} cannot be written: {reason}") from None
        self._memory, self._limit = limits.memory, 0
        self.connection = self._opened(limits)

    def _opened(self, limits: Limits) -> DuckDBPyConnection:
        settings: dict[str, str | bool | int | float | list[str]] = {
            **SETTINGS,
            "temp_directory": str(self.folder / SPILLED),
            "lock_configuration": False,
        }
        threads = limits.threads
        if limits.memory:
            self._limit = room_for_database(limits.memory, 0)
            settings["memory_limit"] = f"{self._limit}B"
            room = max(self._limit // _FOR_A_THREAD, 1)
            if room < (threads or os.cpu_count() or 1):
                threads = room
        if threads:
            settings["threads"] = threads
        connection = self._engine.connect(str(self.folder / DATABASE), config=settings)
        connection.execute("SET enable_progress_bar = false")
        # What order there is to be is always asked for; to keep another takes memory.
        connection.execute("SET preserve_insertion_order = false")
        return connection

    def __enter__(self) -> Self:
        """Return the database."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it, and remove its files."""
        self.close()

    def close(self) -> None:
        """Close it, and remove its files."""
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.close()

    def run(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Run a statement.

        Raises:
            LimitReached: the memory (then it is MemoryReached) or the disk does not suffice.
        """
        with self._problems():
            self._make_room()
            self.connection.execute(statement, list(values))

    def _make_room(self) -> None:
        """Give back to the system what was freed, and let the database have what is left."""
        if not self._memory:
            return
        # What was freed is kept for later, and in nobody's account, until a limit is set.
        self._limit_to(self._limit)
        query = "SELECT sum(memory_usage_bytes) FROM duckdb_memory()"
        ((counted,),) = self.connection.execute(query).fetchall()
        self._limit_to(room_for_database(self._memory, int(counted)))

    def _limit_to(self, limit: int) -> None:
        # Where more is in use the limit stays as it was.
        with suppress(self._engine.OutOfMemoryException):
            self.connection.execute(f"SET memory_limit = '{limit}B'")
            self._limit = limit

    def all(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self._problems():
            return self.connection.execute(query, list(values)).fetchall()

    def one(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...]:
        """Return the first row of a query that has one."""
        return self.all(query, values)[0]

    def batches(self, query: str, size: int = _BATCH) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the rows of a query, so many at a time, whatever else is asked meanwhile."""
        cursor = self.connection.cursor()
        try:
            with self._problems():
                cursor.execute(query)
                rows = cursor.fetchmany(size)
            while rows:
                yield rows
                with self._problems():
                    rows = cursor.fetchmany(size)
        finally:
            cursor.close()

    def judge(self, table: str, query: str, names: int) -> str:
        """Keep the rows of a rule's query in a table, as outcome, k0, k1, ... and cases.

        Returns:
            Why the query cannot be run, "" if it was.
        """
        columns = ", ".join(["outcome", *(f"k{number}" for number in range(names)), "cases"])
        try:
            self.run(f"CREATE OR REPLACE TABLE {table} ({columns}) AS {query}")
        except self._engine.Error as problem:
            return str(problem)
        return ""

    def copy_to(self, query: str, path: str) -> None:
        """Write the rows of a query, in its order, into a Parquet file.

        Raises:
            OSError: the file cannot be written.
        """
        try:
            # A group of rows is held until it is written.
            options = f"FORMAT parquet, ROW_GROUP_SIZE {_GROUP}"
            self.run(f"COPY ({query}) TO {literal(path)} ({options})")
        except self._engine.IOException as problem:
            raise OSError(str(problem)) from None

    def columns(self, query: str) -> dict[str, Any] | str:
        """Return the columns of a query with their types, or what is wrong with the file."""
        try:
            found = self.connection.sql(query)
        except self._engine.Error as problem:
            return str(problem)
        return dict(zip(found.columns, found.types, strict=True))

    def create(self, tables: Iterable[Table] = TABLES.values()) -> None:
        """Create the tables of a plan."""
        for table in tables:
            columns = ", ".join(
                f"{name(column.name)} {_type(column.type)}" for column in table.columns
            )
            self.run(f"CREATE TABLE {name(table.name)} ({columns})")

    def insert(self, table: str, types: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows to a table, whose columns have these types."""
        for start in range(0, len(rows), _BATCH):
            columns = list(zip(*rows[start : start + _BATCH], strict=True))
            unnested = ", ".join(
                f"unnest(CAST(${number} AS {of}[]))" for number, of in enumerate(types, 1)
            )
            with self._problems():
                self.connection.execute(
                    f"INSERT INTO {name(table)} SELECT {unnested}", list(map(list, columns))
                )

    def types(self, columns: Iterable[Column]) -> list[str]:
        """Return the types of columns."""
        return [_type(column.type) for column in columns]

    def attempt(self, statement: str) -> str:
        """Run a statement that reads a file; return what is wrong with the file, "" for nothing."""
        ours = (
            *(self._engine.BinderException, self._engine.CatalogException),
            *(self._engine.ParserException, self._engine.InternalException),
        )
        try:
            self.run(statement)
        except ours:
            raise
        except self._engine.Error as problem:
            return str(problem)
        return ""

    @contextmanager
    def _problems(self) -> Iterator[None]:
        try:
            yield
        except self._engine.OutOfMemoryException as problem:
            raise _limit(str(problem)) from None


def _type(written: str) -> str:
    """Return a type of the layout as DuckDB has it."""
    return "HUGEINT" if written.startswith("DECIMAL") else written


def _limit(said: str) -> LimitReached:
    first = said.splitlines()[0].removeprefix("Out of Memory Error: ")
    if "temp" in first.lower() or "disk" in first.lower():
        return LimitReached(f"the disk does not suffice ({first}): name another folder with --temp")
    return MemoryReached(
        f"the memory does not suffice ({first}): allow more with --memory, or fewer --threads"
    )


def quoted_path(path: Path) -> str:
    """Return a path as a literal."""
    return literal(os.fspath(path))
