"""One sheet of a workbook to a table: what its cells hold, as the file stores it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from pacecar.plan.limits import CELLS
from pacecar.plan.nodes import Span
from pacecar.plan.sheets.dates import Grain, date_of, date_of_serial
from pacecar.plan.sheets.numbers import shortest
from pacecar.plan.sheets.package import SAVE, Package
from pacecar.plan.sheets.parts import unescaped
from pacecar.plan.sheets.table import Cell, Form, Table, reference
from pacecar.plan.sheets.xml import Attributes, stream
from pacecar.plan.wording import quoted, visible

_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROWS: Final = 1_048_576
_COLUMNS: Final = 16_384
_LETTERS: Final = 26
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")
_DIGITS: Final = 10
_LONGEST: Final = 400
"""Characters of a stored number: the longest that a program writes has about 330."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the cells of all sheets refer to.

    Attributes:
        texts: the texts that they share.
        grains: of each format, how coarse it shows dates, None if it shows none.
        since_1904: whether dates count from 1904.
    """

    texts: Sequence[str]
    grains: Sequence[Grain | None]
    since_1904: bool


class Counter:
    """How many cells the sheets of a workbook may still have."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._left = CELLS

    def take(self) -> None:
        """Count a cell, blank or not.

        Raises:
            Unreadable: it is one too many.
        """
        self._left -= 1
        if self._left < 0:
            self._package.refuse(
                f"The workbook has more than {CELLS:,} cells.",
                "Delete blank rows and columns that have formats.",
                over=True,
            )


def read_worksheet(  # noqa: PLR0913 - where a sheet is, and what it refers to
    package: Package, part: str, *, file: str, sheet: str, stored: Stored, counter: Counter
) -> Table:
    """Read the cells of a sheet.

    Raises:
        Unreadable: the part is damaged, or has more cells than it may.
    """
    reader = _Sheet(package, sheet, stored, counter)
    stream(package, part, reader)
    rows = {row: dict(sorted(cells.items())) for row, cells in sorted(reader.rows.items())}
    table = Table(file, f"The sheet {quoted(sheet)}", rows, reader.place)
    _spread(table, reader.merged, counter)
    return table


class _Sheet:
    """Collects the cells and merged ranges of one sheet.

    Formulas are not read: what counts is the result that was stored with them.
    """

    def __init__(self, package: Package, sheet: str, stored: Stored, counter: Counter) -> None:
        self._package = package
        self._sheet = sheet
        self._stored = stored
        self._counter = counter
        self._inside = self._collecting = False
        self._phonetic = 0
        self._row = self._column = 0
        self._type = self._style = ""
        self._formula = self._has_value = False
        self._pieces: list[str] = []
        self.rows: dict[int, dict[int, Cell]] = {}
        self.merged: list[tuple[int, int, int]] = []

    def place(self, row: int, column: int) -> Span:
        """Return the span of a cell."""
        return Span(row, column, row, column + 1, reference(row, column, self._sheet))

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        if not self._inside:
            if name == "sheetData":
                self._inside = True
            elif name == "mergeCell":
                self._merge(attributes.get("ref", ""))
        elif name == "c":
            self._begin(attributes)
        elif name == "v":
            self._collecting = self._has_value = True
        elif name == "f":
            self._formula = True
        elif name == "t":
            self._collecting = not self._phonetic
            self._has_value = True
        elif name == "rPh":
            self._phonetic += 1
        elif name == "row":
            row = attributes.get("r")
            self._row = self._row + 1 if row is None else self._row_number(row)
            self._column = 0

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in ("v", "t"):
            self._collecting = False
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "c" and self._inside:
            self._finish()
        elif name == "sheetData":
            self._inside = False

    def text(self, text: str) -> None:
        """Take a stretch of text."""
        if self._collecting:
            self._pieces.append(text)

    def _begin(self, attributes: Attributes) -> None:
        self._counter.take()
        found = attributes.get("r")
        if found is None:
            self._column += 1
        else:
            self._row, self._column = self._place_of(found)
        if not (1 <= self._row <= _ROWS and 1 <= self._column <= _COLUMNS):
            self._no_cell(found or "")
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._formula = self._has_value = self._collecting = False
        self._pieces = []

    def _finish(self) -> None:
        form, text = self._content("".join(self._pieces))
        if not text and form != "pending":
            return
        cells = self.rows.setdefault(self._row, {})
        if self._column in cells:
            self._package.refuse(
                f"The cell {reference(self._row, self._column, self._sheet)} is there twice.", SAVE
            )
        cells[self._column] = Cell(form, text, self.place(self._row, self._column))

    def _content(self, raw: str) -> tuple[Form, str]:
        """Return what a cell holds, and its text; the text is "" if it is blank."""
        if self._type == "s":
            return "text", self._shared(raw.strip())
        if self._type in ("str", "inlineStr"):
            return "text", unescaped(raw).strip()
        raw = raw.strip()
        if not raw:
            return ("pending", "=") if self._formula else ("text", "")
        read = {"e": self._error, "b": self._truth, "d": _day}.get(self._type, self._number)
        return read(raw)

    def _shared(self, raw: str) -> str:
        """Return one of the texts that cells share, by its number."""
        if not raw:
            return ""
        number = int(raw) if _is_small(raw) else -1
        if not 0 <= number < len(self._stored.texts):
            self._damaged(raw)
        return self._stored.texts[number]

    def _error(self, raw: str) -> tuple[Form, str]:
        return "error", visible(raw)

    def _truth(self, raw: str) -> tuple[Form, str]:
        if raw not in ("0", "1"):
            self._damaged(raw)
        return "truth", "true" if raw == "1" else "false"

    def _number(self, raw: str) -> tuple[Form, str]:
        if len(raw) > _LONGEST or not _NUMBER.fullmatch(raw):
            self._damaged(raw)
        number = float(raw)
        grains = self._stored.grains
        style = (
            int(self._style) if self._style.isdigit() and len(self._style) < len("9999999") else 0
        )
        grain = grains[style] if style < len(grains) else None
        if grain is not None:
            day = date_of_serial(number, grain, since_1904=self._stored.since_1904)
            if day is not None:
                return "date", day
        return "number", shortest(number)

    def _merge(self, ref: str) -> None:
        """Remember a range whose cells are merged over several rows."""
        first, _, last = ref.replace("$", "").partition(":")
        row, column = self._place_of(first)
        end, _ = self._place_of(last or first)
        if end > row:
            self._counter.take()
            self.merged.append((row, end, column))

    def _row_number(self, text: str) -> int:
        number = (
            int(text) if text.isascii() and text.isdigit() and len(text) <= len("1048576") else 0
        )
        if not 1 <= number <= _ROWS:
            self._no_cell(text)
        return number

    def _place_of(self, ref: str) -> tuple[int, int]:
        found = _CELL.fullmatch(ref)
        if found is None:
            self._no_cell(ref)
        column = 0
        for letter in found[1]:
            column = column * _LETTERS + ord(letter) - ord("A") + 1
        return int(found[2]), column

    def _no_cell(self, ref: str) -> NoReturn:
        sheet = quoted(self._sheet)
        self._package.refuse(
            f"The sheet {sheet} names a cell {quoted(ref)}; none is so called.", SAVE
        )

    def _damaged(self, raw: str) -> NoReturn:
        cell = reference(self._row, self._column, self._sheet)
        self._package.refuse(f"The cell {cell} is damaged: it holds {quoted(raw)}.", SAVE)


def _day(raw: str) -> tuple[Form, str]:
    """Read a date that is stored as text."""
    found = date_of(raw.partition("T")[0])
    return ("date", found) if isinstance(found, str) else ("text", raw)


def _is_small(text: str) -> bool:
    """Whether a text is a number as rows, formats and shared texts have them."""
    return text.isascii() and text.isdigit() and len(text) < _DIGITS


def _spread(table: Table, merged: list[tuple[int, int, int]], counter: Counter) -> None:
    """Give a value that is merged over several rows to each of them that has others."""
    rows = list(table.rows)
    for first, last, column in merged:
        cell = table.rows.get(first, {}).get(column)
        if cell is None:
            continue
        for row in rows[bisect_right(rows, first) : bisect_right(rows, last)]:
            counter.take()
            table.spread.setdefault(row, {})[column] = cell
