"""The rows of a CSV file in SQL, each with the line that it begins on.

The database reads lines, and never takes them for rows: a quoted cell may go on over several of
them. Which lines those are is found by one pass over the text, in the way of the reader in
process, from the first line on that has an open quote; most files have none.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pacecar.plan.building import Unreadable
from pacecar.plan.bulk.csv_text import Text
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.leaves import literal
from pacecar.plan.bulk.lines import MOST_BYTES
from pacecar.plan.nodes import Flaw, Location, Span
from pacecar.plan.sheets.csv_source import Csv

_BATCH: Final = 10_000

_SPACE: Final = "[ \u00a0]*"
_SPACES: Final = (
    " \t\n\u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f\u3000"
)
"""What is no part of a cell's text at its begin and end."""

Batch = list[tuple[int, int]]


@dataclass(slots=True)
class Several:
    """The rows that stand on several lines: the first and the last line of each, in order."""

    first: array[int] = field(default_factory=lambda: array("Q"))
    last: array[int] = field(default_factory=lambda: array("Q"))
    _more: array[int] = field(default_factory=lambda: array("Q"))

    def add(self, first: int, last: int) -> None:
        """Take a row."""
        self.first.append(first)
        self.last.append(last)
        self._more.append(last - first + (self._more[-1] if self._more else 0))

    def last_of(self, line: int) -> int:
        """Return the last line of the row that begins on a line."""
        at = bisect_left(self.first, line)
        return self.last[at] if at < len(self.first) and self.first[at] == line else line

    def number_of(self, line: int) -> int:
        """Return the number of the row that begins on a line, as spreadsheets count rows."""
        at = bisect_left(self.first, line)
        return line - (self._more[at - 1] if at else 0)

    def batches(self) -> Iterator[Batch]:
        """Yield first and last lines."""
        for start in range(0, len(self.first), _BATCH):
            end = start + _BATCH
            yield list(zip(self.first[start:end], self.last[start:end], strict=True))


class Quotes:
    """Tells by quotes whether a row ends where its line does."""

    def __init__(self, delimiter: str) -> None:
        mark = re.escape(delimiter)
        cell = rf'{_SPACE}+(?:"(?:[^"]|"")*+"{_SPACE}+(?={mark}|\Z)|[^"{mark}][^{mark}]*+|)'
        self._cells = re.compile(rf"{cell}(?:{mark}{cell})*+")
        self._open = re.compile(r'"(?:[^"]|"")*+\Z')
        self._within = re.compile(r'(?:[^"]|"")*+')
        self._end = re.compile(rf"{_SPACE}+(?:({mark})|\Z)")

    def goes_on(self, line: str, *, inside: bool) -> bool | None:
        """Return whether a quote is open at the end of a line, None if one is misplaced.

        Args:
            line: the line.
            inside: whether one is open at its begin.
        """
        at = 0
        if inside:
            found = self._within.match(line)
            at = found.end() if found else 0
            if at == len(line):
                return True
            end = self._end.match(line, at + 1)
            if end is None:
                return None
            if not end[1]:
                return False
            at = end.end()
        cells = self._cells.match(line, at)
        at = cells.end() if cells else at
        if at == len(line):
            return False
        return True if self._open.match(line, at) else None


def _whole(delimiter: str) -> str:
    """Return the condition that a line is a row, whatever quotes it has."""
    mark = _in_class(delimiter)
    quoted = _quoted()
    cell = rf'{quoted}|[ \x{{A0}}]*(?:[^" \x{{A0}}{mark}][^{mark}]*)?'
    pattern = f"(?:{cell})(?:[{mark}](?:{cell}))*"
    return f"(NOT contains(line, '\"') OR regexp_full_match(line, {literal(pattern)}))"


def _cells(delimiter: str) -> str:
    """Return the texts of the cells of a row that is called `line`."""
    mark = _in_class(delimiter)
    taken = literal(f"[{mark}]({_quoted()}|[^{mark}]*)")
    bare = "trim(x, ' ' || chr(160))"
    text = (
        f"CASE WHEN {bare}[1] = '\"' "
        f"THEN replace(substring({bare}, 2, length({bare}) - 2), '\"\"', '\"') ELSE x END"
    )
    found = (
        f"CASE WHEN contains(line, '\"') THEN list_transform(regexp_extract_all("
        f"{literal(delimiter)} || line, {taken}, 1), lambda x: {text}) "
        f"ELSE string_split(line, {literal(delimiter)}) END"
    )
    rare = f"regexp_matches(line, {literal(f'[{_SPACES[1:]}]')})"
    return (
        f"CASE WHEN {rare} THEN list_transform({found}, lambda x: {_stripped('x')}) "
        f"WHEN contains(line, ' ') THEN list_transform({found}, lambda x: trim(x)) ELSE {found} END"
    )


def _stripped(text: str) -> str:
    """Return a text without what stands around it, as Python strips it."""
    return f"trim({text}, {literal(_SPACES)})"


def _in_class(delimiter: str) -> str:
    return rf"\x{{{ord(delimiter):X}}}"


def _quoted() -> str:
    return r'[ \x{A0}]*"(?:[^"]|"")*"[ \x{A0}]*'


def rows_on_several(text: Text, database: Database, table: str, first: int, mark: str) -> Several:
    """Find the rows that stand on several lines.

    Args:
        text: the text.
        database: where its lines are.
        table: the table of the lines.
        first: the line on which the first row begins.
        mark: what separates the cells.

    Raises:
        Unreadable: a quote is never closed, or something follows one that is.
    """
    found = Several()
    query = f"SELECT min(row) FROM {table} WHERE row >= {first} AND NOT {_whole(mark)}"
    start: int | None = database.one(query)[0]
    if start is None:
        return found
    quotes = Quotes(mark)
    begun = size = quoted = 0
    for number, line in text.from_line(start):
        size += len(line)
        if '"' not in line:
            continue
        quoted = number
        goes_on = quotes.goes_on(line, inside=bool(begun))
        if goes_on is None:
            _refuse(text, begun or number, number, mark, found)
        if goes_on and not begun:
            begun, size = number, len(line)
        elif not goes_on and begun:
            if size > MOST_BYTES:
                raise _too_long(text.file, begun)
            found.add(begun, number)
            begun = 0
    if begun:
        _refuse(text, begun, quoted, mark, found)
    return found


def rows_in_cells(database: Database, table: str, several: Several, first: int, mark: str) -> str:
    """Return the query for rows: `row`, the line that each begins on, and its cells in `v`.

    Args:
        database: where the lines are.
        table: the table of the lines.
        several: the rows that stand on several.
        first: the line on which the first row begins that is asked for.
        mark: what separates the cells.
    """
    rows = f"SELECT row, line FROM {table} WHERE row >= {first} AND line IS NOT NULL"
    if several.first:
        parts = f"several_{table}"
        database.run(f"CREATE OR REPLACE TEMP TABLE {parts} (first BIGINT, last BIGINT)")
        for batch in several.batches():
            database.insert(parts, ("BIGINT", "BIGINT"), batch)
        each = f"SELECT first, unnest(range(first, last + 1)) AS row FROM {parts}"
        rows = (
            f"SELECT l.row, l.line FROM ({rows}) l ANTI JOIN ({each}) p ON p.row = l.row "
            "UNION ALL SELECT p.first, string_agg(coalesce(l.line, ''), chr(10) ORDER BY l.row) "
            f"FROM ({each}) p JOIN {table} l ON l.row = p.row "
            f"WHERE p.first >= {first} GROUP BY p.first"
        )
    return f"SELECT row, {_cells(mark)} AS v FROM ({rows})"


def _refuse(text: Text, first: int, last: int, mark: str, found: Several) -> None:
    """Have the reader in process say what is wrong with a row."""
    row = found.number_of(first)
    Csv(text.read(first, last), text.file, mark, first, row).table(0)
    raise RuntimeError(f"line {last} of {text.file} was taken for one with a misplaced quote")


def _too_long(file: str, line: int) -> Unreadable:
    message = f"A row has more than {MOST_BYTES:,} bytes, which is the most."
    place = Location(file, Span(line, 1, line, 1), "")
    hint = "A quote opens here that is closed far below: close it, or write one twice."
    return Unreadable(Flaw("plan/over-limit", message, place, hint=hint, fatal=True))
