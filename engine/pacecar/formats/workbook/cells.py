"""Cells by name: `Programs!F12` is row 12, column 6 of the sheet Programs."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_PLAIN_SHEET: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384


class Cell(NamedTuple):
    """A cell of a sheet, counted from 1."""

    row: int
    column: int

    @property
    def name(self) -> str:
        """Return `F12`."""
        return f"{letters(self.column)}{self.row}"


def letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_of(name: str) -> Cell | None:
    """Return the cell called `F12` or `$F$12`, of a range its first; None if it is no cell."""
    found = _CELL.fullmatch(name.partition(":")[0].strip())
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found[2])
    return Cell(row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def sheet_and_cell(place: str) -> tuple[str, Cell] | None:
    """Return sheet and cell of `Programs!F12` or `'New programs'!F12`, None if it is neither."""
    sheet, _, name = place.rpartition("!")
    cell = cell_of(name)
    if not sheet or cell is None:
        return None
    if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, cell


def reference(sheet: str, cell: Cell) -> str:
    """Return a cell as links write it, the sheet in quotes where it is not one word."""
    if _PLAIN_SHEET.fullmatch(sheet) and cell_of(sheet) is None:
        return f"{sheet}!{cell.name}"
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'!{cell.name}"


def absolute(sheet: str, first: Cell, last: Cell) -> str:
    """Return a range as defined names write it."""
    doubled = sheet.replace("'", "''")
    corners = [f"${letters(cell.column)}${cell.row}" for cell in (first, last)]
    return f"'{doubled}'!{':'.join(dict.fromkeys(corners))}"
