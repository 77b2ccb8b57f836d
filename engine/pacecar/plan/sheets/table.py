"""A sheet as a grid of cells, wherever it came from: what its rows hold, and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from pacecar.plan.nodes import Location, Span
from pacecar.plan.wording import visible

Form = Literal["text", "number", "date", "truth", "error", "pending"]
"""What a cell holds; "pending" is a formula whose result is not in the file."""

_PLAIN_NAME: Final = re.compile(r"[^\W\d][\w.]*")
_LETTERS: Final = 26


class Cell(NamedTuple):
    """A cell that is not blank, or the place of a blank one.

    Attributes:
        form: what it holds.
        text: without spaces around it: a number as a decimal, a date as `2026-03`, as coarse
            as its format shows it, a truth as `true` or `false`, an error as `#REF!`.
        span: where it is.
        exact: whether the characters of `text` stand at the columns of `span`, one by one, so
            that a part of it has a place of its own.
    """

    form: Form
    text: str
    span: Span
    exact: bool = False

    def part(self, start: int, end: int) -> Span:
        """Return the place of the characters from `start` up to `end`."""
        if not self.exact:
            return self.span
        line, column = self.span.line, self.span.column
        return Span(line, column + start, line, column + end, self.span.cell)


@dataclass(slots=True)
class Table:
    """The cells of a sheet.

    Attributes:
        file: the file's name.
        called: how messages call it: `The sheet "Programs"`, `The file`.
        rows: by number, from 1, in order; of each the cells that are not blank, by column
            number, from 1, in order.
        place: returns the span of a cell, given row and column, also of a blank one.
        spread: by row, the cells that hold the value of another one which they are merged with.
    """

    file: str
    called: str
    rows: dict[int, dict[int, Cell]]
    place: Callable[[int, int], Span]
    spread: dict[int, dict[int, Cell]] = field(default_factory=dict)

    def at(self, span: Span, pointer: str = "") -> Location:
        """Return the location of a cell."""
        return Location(self.file, span, pointer)

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell: its own value, that of the cell it is merged with, or blank."""
        found = self.rows.get(row, {}).get(column) or self.spread.get(row, {}).get(column)
        return found or Cell("text", "", self.place(row, column))

    def filled(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Yield the rows that have a cell of their own which is not blank."""
        yield from self.rows.items()


def letters(column: int) -> str:
    """Return how spreadsheets call a column: A, Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name


def reference(row: int, column: int, sheet: str = "") -> str:
    """Return how spreadsheets call a cell: `F12`, `Programs!F12`, `'Model lines'!F12`."""
    cell = f"{letters(column)}{row}"
    if not sheet:
        return cell
    if _PLAIN_NAME.fullmatch(sheet):
        return f"{sheet}!{cell}"
    escaped = visible(sheet).replace("'", "''")
    return f"'{escaped}'!{cell}"
