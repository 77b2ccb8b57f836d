"""The lines of a file that a finding is about, with what is meant marked below them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from pacecar.formats.cells import columns, width
from pacecar.plan.files import is_workbook
from pacecar.plan.nodes import Span

_BREAK = re.compile(r"\r\n|\n|\r")
_CUT = "..."
_LEAD = 20
"""Cells of a long line that stay before what is marked."""
_WHOLE = 3
"""A span of more lines than these is shown by its first two and its last."""


class Excerpt(NamedTuple):
    """A line as printed: `marks` of its cells are marked, `offset` cells from the left.

    Number 0 stands for lines left out.
    """

    number: int
    text: str
    offset: int = 0
    marks: int = 0


class Sources:
    """The texts of a plan's files, split into lines when first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}
        self._cells: dict[str, dict[str, str]] = {}

    def excerpt(self, file: str, span: Span, limit: int) -> list[Excerpt]:
        """Return the lines of `span`, cut to `limit` cells; none if the file has no such text."""
        if file not in self._texts:
            return []
        if is_workbook(file):
            return self._of_cell(file, span, limit)
        if file not in self._lines:
            self._lines[file] = _BREAK.split(self._texts[file])
        lines = self._lines[file]
        if not 1 <= span.line <= len(lines):
            return []
        last, end = _last(lines, span)
        excerpts: list[Excerpt] = []
        for number in range(span.line, last + 1):
            if last - span.line >= _WHOLE and span.line + 1 < number < last:
                if number == last - 1:
                    excerpts.append(Excerpt(0, _CUT))
                continue
            line = lines[number - 1].rstrip()
            if not line and number != span.line:
                excerpts.append(Excerpt(number, ""))
                continue
            begin = span.column - 1 if number == span.line else len(line) - len(line.lstrip())
            stop = end - 1 if number == last else len(line)
            excerpts.append(_mark(line, number, (begin, stop), limit))
        return excerpts

    def _of_cell(self, file: str, span: Span, limit: int) -> list[Excerpt]:
        """Return what a cell of a workbook holds, after its header; the value is marked."""
        if file not in self._cells:
            lines = (line.partition("\t") for line in self._texts[file].split("\n"))
            self._cells[file] = {cell: held for cell, _, held in lines}
        held = self._cells[file].get(span.cell, "")
        begin = held.find(": ") + len(": ")
        return [_mark(held, span.line, (begin, len(held)), limit)] if held else []


def _last(lines: list[str], span: Span) -> tuple[int, int]:
    """Return the last line that `span` has something of, and the column where it ends there.

    The end of a YAML block is the begin of what follows, blank lines and comments later.
    """
    last, end = min(span.end_line, len(lines)), span.end_column
    if span.end_line > len(lines):
        end = len(lines[-1]) + 1
    while last > span.line:
        part = lines[last - 1][: end - 1].strip()
        if part and not part.startswith("#"):
            break
        last -= 1
        end = len(lines[last - 1]) + 1
    return last, end


def _mark(line: str, number: int, marked: tuple[int, int], limit: int) -> Excerpt:
    """Print a line, cut to `limit` cells, and say which cells hold its `marked` characters."""
    cells = columns(line)
    begin = min(marked[0], len(cells))
    stop = min(max(marked[1], begin), len(cells))
    left, right = _window(cells, begin, stop, limit)
    head = _CUT if left else ""
    tail = _CUT if right < len(cells) else ""
    text = head + "".join(printed for printed, _ in cells[left:right]) + tail
    offset = width(head) + sum(size for _, size in cells[left:begin])
    marks = sum(size for _, size in cells[begin : min(stop, right)])
    return Excerpt(number, text, offset, max(marks, 1))


def _window(cells: list[tuple[str, int]], begin: int, stop: int, limit: int) -> tuple[int, int]:
    """Return which characters of a line are printed: a window of `limit` cells on the span."""
    if sum(size for _, size in cells) <= limit:
        return 0, len(cells)
    room = max(limit - 2 * len(_CUT), 1)
    before = sum(size for _, size in cells[:begin])
    marked = sum(size for _, size in cells[begin:stop])
    left = 0
    if before + marked > room:
        left, lead = begin, 0
        spare = min(_LEAD, max(room - marked, 0))
        while left > 0 and lead + cells[left - 1][1] <= spare:
            left -= 1
            lead += cells[left][1]
    right, used = left, 0
    while right < len(cells) and used + cells[right][1] <= room:
        used += cells[right][1]
        right += 1
    return left, right
