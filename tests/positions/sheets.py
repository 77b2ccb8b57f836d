"""Plain data to spreadsheets, laid out by chance, with the place of everything written."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from pacecar.plan.sheets.layout import Column, columns, sheet_name
from tests.generation.choices import Choices
from tests.positions.writing import Path, Spot, Written

_HEADERS_OF_OTHERS = ("# ours", "# price")


def as_csv(plan: Mapping[str, Any], choices: Choices) -> Written:
    """Write a plan as a CSV file for each collection."""
    written = Written()
    separator = choices.one_of((";", ",", "\t"))
    for name, content in plan.items():
        written |= _Csv(f"{name}.csv", separator, choices).write(name, _entities(content))
    return written


def as_workbook(plan: Mapping[str, Any], choices: Choices, file: str = "plan.xlsx") -> Written:
    """Write a plan as a workbook with a sheet for each collection."""
    written, data = Written(), io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        for name, content in plan.items():
            sheet = book.add_worksheet(sheet_name(name))
            used = _used(name, _entities(content), choices)
            top = choices.up_to(2)
            if top:
                sheet.write(0, 0, "Made by hand, not finished")
            for number, column in enumerate(used):
                place = _cell(file, sheet_name(name), top, number)
                sheet.write_string(top, number, _header(column))
                for path in _paths_of_key(name, content, column):
                    written.keys[path] = place
            row = top
            for index, entity in enumerate(_entities(content)):
                row += 1 + (choices.up_to(19) == 0)
                for number, column in enumerate(used):
                    cell = _value(entity, column)
                    if cell is not None:
                        _put(sheet, row, number, cell)
                    place = _cell(file, sheet_name(name), row, number)
                    for path, _ in _inside(_path(name, content, index, column), cell, entity):
                        written.values.setdefault(path, place)
        # Whatever else a workbook holds is not the plan's.
        book.add_worksheet("Pivot of last year")
    written.files[file] = data.getvalue()
    return written


def _cell(file: str, sheet: str, row: int, column: int) -> Spot:
    return Spot(file, row + 1, column + 1, f"{sheet}!{xl_rowcol_to_cell(row, column)}")


def _put(sheet: Any, row: int, column: int, text: str) -> None:
    """Write a cell, numbers as numbers."""
    try:
        number = Decimal(text)
    except ArithmeticError:
        sheet.write_string(row, column, text)
    else:
        sheet.write_number(row, column, float(number))


class _Csv:
    """A CSV file that grows, and knows where its end is."""

    def __init__(self, file: str, separator: str, choices: Choices) -> None:
        self._file = file
        self._separator = separator
        self._choices = choices
        self._written = Written()
        self._parts: list[str] = []
        self._line = self._column = 1

    def write(self, name: str, entities: Sequence[Mapping[str, Any]]) -> Written:
        """Write a collection."""
        content: Any = entities[0] if name == "plan" else entities
        used = _used(name, entities, self._choices)
        for number, column in enumerate(used):
            self._separate(number)
            spot = self._put(_header(column), number)
            for path in _paths_of_key(name, content, column):
                self._written.keys[path] = spot
        self._end_line()
        for index, entity in enumerate(entities):
            for number, column in enumerate(used):
                self._separate(number)
                cell = _value(entity, column)
                spot = self._put(cell or "", number)
                for path, offset in _inside(_path(name, content, index, column), cell, entity):
                    place = Spot(spot.file, spot.line, spot.column + offset, spot.cell)
                    self._written.values.setdefault(path, place)
            self._end_line()
        self._written.files[self._file] = "".join(self._parts).encode()
        return self._written

    def _put(self, text: str, number: int) -> Spot:
        """Add a cell; return where its text begins, behind the quote if it has one."""
        must = any(character in text for character in (self._separator, '"', "\n"))
        quoted = must or (bool(text) and self._choices.chance(20))
        spot = Spot(
            self._file,
            self._line,
            self._column + quoted,
            xl_rowcol_to_cell(self._line - 1, number),
        )
        written = '"' + text.replace('"', '""') + '"' if quoted else text
        self._parts.append(written)
        self._column += len(written)
        return spot

    def _separate(self, number: int) -> None:
        if number:
            self._parts.append(self._separator)
            self._column += 1

    def _end_line(self) -> None:
        self._parts.append("\n")
        self._line, self._column = self._line + 1, 1


def _entities(content: Any) -> list[Any]:
    return content if isinstance(content, list) else [content]


def _used(name: str, entities: Sequence[Any], choices: Choices) -> list[Column | str]:
    """Return the columns of a collection that hold anything, in an order made by chance."""
    known = {column.path: column for column in columns(name)}
    found: dict[Column | str, None] = {}
    for entity in entities:
        for field, value in entity.items():
            inner: list[tuple[str, ...]] = [(field,)]
            if isinstance(value, Mapping):
                inner = [(field, str(key)) for key in value]
            for path in inner:
                found[known.get(path) or _other(known, path)] = None
    ordered = list(found)
    for place in range(len(ordered) - 1, 0, -1):
        other = choices.up_to(place)
        ordered[place], ordered[other] = ordered[other], ordered[place]
    if choices.chance(30):
        ordered.insert(choices.up_to(len(ordered)), choices.one_of(_HEADERS_OF_OTHERS))
    return ordered


def _other(known: Mapping[tuple[str, ...], Column], path: tuple[str, ...]) -> Column | str:
    """Return the column of one year's volumes, or the header of what is no field."""
    kept = next((column for known_path, column in known.items() if known_path[0] == path[0]), None)
    return " ".join(path) if kept is None else Column(" ".join(path), path, kept.field)


def _header(column: Column | str) -> str:
    return column if isinstance(column, str) else column.header


def _steps(column: Column | str) -> tuple[str, ...]:
    return (column,) if isinstance(column, str) else column.path


def _path(name: str, content: Any, index: int, column: Column | str) -> Path:
    """Return the path in the plan of what a cell holds."""
    steps = _steps(column)
    return (name, *steps) if not isinstance(content, list) else (name, index, *steps)


def _paths_of_key(name: str, content: Any, column: Column | str) -> list[Path]:
    return [_path(name, content, index, column) for index in range(len(_entities(content)))]


def _value(entity: Mapping[Any, Any], column: Column | str) -> str | None:
    """Return the text of a cell, None for none."""
    value: Any = entity
    for step in _steps(column):
        if not isinstance(value, Mapping):
            return None
        keys = {str(key): key for key in value}
        if step not in keys:
            return None
        value = value[keys[step]]
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return "?"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list):
        return "; ".join(map(_item, value)) or "none"
    return str(value)


def _item(item: Any) -> str:
    return "=".join(map(_text, item.values())) if isinstance(item, Mapping) else _text(item)


def _inside(path: Path, cell: str | None, entity: Any) -> Iterator[tuple[Path, int]]:
    """Yield a cell's path and those of what is in it, with where each begins in its text.

    A record over several cells is where the first of them is.
    """
    yield path, 0
    if len(path) - isinstance(path[1], int) > 2 and cell is not None:
        yield path[:-1], 0
    value: Any = entity
    for step in path[2:] if isinstance(path[1], int) else path[1:]:
        value = value.get(step) if isinstance(value, Mapping) else None
    begin = 0
    for number, item in enumerate(value if isinstance(value, list) and cell else ()):
        yield (*path, number), begin
        inner = begin
        for key, part in item.items() if isinstance(item, Mapping) else ():
            yield (*path, number, key), inner
            inner += len(_text(part)) + 1
        begin += len(_item(item)) + 2
