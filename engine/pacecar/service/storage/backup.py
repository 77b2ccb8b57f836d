"""Backup and restore: everything, in one file, from either database into either.

The file is JSON Lines, compressed with gzip: what it is, the rows table by table, and a seal
over all of it, without which nothing is restored. A backup sees one state of the database,
and may be made while the service runs. For large PostgreSQL databases `pg_dump` does as well.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, MetaData, Table, func, inspect, select

from pacecar.service.problems import DatabaseProblem
from pacecar.service.storage.database import Database
from pacecar.service.storage.migrating import migrate, revision_of
from pacecar.service.storage.tables import METADATA

FORMAT: Final = "pacecar-backup/1"
_BATCH: Final = 200


def backup(database: Database, file: Path) -> int:
    """Write everything into a new file and return how many rows there are.

    The file appears under its name when it is whole and on disk.

    Raises:
        DatabaseProblem: the database cannot be used, the file is there already or cannot be
            written.
    """
    if file.exists():
        raise DatabaseProblem(f"{file} is there already; name a new file.")
    revision = revision_of(database)
    if not revision:
        raise DatabaseProblem("There is nothing to back up: the database is empty.")
    part = file.with_name(f"{file.name}.part")
    rows, seal = 0, sha256()
    try:
        with part.open("wb") as raw:
            # Neither name nor time in the header: the same content gives the same bytes.
            with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
                with database.reading() as connection:
                    for line in _lines(connection, revision):
                        data = f"{line}\n".encode()
                        packed.write(data)
                        seal.update(data)
                        rows += 1
                packed.write(f"{json.dumps({'seal': seal.hexdigest()})}\n".encode())
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DatabaseProblem(f"{file} cannot be written: {reason}") from None
    finally:
        part.unlink(missing_ok=True)
    return rows - 1


def _lines(connection: Connection, revision: str) -> Iterator[str]:
    yield json.dumps({"format": FORMAT, "revision": revision})
    for table in METADATA.sorted_tables:
        query = select(table).order_by(*table.primary_key.columns)
        for row in connection.execute(query.execution_options(yield_per=_BATCH)):
            values = {name: _written(value) for name, value in row._mapping.items()}  # noqa: SLF001 - SQLAlchemy's public name for it
            yield json.dumps({"table": table.name, "row": values}, ensure_ascii=True)


def _written(value: Any) -> Any:
    """Return a value as JSON has it; bytes are a list of one text."""
    return [base64.b64encode(value).decode()] if isinstance(value, bytes) else value


def _read(value: Any) -> Any:
    return base64.b64decode(value[0]) if isinstance(value, list) else value


def restore(database: Database, file: Path) -> int:
    """Fill an empty database from a backup, and return how many rows there are.

    Everything is restored, or nothing. A backup of an older schema is brought up to date.

    Raises:
        DatabaseProblem: the database is not empty, or the file is no whole backup.
    """
    revision = _whole(file)
    if revision_of(database) and not _is_untouched(database):
        raise DatabaseProblem(
            f"{database.shown} is not empty; restore into a new database, so that nothing is lost."
        )
    if not revision_of(database):
        migrate(database, revision)
    elif revision_of(database) != revision:
        raise DatabaseProblem("The database has another schema; restore into a new one.")

    def work(connection: Connection) -> int:
        metadata = MetaData()
        metadata.reflect(connection)
        connection.execute(metadata.tables["heads"].delete())
        return _fill(connection, metadata.tables, file)

    rows = database.writing(work)
    migrate(database)
    return rows


def _is_untouched(database: Database) -> bool:
    """Tell whether the tables hold nothing yet but the row that they were made with."""
    with database.reading() as connection:
        names = inspect(connection).get_table_names()
        return not any(
            connection.scalar(select(func.count()).select_from(table))
            for table in METADATA.sorted_tables
            if table.name in names and table.name != "heads"
        )


def _fill(connection: Connection, tables: Mapping[str, Table], file: Path) -> int:
    rows = 0
    for line in _documents(file):
        if "table" in line:
            values = {name: _read(value) for name, value in line["row"].items()}
            connection.execute(tables[line["table"]].insert(), values)
            rows += 1
    return rows


def _whole(file: Path) -> str:
    """Return the revision of a backup, after reading it to its end and comparing its seal."""
    seal, last = sha256(), b""
    first: dict[str, Any] = {}
    try:
        with gzip.open(file, "rb") as lines:
            for line in lines:
                if not first:
                    first = json.loads(line)
                if last:
                    seal.update(last)
                last = line
        whole = json.loads(last) == {"seal": seal.hexdigest()} if last else False
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise DatabaseProblem(f"{file} cannot be read: {reason}") from None
    except (EOFError, zlib.error, ValueError):
        whole = False
    if first.get("format") != FORMAT or not whole:
        raise DatabaseProblem(f"{file} is no whole backup of Pacecar; nothing was restored.")
    return str(first["revision"])


def _documents(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rb") as lines:
        for line in lines:
            yield json.loads(line)
