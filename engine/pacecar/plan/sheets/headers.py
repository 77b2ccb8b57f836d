"""Finds the row that holds a table's headers, and what each of its columns is."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from pacecar.plan.fields import Collection
from pacecar.plan.limits import HEADER_ROWS
from pacecar.plan.nearest import suggestion
from pacecar.plan.nodes import Flaw, Span
from pacecar.plan.sheets.layout import (
    COMMENT,
    Column,
    column_of,
    fold,
    header_meant,
    headers,
    is_comment,
)
from pacecar.plan.sheets.table import Cell, Table
from pacecar.plan.wording import listed, quoted, visible

_KNOWN = 2
"""So many headers in one row are no accident."""


@dataclass(slots=True)
class Headers:
    """What was found: the row of the headers, the column of each, and their places."""

    row: int
    columns: dict[int, Column] = field(default_factory=dict)
    spans: dict[int, Span] = field(default_factory=dict)


def header_row(table: Table, collection: Collection) -> int | None:
    """Return the row that has the most headers of the collection, None if none has any.

    Titles may stand above it; it is looked for in the first rows that are not blank.
    """
    best, most = None, 0
    for row, cells in list(table.filled())[:HEADER_ROWS]:
        count = known(collection, cells)
        if count > most:
            best, most = row, count
    return best


def known(collection: Collection, cells: dict[int, Cell]) -> int:
    """Count the cells that are headers of the collection."""
    return sum(
        cell.form == "text" and column_of(collection.name, cell.text) is not None
        for cell in cells.values()
    )


def lies_down(table: Table, collection: Collection) -> bool:
    """Whether the fields of a single record stand one below the other, values beside them."""
    beside = 0
    for _, cells in list(table.filled())[:HEADER_ROWS]:
        count = known(collection, cells)
        if count >= _KNOWN:
            return False
        first, *rest = cells.values()
        beside += count == 1 and bool(rest) and known(collection, {1: first}) == 1
    return beside > 0


def read_headers(table: Table, collection: Collection, row: int, flaws: list[Flaw]) -> Headers:
    """Read the headers in a row, and report those that name no column."""
    found = Headers(row)
    first: dict[str, int] = {}
    for number, cell in table.rows[row].items():
        column = named_column(table, collection, cell, flaws)
        if column is None:
            continue
        key = fold(column.header)
        if key in first:
            flaws.append(_repeated(table, collection, cell, found.spans[first[key]]))
            continue
        first[key] = number
        found.columns[number] = column
        found.spans[number] = cell.span
    return found


def named_column(
    table: Table, collection: Collection, cell: Cell, flaws: list[Flaw]
) -> Column | None:
    """Return the column that a header names; report one that names none and is no comment."""
    if is_comment(cell.text):
        return None
    column = column_of(collection.name, cell.text) if cell.form in ("text", "number") else None
    if column is None:
        flaws.append(_unknown(table, collection, cell))
    return column


def _unknown(table: Table, collection: Collection, cell: Cell) -> Flaw:
    meant = header_meant(collection.name, cell.text)
    parts = [h for h in headers(collection.name) if fold(h).startswith(fold(cell.text))]
    hint = suggestion(meant)
    if not meant and parts and fold(cell.text):
        hint = f"Its columns are {listed(quoted(part) for part in parts)}."
    own = f"Begin the header with {COMMENT} if the column is not for the plan."
    return Flaw(
        "plan/unknown-field",
        f"A {collection.singular} has no field {quoted(cell.text)}.",
        table.at(cell.span, f"/{collection.name}"),
        hint=f"{hint} {own}" if hint and not meant else hint or own,
        collection=collection.name,
        field=visible(cell.text),
    )


def _repeated(table: Table, collection: Collection, cell: Cell, first: Span) -> Flaw:
    message = f"The column {quoted(cell.text)} is here a second time; the first one counts."
    hint = f"Remove one of the two, or begin its header with {COMMENT}."
    related = ((table.at(first, f"/{collection.name}"), "the first one"),)
    return Flaw(
        "plan/duplicate-key",
        message,
        table.at(cell.span, f"/{collection.name}"),
        hint=hint,
        collection=collection.name,
        field=visible(cell.text),
        related=related,
    )


def titles_of(table: Table, header: int) -> AbstractSet[int]:
    """Return the columns that have a header, whatever it says."""
    return table.rows[header].keys() | table.spread.get(header, {}).keys()


def report_nameless(table: Table, collection: Collection, header: int, flaws: list[Flaw]) -> None:
    """Report columns that have values and no header, each once, at the first value."""
    reported: set[int] = set()
    titles = titles_of(table, header)
    for row, cells in table.filled():
        first = next(iter(cells.values()))
        if row <= header or is_comment(first.text):
            continue
        for number, cell in cells.items():
            if number in titles or number in reported or is_comment(cell.text):
                continue
            reported.add(number)
            flaws.append(nameless(table, collection, header, cell))


def nameless(table: Table, collection: Collection, header: int, cell: Cell) -> Flaw:
    """Return the flaw of a cell whose column has no header."""
    message = f"The column of {quoted(cell.text)} has no header in row {header}."
    hint = f"Write the field's name there, or {COMMENT} if the column is not for the plan."
    place = table.at(cell.span, f"/{collection.name}")
    return Flaw("plan/unknown-field", message, place, hint=hint, collection=collection.name)
