"""CSV to a table, with the place of every cell in the file.

The standard library's reader says which line it is at and not which column, and drops what
was quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

from pacecar.plan.building import Unreadable
from pacecar.plan.fields import Collection
from pacecar.plan.limits import CELLS, HEADER_ROWS
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.plan.sheets.headers import known
from pacecar.plan.sheets.table import Cell, Table, reference
from pacecar.plan.wording import visible

_DELIMITERS: Final = (",", ";", "\t", "|")
_TOLD: Final = re.compile(r"(?:\"sep=(.)\"|sep=(.))[ \t]*(?:\r\n|\n|\r)", re.IGNORECASE)
"""A first line that tells spreadsheet programs what separates the cells."""
_BREAK: Final = re.compile(r"\r\n|\n|\r")
_SPACE: Final = re.compile("[ \u00a0]*")


class _Field(NamedTuple):
    """A cell as it stands in the text: from where to where, and what it says."""

    start: int
    end: int
    text: str
    exact: bool


def read_csv(text: str, file: str, collection: Collection) -> Table:
    """Read a CSV file into a table.

    What separates the cells is told in the first line (`sep=;`), or is what makes the most
    headers of the collection: a comma, a semicolon, a tab or a bar.

    Raises:
        Unreadable: a quote is never closed, something follows one that is, or there are more
            cells than there may be.
    """
    start, delimiter = separated(text, collection)
    return Csv(text, file, delimiter).table(start)


def separated(text: str, collection: Collection) -> tuple[int, str]:
    """Return at which offset a file's cells begin, and what separates them."""
    told = _TOLD.match(text)
    start = told.end() if told else 0
    return start, (told[1] or told[2]) if told else _delimiter(text, collection)


def _delimiter(text: str, collection: Collection) -> str:
    """Return what makes the most headers in one of the first rows; a comma if nothing does."""
    best, most = _DELIMITERS[0], 0
    for delimiter in _DELIMITERS:
        reader = Csv(text, "", delimiter)
        try:
            table = reader.table(0, rows=HEADER_ROWS)
        except Unreadable:
            continue  # It is not what separates the cells, or the file is read to the same end.
        count = max((known(collection, cells) for cells in table.rows.values()), default=0)
        if count > most:
            best, most = delimiter, count
    return best


class Csv:
    """Reads one text with one delimiter.

    The text is that of a file, or begins with a row of one: at `line`, which is its `row`th.
    """

    def __init__(self, text: str, file: str, delimiter: str, line: int = 1, row: int = 1) -> None:
        self._above, self._row = line - 1, row - 1
        self._text = text
        self._file = file
        self._delimiter = delimiter
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self._lines = [0, *(found.end() for found in _BREAK.finditer(text))]
        self._starts: dict[int, int] = {}

    def table(self, start: int, rows: int | None = None) -> Table:
        """Return the table that begins at an offset; of its first `rows` that are not blank."""
        filled: dict[int, dict[int, Cell]] = {}
        at, row, count = start, self._row + bisect_right(self._lines, start) - 1, 0
        self._starts = starts = {}
        while at < len(self._text) and (rows is None or len(filled) < rows):
            row += 1
            starts[row] = at
            cells: dict[int, Cell] = {}
            for column, field in enumerate(self.fields(at), 1):
                count += 1
                if count > CELLS:
                    raise self._problem(at, f"A file has at most {CELLS:,} cells.", over=True)
                at = field.end
                if field.text:
                    span = self.span(field, row, column)
                    cells[column] = Cell("text", field.text, span, field.exact)
            if cells:
                filled[row] = cells
            found = _BREAK.match(self._text, at)
            at = found.end() if found else len(self._text)
        return Table(self._file, "The file", filled, _Places(self, starts).at)

    @property
    def rows(self) -> int:
        """The number of the table's last row, be it blank."""
        return max(self._starts, default=0)

    def last_line(self, row: int) -> int:
        """Return the line on which a row of the table ends."""
        at = self._starts[row]
        for field in self.fields(at):
            at = field.end
        return self.position(at)[0]

    def fields(self, at: int) -> Iterator[_Field]:
        """Yield the cells of the row that begins at an offset."""
        while True:
            field = self._field(at)
            yield field
            at = field.end
            if self._text[at : at + 1] != self._delimiter:
                return
            at += 1

    def _field(self, at: int) -> _Field:
        space = _SPACE.match(self._text, at)
        begin = space.end() if space else at
        if self._text[begin : begin + 1] == '"':
            return self._quoted(begin)
        found = self._plain.match(self._text, at)
        raw = found[0] if found else ""
        text = raw.strip()
        # Kept: where the cell ends. What is shown begins after its spaces.
        lead = len(raw) - len(raw.lstrip())
        return _Field(at + lead if text else at, at + len(raw), text, exact=True)

    def _quoted(self, begin: int) -> _Field:
        """Read a cell in quotes; a quote in it is written twice."""
        at = begin + 1
        while True:
            close = self._text.find('"', at)
            if close < 0:
                raise self._problem(
                    begin, "The quote that opens here is never closed.", "Close the quote."
                )
            if self._text[close + 1 : close + 2] != '"':
                break
            at = close + 2
        raw = self._text[begin + 1 : close]
        end = close + 1
        space = _SPACE.match(self._text, end)
        end = space.end() if space else end
        if self._text[end : end + 1] not in ("", self._delimiter, "\r", "\n"):
            raise self._problem(
                end,
                f"{visible(self._text[end])} follows a closing quote.",
                'Write a quote within a cell twice: "".',
                opened=begin,
            )
        text = raw.replace('""', '"').strip()
        exact = '"' not in raw and not _BREAK.search(raw)
        lead = len(raw) - len(raw.lstrip())
        start = begin + 1 + lead if exact and text else begin
        return _Field(start, end, text, exact)

    def span(self, field: _Field, row: int, column: int) -> Span:
        """Return the place of a cell, without the spaces around its text."""
        line, start = self.position(field.start)
        name = reference(row, column)
        if field.exact or not field.text:
            return Span(line, start, line, start + len(field.text), name)
        end_line, end = self.position(field.end)
        return Span(line, start, end_line, end, name)

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset."""
        line = bisect_right(self._lines, offset)
        return self._above + line, offset - self._lines[line - 1] + 1

    def _problem(
        self, at: int, message: str, hint: str = "", *, over: bool = False, opened: int = -1
    ) -> Unreadable:
        """Return what is wrong; with the place of the quote that opened the cell lines above."""
        place = self._at(at)
        if over:
            return Unreadable(Flaw("plan/over-limit", message, place, hint=hint, fatal=True))
        related: tuple[tuple[Location, str], ...] = ()
        if opened >= 0 and self._at(opened).span.line != place.span.line:
            related = ((self._at(opened), "opened here"),)
        return Unreadable(
            Flaw("plan/unreadable", message, place, hint=hint, fatal=True, related=related)
        )

    def _at(self, offset: int) -> Location:
        line, column = self.position(offset)
        return Location(self._file, Span(line, column, line, column), "")


class _Places:
    """Knows where cells are, also those that hold nothing; one row at a time."""

    def __init__(self, csv: Csv, starts: dict[int, int]) -> None:
        self._csv = csv
        self._starts = starts
        self._row = 0
        self._fields: list[_Field] = []

    def at(self, row: int, column: int) -> Span:
        """Return the place of a cell; one beyond the end of its row is where that ends."""
        if row != self._row:
            start = self._starts.get(row)
            self._row = row
            self._fields = list(self._csv.fields(start)) if start is not None else []
        if column <= len(self._fields):
            return self._csv.span(self._fields[column - 1], row, column)
        line, end = self._csv.position(self._fields[-1].end if self._fields else 0)
        return Span(line, end, line, end, reference(row, column))
