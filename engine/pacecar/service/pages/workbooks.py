"""Workbooks as tables to be shown: of each sheet the rows that findings are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from pacecar.plan.building import Allowance
from pacecar.plan.files import SourceFile
from pacecar.plan.sheets.reading import read_sheets
from pacecar.plan.sheets.table import letters

MOST_ROWS: Final = 200
"""Of a sheet that are shown; the rest is counted."""

_LONGEST: Final = 200
"""Characters of a cell; what is longer is cut."""

_CELL: Final = re.compile(r"(.*)!([A-Z]{1,3})([0-9]{1,7})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """A cell that a finding is about, `Programs!F12`, and how loudly."""

    cell: str
    severity: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it is shown; `severity` is that of the loudest finding about it, "" for none."""

    text: str
    severity: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, what leads to it on the page, a cell for each heading."""

    number: int
    anchor: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, the letter and heading of each column, and the rows concerned."""

    name: str
    headings: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    more: int


_LOUDNESS: Final = {"error": 3, "warning": 2, "info": 1, "": 0}


def sheets_of(file: SourceFile, number: int, marks: Iterable[MarkedCell]) -> tuple[Sheet, ...]:
    """Return the sheets with what is marked in them; sheets without are left out.

    Args:
        file: the workbook.
        number: of the file on the page.
        marks: the cells that findings are about.
    """
    marked: dict[str, dict[tuple[int, int], str]] = {}
    for mark in marks:
        place = _place(mark.cell)
        if place is not None:
            sheet, row, column = place
            severities = marked.setdefault(sheet, {})
            before = severities.get((row, column), "")
            severities[row, column] = max(before, mark.severity, key=_LOUDNESS.__getitem__)
    if not marked:
        return ()
    texts, headings = _held(file)
    return tuple(
        _sheet(sheet, number, severities, texts.get(sheet, {}), headings.get(sheet, {}))
        for sheet, severities in marked.items()
    )


def anchor_of(number: int, cell: str) -> str:
    """Return what leads to the row of a cell on the page, "" if it is no cell of a workbook."""
    place = _place(cell)
    return _anchor(number, place[0], place[1]) if place else ""


def _anchor(number: int, sheet: str, row: int) -> str:
    return f"f{number}-{crc32(sheet.encode('utf-8', 'replace')):08x}-{row}"


def _place(cell: str) -> tuple[str, int, int] | None:
    """Take `Programs!F12` apart: the sheet as it is written there, row and column."""
    found = _CELL.fullmatch(cell)
    if found is None:
        return None
    column = 0
    for letter in found[2]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return found[1], int(found[3]), column


_Texts = dict[str, dict[int, dict[int, str]]]


def _held(file: SourceFile) -> tuple[_Texts, dict[str, dict[int, str]]]:
    """Return what the cells of each sheet hold, by row and column, and the headings."""
    texts: _Texts = {}
    headings: dict[str, dict[int, str]] = {}
    for line in read_sheets(file.data, file.name, Allowance()).text.splitlines():
        cell, _, held = line.partition("\t")
        place = _place(cell)
        if place is not None:
            sheet, row, column = place
            heading, _, text = held.partition(": ")
            headings.setdefault(sheet, {}).setdefault(column, heading)
            texts.setdefault(sheet, {}).setdefault(row, {})[column] = text[:_LONGEST]
    return texts, headings


def _sheet(
    sheet: str,
    number: int,
    severities: Mapping[tuple[int, int], str],
    texts: Mapping[int, Mapping[int, str]],
    headings: Mapping[int, str],
) -> Sheet:
    rows = sorted({row for row, _ in severities})
    shown = rows[:MOST_ROWS]
    columns = sorted(
        {column for row in shown for column in texts.get(row, {})}
        | {column for row, column in severities if row in set(shown)}
    )
    return Sheet(
        name=sheet.removeprefix("'").removesuffix("'").replace("''", "'"),
        headings=tuple((letters(column), headings.get(column, "")) for column in columns),
        rows=tuple(
            Row(
                row,
                _anchor(number, sheet, row),
                tuple(
                    Shown(texts.get(row, {}).get(column, ""), severities.get((row, column), ""))
                    for column in columns
                ),
            )
            for row in shown
        ),
        more=len(rows) - len(shown),
    )
