"""The lines of a text file as rows of a query, each with its number."""

from __future__ import annotations

from pacecar.plan.bulk.leaves import literal
from pacecar.plan.bulk.sources import BulkFile

MOST_BYTES = 4 * 1024 * 1024
"""Bytes of one line."""


def lines_of(file: BulkFile) -> str:
    """Return the query for a file's lines: `row`, from 1, and `line`, NULL where it is blank."""
    return (
        "SELECT row_number() OVER () AS row, rtrim(line, chr(13)) AS line FROM read_csv("
        f"{literal(str(file.path))}, columns = {{'line': 'VARCHAR'}}, auto_detect = false, "
        "header = false, delim = chr(1), quote = '', escape = '', new_line = '\\n', "
        f"max_line_size = {MOST_BYTES + 1}, parallel = false)"
    )


def table_of_lines(file: BulkFile) -> str:
    """Return the name of the table that a file's lines are kept in while it is read.

    Numbering lines is work for one thread; what follows is work for all of them.
    """
    return f"lines_{file.number}"


def keeping_lines(file: BulkFile) -> str:
    """Return the statement that makes that table."""
    return f"CREATE TABLE {table_of_lines(file)} AS {lines_of(file)}"
