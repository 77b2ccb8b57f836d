"""A file of rows as a source, by its format."""

from __future__ import annotations

from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.jsonl import JsonLines
from pacecar.plan.bulk.leaves import literal
from pacecar.plan.bulk.parquet import Parquet
from pacecar.plan.bulk.scanning import unreadable
from pacecar.plan.bulk.sources import BulkFile, Source
from pacecar.plan.nodes import Flaw
from pacecar.plan.wording import visible


def source_of(file: BulkFile, database: Database) -> Source | Flaw:
    """Return the source of a file, ready to be queried; or why it cannot be read."""
    if file.format == "parquet":
        query = f"SELECT * FROM read_parquet({literal(str(file.path))})"
        found = database.columns(query)
        return damaged(file, found) if isinstance(found, str) else Parquet(file, found)
    source = JsonLines(file)
    problem = database.attempt(source.prepare)
    return damaged(file, problem) if problem else source


def damaged(file: BulkFile, problem: str) -> Flaw:
    """Return the flaw of a file that the database cannot read."""
    first = problem.splitlines()[0].partition(": ")[2] or problem.splitlines()[0]
    said = visible(first.replace(str(file.path), file.name)).rstrip(".")
    kind = {"parquet": "Parquet", "jsonl": "JSON Lines"}[file.format]
    return unreadable(file.name, 1, f"The file cannot be read as {kind}: {said}.", "Write it anew.")
