"""A file of rows as a source, by its format."""

from __future__ import annotations

from pacecar.plan.bulk.csv_rows import csv_rows
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.jsonl import JsonLines
from pacecar.plan.bulk.leaves import literal
from pacecar.plan.bulk.lines import keeping_lines
from pacecar.plan.bulk.parquet import Parquet
from pacecar.plan.bulk.scanning import damaged
from pacecar.plan.bulk.sources import BulkFile, Source
from pacecar.plan.nodes import Flaw


def source_of(file: BulkFile, database: Database) -> Source | list[Flaw]:
    """Return the source of a file, ready to be queried; or why it cannot be read."""
    if file.format == "csv":
        return csv_rows(file, database)
    if file.format == "parquet":
        query = f"SELECT * FROM read_parquet({literal(str(file.path))})"
        found = database.columns(query)
        return [damaged(file, found)] if isinstance(found, str) else Parquet(file, found)
    problem = database.attempt(keeping_lines(file, file.path, "\n"))
    if problem and not database.attempt(keeping_lines(file, file.path, "\r\n")):
        problem = ""
    return [damaged(file, problem)] if problem else JsonLines(file)
