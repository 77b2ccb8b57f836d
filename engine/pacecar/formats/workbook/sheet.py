"""The XML of a sheet: finds and makes cells, and puts children where Excel wants them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from lxml import etree

from pacecar.formats.workbook.cells import Cell, cell_of
from pacecar.formats.workbook.markup import (
    Element,
    NotEditable,
    child,
    decimal,
    inserted,
    named,
    namespace,
    relationship_attribute,
    whole,
)

ORDER: Final = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""The children of a sheet in the order that the format prescribes."""

_PIXELS_A_COLUMN: Final = 64.0
_PIXELS_A_ROW: Final = 20.0


class Sheet:
    """A sheet that is edited. Rows and cells without a name of their own are given one."""

    def __init__(self, root: Element) -> None:
        """Take the root of a sheet's part."""
        self.root = root
        data = child(root, "sheetData")
        if data is None:
            raise NotEditable("one of its sheets has no cells")
        self._data = data
        self._rows: dict[int, Element] = {}
        number = 0
        for row in named(data, "row"):
            number = whole(row.get("r"), number + 1)
            row.set("r", str(number))
            self._rows[number] = row
        self._cells: dict[int, dict[int, Element]] = {}
        self._columns = [
            (whole(column.get("min"), 1), whole(column.get("max"), 1), column)
            for columns in named(root, "cols")
            for column in named(columns, "col")
        ]
        self._merged = dict(self._merges())

    def styled(self) -> Iterator[Element]:
        """Yield the cells that have a style."""
        for number in self._rows:
            yield from (cell for cell in self._row(number).values() if "s" in cell.attrib)

    def shown(self, cell: Cell) -> Cell:
        """Return the cell whose content is shown at a cell: of merged ones it is the first."""
        return self._merged.get(cell, cell)

    def style(self, cell: Cell) -> int:
        """Return the number of a cell's style, be it its own, its row's or its column's."""
        found = self._row(cell.row).get(cell.column) if cell.row in self._rows else None
        if found is not None:
            return whole(found.get("s"))
        row = self._rows.get(cell.row)
        if row is not None and row.get("customFormat") in ("1", "true"):
            return whole(row.get("s"))
        return next(
            (whole(c.get("style")) for low, high, c in self._columns if low <= cell.column <= high),
            0,
        )

    def set_style(self, cell: Cell, style: int) -> None:
        """Give a cell a style; a cell that is not there is made, and stays empty."""
        cells = self._row(cell.row)
        if cell.column not in cells:
            row = self._rows[cell.row]
            made = etree.Element(f"{namespace(self.root)}c", r=cell.name)
            order = sorted(cells)
            row.insert(bisect_left(order, cell.column), made)
            row.attrib.pop("spans", None)  # A hint for readers, which would be wrong now.
            cells[cell.column] = made
            self._widen(cell)
        cells[cell.column].set("s", str(style))

    def width(self, column: int) -> float:
        """Return the width of a column in pixels; 0 if it is hidden."""
        for low, high, entry in self._columns:
            if low <= column <= high:
                if entry.get("hidden") in ("1", "true"):
                    return 0
                width = entry.get("width")
                return _PIXELS_A_COLUMN if width is None else decimal(width) * 7 + 5
        return _PIXELS_A_COLUMN

    def height(self, row: int) -> float:
        """Return the height of a row in pixels; 0 if it is hidden."""
        entry = self._rows.get(row)
        if entry is None:
            return _PIXELS_A_ROW
        if entry.get("hidden") in ("1", "true"):
            return 0
        height = entry.get("ht")
        return _PIXELS_A_ROW if height is None else decimal(height) * 4 / 3

    def drawing(self) -> str:
        """Return the id of the relationship to the drawing of the comments, "" if there is none."""
        found = child(self.root, "legacyDrawing")
        if found is None:
            return ""
        identifier: str = found.get(relationship_attribute(self.root, "id"), "")
        return identifier

    def set_drawing(self, identifier: str) -> None:
        """Refer to the drawing of the comments; "" for none."""
        if identifier:
            element = inserted(self.root, "legacyDrawing", ORDER)
            element.set(relationship_attribute(self.root, "id"), identifier)
            return
        found = child(self.root, "legacyDrawing")
        if found is not None:
            self.root.remove(found)

    def _row(self, number: int) -> dict[int, Element]:
        """Return the cells of a row by column; a row that is not there is made."""
        if number not in self._cells:
            if number not in self._rows:
                row = etree.Element(f"{namespace(self.root)}row", r=str(number))
                self._data.insert(bisect_left(sorted(self._rows), number), row)
                self._rows[number] = row
            self._cells[number] = dict(self._named(self._rows[number], number))
        return self._cells[number]

    def _named(self, row: Element, number: int) -> Iterator[tuple[int, Element]]:
        column = 0
        for element in named(row, "c"):
            place = cell_of(element.get("r", ""))
            column = place.column if place else column + 1
            element.set("r", Cell(number, column).name)
            yield column, element

    def _merges(self) -> Iterator[tuple[Cell, Cell]]:
        for merges in named(self.root, "mergeCells"):
            for merge in named(merges, "mergeCell"):
                start, _, end = merge.get("ref", "").partition(":")
                first, last = cell_of(start), cell_of(end)
                if first is None or last is None:
                    continue
                for row in range(first.row, min(last.row, first.row + 1000) + 1):
                    for column in range(first.column, min(last.column, first.column + 100) + 1):
                        yield Cell(row, column), first

    def _widen(self, cell: Cell) -> None:
        """Let the sheet's dimension take in a cell."""
        entry = child(self.root, "dimension")
        if entry is None:
            return
        start, _, end = entry.get("ref", "").partition(":")
        first, last = cell_of(start), cell_of(end or start)
        if first is None or last is None:
            return
        top = Cell(min(first.row, cell.row), min(first.column, cell.column))
        bottom = Cell(max(last.row, cell.row), max(last.column, cell.column))
        entry.set("ref", top.name if top == bottom else f"{top.name}:{bottom.name}")
