"""Renders plans as rows of cells, workbooks and CSV files: the way back, for the tests.

What is null in YAML is `?`, as a blank cell may say that there is none.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence as SequenceOf
from decimal import Decimal

import openpyxl
import xlsxwriter

from pacecar.plan.fields import Collection, Date, Kind, ListOf, Number, Settings, Truth
from pacecar.plan.nodes import Mapping, Node, Scalar, Sequence
from pacecar.plan.scalars import is_number, number_of
from pacecar.plan.sheets.layout import (
    NONE,
    PAIR,
    Column,
    columns,
    number_text,
    paired,
    setting_column,
    sheet_name,
)
from pacecar.plan.tables import SCHEMA

Value = str | Decimal | bool | None
Grid = list[list[Value]]


def grids(roots: SequenceOf[Mapping]) -> dict[str, Grid]:
    """Return the rows of each collection in the roots of YAML files, headers first."""
    entities: dict[str, list[Mapping]] = {}
    for root in roots:
        for name, entry in root.entries.items():
            nodes = [entry.value] if SCHEMA[name].single else _items(entry.value)
            found = entities.setdefault(name, [])
            found += [node for node in nodes if isinstance(node, Mapping)]
    return {name: _grid(SCHEMA[name], found) for name, found in entities.items()}


def _grid(collection: Collection, entities: list[Mapping]) -> Grid:
    known = _columns(collection, entities)
    used = [c for c in known if any(_at(e, c.path) for e in entities)] or known[:1]
    rows: Grid = [[column.header for column in used]]
    for entity in entities:
        rows.append([_cell(column, _at(entity, column.path)) for column in used])
    return rows


def _columns(collection: Collection, entities: list[Mapping]) -> list[Column]:
    found = list(columns(collection.name))
    settings = [e.entries["settings"].value for e in entities if "settings" in e.entries]
    for setting in settings:
        for rule, entry in setting.entries.items() if isinstance(setting, Mapping) else ():
            names = entry.value.entries if isinstance(entry.value, Mapping) else ()
            found += [setting_column(rule, name) for name in names]
    return found


def _at(node: Node, path: SequenceOf[str]) -> Node | None:
    """Return the node at a path, None if there is none."""
    for step in path:
        if not isinstance(node, Mapping) or step not in node.entries:
            return None
        node = node.entries[step].value
    return node


def _cell(column: Column, node: Node | None) -> Value:
    kind = column.kind
    if node is None:
        return None
    if isinstance(node, Scalar):
        return "?" if node.is_null else _scalar(kind, node)
    if isinstance(node, Mapping):
        words = [f"{key}{PAIR}{_word(entry.value)}" for key, entry in node.entries.items()]
    else:
        words = [_item(kind, item) for item in node.items]
    if not words and not column.field.may_be_none:
        return NONE
    # Where a blank cell or "none" says that there is no list, and for "?", one that is alone.
    return "; ".join(words) + ";" * (words in ([], ["?"]))


def _item(kind: Kind, item: Node) -> str:
    record = paired(kind)
    if record is None or not isinstance(item, Mapping):
        return _word(item)
    label, other = (_at(item, (field.name,)) for field in record.fields)
    # A "?" alone is a technology of which nothing is known.
    unknown = isinstance(label, Scalar) and label.is_null and other is None
    if unknown:
        return f"?{PAIR}?"
    return _word(label) + (f"{PAIR}{_word(other)}" if other else "")


def _word(node: Node | None) -> str:
    assert isinstance(node, Scalar)
    return "?" if node.is_null else node.text


def _scalar(kind: Kind, node: Scalar) -> Value:
    if isinstance(kind, Settings) and not node.plain:
        return node.text
    if isinstance(kind, Number | Settings) and is_number(node):
        return number_of(node.text)
    if isinstance(kind, Truth | Settings) and node.text in ("true", "false"):
        return node.text == "true"
    assert isinstance(kind, Date) or not isinstance(kind, ListOf)
    return node.text


def _items(node: Node) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def csv_text(rows: Grid, delimiter: str = ",") -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_typed(value) for value in row])
    return text.getvalue()


def _typed(value: Value) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    return "" if value is None else str(value)


def xlsxwriter_bytes(sheets: MappingOf[str, Grid]) -> bytes:
    """Return a workbook made by XlsxWriter."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(sheet_name(name))
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, number, column, value)
    return stream.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value))
    elif value is not None:
        sheet.write_string(row, column, value)


def openpyxl_bytes(sheets: MappingOf[str, Grid]) -> bytes:
    """Return a workbook made by openpyxl."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for name, rows in sheets.items():
        sheet = book.create_sheet(sheet_name(name))
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    cell = sheet.cell(number, column)
                    cell.value = float(value) if isinstance(value, Decimal) else value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
