"""Plain values to a new workbook: a sheet for each collection, made to be filled in.

Headers tell what belongs below them, cells offer what may be chosen, ids are texts, dates are
dates that show as much as is known of them.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Reference, Text, Truth
from pacecar.plan.sheets.layout import Column, sheet_name
from pacecar.plan.tables import SCHEMA
from pacecar.plan.writing.document import Day, Document, Figure
from pacecar.plan.writing.tables import Content, Table, cell_text, table_of

_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in every workbook: the same plan is to give the same bytes."""

_ROWS: Final = 2000
"""How far the choices reach below the headers."""

_WIDEST: Final = 46
_LONGEST: Final = 32_767
_FIRST_DATE: Final = date(1900, 3, 1)
"""Before it, spreadsheets count a day that the calendar does not have."""

_DIGITS: Final = 15
_DATE_FORMATS: Final = {7: "yyyy-mm", 10: "yyyy-mm-dd"}


class CannotHold(Exception):
    """A workbook cannot hold a value; the message says which."""


def render(document: Document, notes: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a plan as a workbook.

    Args:
        document: the plan.
        notes: lines of a sheet in front, each with how it looks: "title", "head" or "".

    Raises:
        CannotHold: a text is longer than a cell can be.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"created": _MADE})
    writer = _Writer(book)
    if notes:
        writer.read_me(notes)
    for name in SCHEMA:
        writer.sheet(table_of(name, document))
    book.close()
    return stream.getvalue()


class _Writer:
    """Writes sheets into one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[str, Any] = {}

    def sheet(self, table: Table) -> None:
        """Write the sheet of a collection."""
        name = sheet_name(table.collection.name)
        sheet = self._book.add_worksheet(name)
        for number, column in enumerate(table.columns):
            self._header(sheet, number, column)
            self._choices(sheet, number, column)
            width = max(len(cell_text(row[number])) for row in table.rows) if table.rows else 0
            width = min(max(width, len(column.header) + 2, 8) + 1, _WIDEST)
            sheet.set_column(number, number, width, self._format(_column_format(column.kind)))
        for row, contents in enumerate(table.rows, 1):
            for number, content in enumerate(contents):
                self._write(sheet, row, number, content, table.columns[number])
        ids = [number for number, column in enumerate(table.columns) if column.path == ("id",)]
        if ids:
            self._book.define_name(_ids(table.collection.name), f"='{name}'!$A$2:$A${_ROWS}")
        sheet.freeze_panes(1, 2 if ids else 1)
        if not table.collection.single:
            sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def read_me(self, notes: Sequence[tuple[str, str]]) -> None:
        """Write a sheet of lines in front of all others."""
        sheet = self._book.add_worksheet("Read me")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 110)
        looks = {
            "title": {"bold": True, "font_size": 16},
            "head": {"bold": True, "font_color": "#1F3864", "font_size": 12},
            "": {"text_wrap": True, "valign": "top"},
        }
        formats = {look: self._book.add_format(made) for look, made in looks.items()}
        for row, (line, look) in enumerate(notes):
            sheet.write_string(row, 0, line, formats[look])

    def _header(self, sheet: Any, number: int, column: Column) -> None:
        required = column.field.required and len(column.path) == 1
        key = "required" if required else "head"
        if key not in self._formats:
            colour = "#1F3864" if required else "#44546A"
            self._formats[key] = self._book.add_format(
                {"bold": True, "font_color": "white", "bg_color": colour, "num_format": "@"}
            )
        sheet.write_string(0, number, column.header, self._formats[key])
        said = f"{_described(column, required=required)}"
        size = {"x_scale": 1.9, "y_scale": 0.5 + said.count("\n") * 0.25 + len(said) / 250}
        sheet.write_comment(0, number, said, {"author": "Pacecar", **size})

    def _choices(self, sheet: Any, number: int, column: Column) -> None:
        """Offer what a cell may hold; something else may be written after a warning."""
        kind = column.kind
        source: Any = None
        if isinstance(kind, Text) and kind.choices:
            source = list(kind.choices)
        elif isinstance(kind, Truth):
            source = ["TRUE", "FALSE"]
        elif isinstance(kind, Reference):
            source = f"={_ids(kind.collection)}"
        if source is not None:
            sheet.data_validation(
                *(1, number, _ROWS - 1, number),
                {
                    "validate": "list",
                    "source": source,
                    "error_type": "warning",
                    "error_title": "Not in the list",
                    "error_message": "Pacecar will report it. Write ? for what is not known.",
                },
            )

    def _write(self, sheet: Any, row: int, number: int, content: Content, column: Column) -> None:
        if isinstance(content, bool):
            sheet.write_boolean(row, number, content)
        elif isinstance(content, Figure) and _is_exact(content):
            sheet.write_number(row, number, float(content.text), self._number(content, column))
        elif isinstance(content, Day):
            self._write_day(sheet, row, number, content)
        elif text := cell_text(content):
            if len(text) > _LONGEST:
                said = f"{column.header} has a text of {len(text):,} characters"
                raise CannotHold(f"{said}; a cell has at most {_LONGEST:,}")
            sheet.write_string(row, number, text, self._format("@"))

    def _write_day(self, sheet: Any, row: int, number: int, day: Day) -> None:
        """Write a date that shows as much as is known; what is none stays a text."""
        shown = _DATE_FORMATS.get(len(day.text))
        try:
            when = date.fromisoformat(f"{day.text}-01"[:10]) if shown else None
        except ValueError:
            when = None
        if when is not None and when >= _FIRST_DATE:
            sheet.write_datetime(row, number, when, self._format(shown or ""))
        elif day.text.isdecimal():
            sheet.write_number(row, number, int(day.text), self._format("0"))
        else:
            sheet.write_string(row, number, day.text, self._format("@"))

    def _number(self, figure: Figure, column: Column) -> Any:
        share = isinstance(column.kind, Number) and column.kind.high == 1
        whole = (Decimal(figure.text) * 100) % 1 == 0
        return self._format(("0%" if whole else "0.0###%") if share else "General")

    def _format(self, number_format: str) -> Any:
        if number_format not in self._formats:
            made = {"num_format": number_format, "valign": "top"}
            self._formats[number_format] = self._book.add_format(made)
        return self._formats[number_format]


def _is_exact(figure: Figure) -> bool:
    """Whether a spreadsheet keeps a number as it is."""
    digits = figure.text.lstrip("-").replace(".", "").strip("0")
    return len(digits) <= _DIGITS and Decimal(figure.text) == Decimal(repr(float(figure.text)))


def _column_format(kind: Kind) -> str:
    """Return the format of cells that are still blank."""
    if isinstance(kind, Number) and kind.high == 1:
        return "0%"
    if isinstance(kind, Number | Truth):
        return "General"
    return "yyyy-mm" if isinstance(kind, Date) else "@"


def _ids(collection: str) -> str:
    return f"{collection}_ids"


def _described(column: Column, *, required: bool) -> str:
    """Return what a header's comment says: what belongs there, and how it is written."""
    how = _how(column.field)
    must = "Must be filled in." if required else ""
    return "\n".join(line for line in (column.field.description, how, must) if line)


def _how(field: Field) -> str:  # noqa: PLR0911 - one sentence for each kind
    kind = field.kind
    if isinstance(kind, ListOf):
        if isinstance(kind.item, Record):
            example = "2026=120000; 2027=?" if kind.keyed else "plug-in-hybrid=mitsubishi; hybrid=?"
            return f"A list: {example}"
        return f"A list, with ; between: {_of(kind.item)}"
    if isinstance(kind, Date):
        return "2026, 2026-03 or 2026-03-31."
    if isinstance(kind, Number) and kind.high == 1:
        return "A share: 60% or 0.6."
    if isinstance(kind, Truth):
        return "TRUE or FALSE."
    if isinstance(kind, Reference):
        return f"One of the {_of(kind)}."
    if isinstance(kind, Text) and kind.choices:
        return f"{_of(kind)}."
    return ""


def _of(kind: Kind) -> str:
    if isinstance(kind, Reference):
        return f"ids of the sheet {sheet_name(kind.collection)}"
    if isinstance(kind, Text) and kind.choices:
        return ", ".join(kind.choices)
    return "texts"
