"""The drawing of a sheet's comments, in VML: one shape a comment.

Excel writes VML that is not always well-formed XML, so it is edited as text: shapes are added
before its end, and removed whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from pacecar.formats.workbook.cells import LAST_COLUMN, LAST_ROW, Cell
from pacecar.formats.workbook.sheet import Sheet

EMPTY: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\n'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"\n'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel">\n'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>\n'
    "</xml>"
)
_NAMESPACES: Final = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_TYPE: Final = (
    '<v:shapetype{spaces} id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>\n'
)
_SHAPE: Final = (
    '<v:shape{spaces} id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;z-index:1;visibility:hidden" '
    'fillcolor="#fffbe6" o:insetmode="auto"><v:fill color2="#fffbe6"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>\n"
)
_SHAPES: Final = re.compile(r"<(?P<p>[\w.-]+:)?shape\b.*?</(?P=p)shape\s*>\s*", re.DOTALL)
_NUMBERS: Final = re.compile(r'"_x0000_s(\d+)"')
_ANCHOR: Final = re.compile(r"(:Anchor>)[^<]*(<)")
_END: Final = re.compile(r"</(?:[\w.-]+:)?xml\s*>\s*\Z")
_BLOCK: Final = 1024
"""Shapes of a drawing are numbered within blocks of this size."""

_WIDTH: Final = 380
_LINE: Final = 15
_CHARACTERS: Final = 62
"""Pixels of a comment's width and of each of its lines, and characters in a line."""

_TALLEST: Final = 420


def without(drawing: str, cells: Collection[Cell]) -> str:
    """Return a drawing without the comments of some cells."""
    return _SHAPES.sub(lambda found: "" if _cell(found[0]) in cells else found[0], drawing)


def has_shapes(drawing: str) -> bool:
    """Tell whether anything is left in a drawing."""
    return _SHAPES.search(drawing) is not None


def with_comments(drawing: str, comments: dict[Cell, str], sheet: Sheet, block: int) -> str:
    """Return a drawing with a shape for the comment of each cell, given its text.

    A shape that is there already is made large enough.
    `block` is that of the numbers of shapes where the drawing has none yet.
    """
    sizes = {cell: _height(text) for cell, text in sorted(comments.items())}
    known: set[Cell] = set()

    def resized(found: re.Match[str]) -> str:
        cell = _cell(found[0])
        if cell is None or cell not in sizes:
            return found[0]
        known.add(cell)
        return _ANCHOR.sub(rf"\g<1>{_anchor(sheet, cell, sizes[cell])}\2", found[0])

    drawing = _SHAPES.sub(resized, drawing)
    end = _END.search(drawing)
    at = end.start() if end else len(drawing)
    spaces = "" if 'xmlns:x="urn:schemas-microsoft-com:office:excel"' in drawing else _NAMESPACES
    used = [int(number) for number in _NUMBERS.findall(drawing)]
    number = max(used, default=block * _BLOCK) + 1
    more = "" if 'id="_x0000_t202"' in drawing else _TYPE.format(spaces=spaces)
    for cell, height in sizes.items():
        if cell in known:
            continue
        more += _SHAPE.format(
            spaces=spaces,
            number=number,
            width=_WIDTH * 3 // 4,
            height=height * 3 // 4,
            anchor=_anchor(sheet, cell, height),
            row=cell.row - 1,
            column=cell.column - 1,
        )
        number += 1
    return drawing[:at] + more + drawing[at:]


def _cell(shape: str) -> Cell | None:
    """Return the cell whose comment a shape is, None if it is a shape of another kind."""
    row = re.search(r":Row>\s*(\d+)\s*<", shape)
    column = re.search(r":Column>\s*(\d+)\s*<", shape)
    if 'ObjectType="Note"' not in shape or row is None or column is None:
        return None
    return Cell(int(row[1]) + 1, int(column[1]) + 1)


def _height(text: str) -> int:
    """Return the pixels that a comment's text needs."""
    rows = sum(1 + len(line) // _CHARACTERS for line in text.split("\n"))
    return min(rows * _LINE + 16, _TALLEST)


def _anchor(sheet: Sheet, cell: Cell, height: int) -> str:
    """Return where a comment is: column, pixels, row, pixels of its first and last corner."""
    left, top = (
        min(cell.column, LAST_COLUMN - 1),
        max(cell.row - 2, 0),
    )  # Counted from 0: right of the cell.
    right, width = left, float(_WIDTH + 12)
    while right < LAST_COLUMN - 1 and width > (here := sheet.width(right + 1)):
        right, width = right + 1, width - here
    bottom, rest = top, float(height)
    while bottom < LAST_ROW - 1 and rest > (here := sheet.height(bottom + 1)):
        bottom, rest = bottom + 1, rest - here
    return f"{left}, 12, {top}, 4, {right}, {width:.0f}, {bottom}, {rest:.0f}"
