"""The begin of a CSV file: what its columns are, and what separates them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pacecar.plan.building import Unreadable
from pacecar.plan.bulk.csv_text import Text
from pacecar.plan.bulk.scanning import unreadable
from pacecar.plan.fields import Collection
from pacecar.plan.limits import HEADER_ROWS
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.plan.sheets.csv_source import Csv, separated
from pacecar.plan.sheets.headers import Headers, header_row, read_headers
from pacecar.plan.sheets.rows import no_headers
from pacecar.plan.sheets.table import Table

_BYTES: Final = 1024 * 1024
"""Bytes at the begin of a file among which its headers are looked for."""

_NOT_BETWEEN: Final = frozenset('" \u00a0')
"""What cannot separate cells, as it stands around their texts."""


@dataclass(frozen=True, slots=True)
class Head:
    """The begin of a file.

    Attributes:
        table: its first rows.
        headers: what its columns are.
        flaws: what is wrong with the headers.
        delimiter: what separates the cells.
        first: the line on which the first row begins.
        below: the line on which the first row below the headers begins.
    """

    table: Table
    headers: Headers
    flaws: list[Flaw]
    delimiter: str
    first: int
    below: int


def head_of(text: Text, collection: Collection) -> Head | Flaw:
    """Find the headers of a file, or say why it has none.

    Raises:
        Unreadable: quotes are misplaced above or in them.
    """
    head = text.head(_BYTES)
    start, delimiter = separated(head, collection)
    if delimiter in _NOT_BETWEEN:
        message = "The first line says that quotes or spaces separate the cells."
        raise Unreadable(unreadable(text.file, 1, message, "Separate them by semicolons."))
    csv = Csv(head, text.file, delimiter)
    table = csv.table(start, rows=HEADER_ROWS)
    if not table.rows:
        place = Location(text.file, Span(1, 1, 1, 1), "")
        if head.count("\n") + head.count("\r") < text.lines:
            hint = f"Remove the blank lines: its first {len(head):,} characters are nothing else."
            return Flaw("plan/missing-field", f"{table.called} has no row of headers.", place, hint)
        return Flaw("plan/wrong-type", "The file is empty.", place, hint="Remove it.")
    row = header_row(table, collection)
    if row is None:
        return no_headers(table, collection)
    flaws: list[Flaw] = []
    headers = read_headers(table, collection, row, flaws)
    return Head(table, headers, flaws, delimiter, csv.position(start)[0], csv.last_line(row) + 1)
