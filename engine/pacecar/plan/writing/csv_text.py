"""Plain values to CSV: a file for each collection, as spreadsheet programs open it."""

from __future__ import annotations

import csv
import io

from pacecar.plan.writing.document import Document
from pacecar.plan.writing.tables import cell_text, table_of


def render(document: Document) -> dict[str, bytes]:
    """Return the files of a plan by name: `programs.csv` and so on.

    They begin with a byte order mark, without which Excel takes UTF-8 for something else.
    """
    return {f"{name}.csv": _file(name, document) for name in document}


def _file(name: str, document: Document) -> bytes:
    table = table_of(name, document)
    used = [
        number
        for number, column in enumerate(table.columns)
        if column.field.required or any(row[number] != "" for row in table.rows)
    ]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns[number].header for number in used)
    writer.writerows([cell_text(row[number]) for number in used] for row in table.rows)
    return ("\ufeff" + stream.getvalue()).encode()
