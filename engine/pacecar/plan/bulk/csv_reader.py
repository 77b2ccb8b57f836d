"""Single rows of a large CSV file, read as the reader of small files reads them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from functools import lru_cache
from typing import Final

from pacecar.plan.building import Allowance, Unreadable
from pacecar.plan.bulk.csv_head import Head
from pacecar.plan.bulk.csv_records import Several
from pacecar.plan.bulk.csv_text import Text
from pacecar.plan.bulk.places import CellOrigin, LateRow
from pacecar.plan.fields import Collection
from pacecar.plan.nodes import Flaw, Node, Origin
from pacecar.plan.sheets.csv_source import Csv
from pacecar.plan.sheets.rows import Rows, lacking_in
from pacecar.plan.sheets.table import Table

_HELD: Final = 200
"""Rows that are held as they were read."""


class Reader:
    """Reads the row that begins on a line."""

    def __init__(
        self,
        text: Text,
        collection: Collection,
        head: Head,
        several: Several,
        others: array[int],
    ) -> None:
        """Take a text.

        Args:
            text: the text.
            collection: what its rows are.
            head: its begin.
            several: which of its rows stand on several lines.
            others: the lines below the headers on which no entity begins, in order.
        """
        self._text, self._collection, self._head = text, collection, head
        self._several, self._others = several, others
        # Several places are asked for in each row that is told of.
        self._again = lru_cache(_HELD)(lambda line: self.read(line)[0])
        self._lacking = lacking_in(collection, head.headers)

    def table(self, line: int) -> tuple[Table, int]:
        """Return the row that begins on a line as a table of its own, and its number there."""
        row = self._several.number_of(line)
        text = self._text.read(line, self._several.last_of(line))
        csv = Csv(text, self._text.file, self._head.delimiter, line, row)
        return csv.table(0), row

    def read(self, line: int) -> tuple[Node | None, list[Flaw]]:
        """Return the entity that begins on a line, and the flaws of its cells."""
        rows = Rows(self._text.file, Allowance())
        try:
            table, row = self.table(line)
            pointer = self._pointer(line)
            node = rows.row(table, self._collection, self._head.headers, row, pointer)
        except Unreadable as problem:
            return None, [*rows.flaws, problem.flaw]
        node.flawed = bool(self._lacking)
        return node, rows.flaws

    def origin(self, line: int) -> Origin:
        """Return where the entity that begins on a line stands."""
        pointer = self._pointer(line)
        return CellOrigin(self._text.file, pointer, LateRow(line, pointer, self._again))

    def _pointer(self, line: int) -> str:
        before = bisect_left(self._others, line)
        return f"/{self._collection.name}/{line - self._head.below - before}"
