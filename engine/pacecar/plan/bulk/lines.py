"""The lines of a text file as rows of a query, each with its number."""

from __future__ import annotations

from pathlib import Path

from pacecar.plan.bulk.leaves import literal
from pacecar.plan.bulk.sources import BulkFile

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of one line."""


def lines_of(path: Path, breaks: str) -> str:
    """Return the query for a file's lines: `row`, from 1, and `line`, NULL where it is blank.

    Args:
        path: where the file lies.
        breaks: what all its lines end with: the database refuses a file in which some do not.
    """
    written = {"\n": r"\n", "\r\n": r"\r\n", "\r": r"\r"}[breaks]
    return (
        "SELECT row_number() OVER () AS row, line FROM read_csv("
        f"{literal(str(path))}, columns = {{'line': 'VARCHAR'}}, auto_detect = false, "
        f"header = false, delim = chr(1), quote = '', escape = '', new_line = '{written}', "
        f"max_line_size = {MOST_BYTES + 1}, parallel = false)"
    )


def table_of_lines(file: BulkFile) -> str:
    """Return the name of the table that a file's lines are kept in while it is read.

    Numbering lines is work for one thread; what follows is work for all of them.
    """
    return f"lines_{file.number}"


def keeping_lines(file: BulkFile, path: Path, breaks: str) -> str:
    """Return the statement that makes that table; see `lines_of`."""
    return f"CREATE TABLE {table_of_lines(file)} AS {lines_of(path, breaks)}"
