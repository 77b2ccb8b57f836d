"""From a workbook's bytes and a report to those of the same workbook with the findings in it."""

from __future__ import annotations

from typing import Final

from pacecar.checking.report import Report
from pacecar.formats.workbook import drawings, findings_sheet
from pacecar.formats.workbook.book import Book
from pacecar.formats.workbook.cells import Cell, cell_of
from pacecar.formats.workbook.comments import Comments, Lines
from pacecar.formats.workbook.marks import Mark, gravest_first, lines_of, marks_of
from pacecar.formats.workbook.markup import (
    Element,
    NotEditable,
    child,
    named,
    namespace,
    parse,
    serialised,
    whole,
)
from pacecar.formats.workbook.package import Package, Relations
from pacecar.formats.workbook.sheet import Sheet
from pacecar.formats.workbook.styles import Styles

__all__ = ["NotEditable", "annotate"]

_MAIN: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_VML: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def annotate(data: bytes, file: str, report: Report) -> bytes:
    """Return a workbook with the findings of a report at its cells, and a sheet that lists them.

    What an earlier run left is replaced. Only the parts that this concerns are written anew.

    Args:
        data: the workbook's bytes (`.xlsx` or `.xlsm`).
        file: its name, as the locations of the report have it.
        report: what was found.

    Raises:
        NotEditable: the workbook's parts are not what they should be.
    """
    package = Package(data)
    book = Book(package)
    ours = book.our_sheet()
    styles_part = _styles_part(book)
    earlier = [] if ours is None else findings_sheet.kept(_kept_text(package, book, ours[1]))
    styles = Styles(package.root(styles_part), earlier)
    theirs = [entry for entry in book.worksheets().items() if entry != ours]
    name, part = ours or book.add_sheet()
    marks = marks_of(report, file)
    for number, (sheet, sheet_part) in enumerate(theirs, 1):
        _Pages(book, styles, sheet_part, number).mark(marks.get(sheet, {}), file, name)
    look = findings_sheet.looks(styles)
    selected = book.opens_with(name)
    page = findings_sheet.render(report, file, look, styles.slots[1:], selected=selected)
    relations = Relations(package, part)
    for identifier in relations.targets():
        relations.remove(identifier)
    package.put(part, page)
    rows = findings_sheet.HEAD + max(len(report.findings), 1)
    book.name_table(name, findings_sheet.HEAD, Cell(rows, findings_sheet.LAST_COLUMN))
    book.save()
    package.put(styles_part, serialised(styles.root))
    return package.bytes()


class _Pages:
    """One sheet with its comments and their drawing."""

    def __init__(self, book: Book, styles: Styles, part: str, number: int) -> None:
        self._book = book
        self._package = book.package
        self._styles = styles
        self._part = part
        self._number = number
        self._relations = Relations(book.package, part)
        self._sheet = Sheet(book.package.root(part))

    def mark(self, marks: dict[Cell, Mark], file: str, listed_in: str) -> None:
        """Replace the marks of an earlier run by these; without either, touch nothing."""
        touched = self._unmark()
        merged: dict[Cell, Mark] = {}
        for cell, mark in marks.items():
            merged.setdefault(self._sheet.shown(cell), Mark()).findings.extend(mark.findings)
        for cell, mark in sorted(merged.items()):
            mark.findings = gravest_first(mark.findings)
            style = self._styles.marked(self._sheet.style(cell), mark.severity)
            self._sheet.set_style(cell, style)
        lines = {cell: lines_of(mark, file, listed_in) for cell, mark in sorted(merged.items())}
        touched = self._comment(lines) or touched
        if touched or merged:
            self._package.put(self._part, serialised(self._sheet.root))

    def _unmark(self) -> bool:
        touched = False
        for element in self._sheet.styled():
            style = whole(element.get("s"))
            plain = self._styles.unmarked(style)
            if plain != style:
                element.set("s", str(plain))
                touched = True
        return touched

    def _comment(self, lines: dict[Cell, Lines]) -> bool:
        """Write the comments and the shapes they are shown in; tell whether anything changed."""
        found = self._relations.of_kind("comments")
        if found is None and not lines:
            return False
        part = found[1] if found else self._package.new_name("xl/comments", ".xml")
        comments = Comments(self._package.root(part) if found else self._empty())
        bare = {cell for cell in map(cell_of, comments.take_ours_off()) if cell}
        said = {cell: comments.put(cell.name, told) for cell, told in lines.items()}
        if not lines and not comments.changed:
            return False
        self._draw(bare, {cell: text for cell, text in said.items() if text})
        if len(comments):
            self._package.put(part, serialised(comments.root))
            if not found:
                self._package.set_type(part, f"{_MAIN}.comments+xml")
                self._relations.add("comments", part, self._book.base)
        elif found:
            self._package.remove(part)
            self._relations.remove(found[0])
        return True

    def _draw(self, bare: set[Cell], said: dict[Cell, str]) -> None:
        identifier = self._sheet.drawing()
        known = self._relations.targets().get(identifier, "") if identifier else ""
        drawing = drawings.EMPTY.format(block=self._number)
        if known:
            drawing = self._package.read(known).decode("utf-8", "surrogateescape")
            drawing = drawings.without(drawing, bare)
        drawing = drawings.with_comments(drawing, said, self._sheet, self._number)
        if drawings.has_shapes(drawing):
            part = known or self._package.new_name("xl/drawings/vmlDrawing", ".vml")
            self._package.put(part, drawing.encode("utf-8", "surrogateescape"))
            if not known:
                self._package.set_type(part, _VML)
                self._sheet.set_drawing(self._relations.add("vmlDrawing", part, self._book.base))
        elif known:
            self._package.remove(known)
            self._relations.remove(identifier)
            self._sheet.set_drawing("")

    def _empty(self) -> Element:
        uri = namespace(self._sheet.root)[1:-1]
        text = f'<comments xmlns="{uri}"><authors/><commentList/></comments>'
        return parse(text.encode(), "comments")


def _styles_part(book: Book) -> str:
    """Return the part of the styles, made if the workbook has none."""
    found = book.relations.of_kind("styles")
    if found is not None:
        return found[1]
    part = "xl/styles.xml"
    uri = namespace(book.root)[1:-1]
    book.package.put(part, f'<styleSheet xmlns="{uri}"/>'.encode())
    book.package.set_type(part, f"{_MAIN}.styles+xml")
    book.relations.add("styles", part, book.base)
    return part


def _kept_text(package: Package, book: Book, part: str) -> str:
    """Return what an earlier run kept in its sheet: the last text of the first row."""
    data = child(package.root(part), "sheetData")
    rows = [] if data is None else named(data, "row")[:1]
    cells = [cell for row in rows for cell in named(row, "c") if len(cell)]
    if not cells:
        return ""
    last = cells[-1]
    if last.get("t") == "s":
        shared = book.relations.of_kind("sharedStrings")
        number = child(last, "v")
        if shared is None or number is None:
            return ""
        items = named(package.root(shared[1]), "si")
        last = items[whole(number.text)] if whole(number.text) < len(items) else last
    return "".join(piece.text or "" for piece in last.iter(f"{namespace(last)}t"))
