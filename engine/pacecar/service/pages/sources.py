"""What was sent, as lines to be shown: those that findings are about are marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pacecar.plan.decoding import decode
from pacecar.plan.files import SourceFile, is_sheet, is_workbook
from pacecar.service.pages.workbooks import MarkedCell, Sheet, sheets_of

MOST_LINES: Final = 600
"""Of a file that is shown whole; of a longer one only what stands near a marked line."""

_NEAR: Final = 3
_LONGEST: Final = 2_000
"""Characters of a line; what is longer is cut."""

_BREAK: Final = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is marked: where (columns count from 1, the last is not in it), and how loudly.

    `cell` is that of a workbook, `Programs!F12`, "" in text.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line in three parts, the middle one marked; number 0 stands for lines left out.

    `severity` is that of the loudest finding about it, "" for none.
    """

    number: int
    before: str
    marked: str = ""
    after: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its number on the page, its name, and its lines, or of a workbook its sheets."""

    number: int
    name: str
    lines: tuple[Line, ...]
    sheets: tuple[Sheet, ...] = ()


_LOUDNESS: Final = {"error": 3, "warning": 2, "info": 1}


def sources_of(files: Sequence[SourceFile], marks: Iterable[Mark]) -> list[Source]:
    """Return the files with what is marked in them."""
    by_file: dict[str, list[Mark]] = {}
    for mark in marks:
        by_file.setdefault(mark.file, []).append(mark)
    return [
        _source(number, file, by_file.get(file.name, [])) for number, file in enumerate(files, 1)
    ]


def _source(number: int, file: SourceFile, marks: Sequence[Mark]) -> Source:
    if is_workbook(file.name):
        marked = (MarkedCell(mark.cell, mark.severity) for mark in marks)
        return Source(number, file.name, (), sheets_of(file, number, marked))
    return Source(number, file.name, tuple(_lines(lines_of(file), marks)))


def lines_of(file: SourceFile) -> list[str]:
    """Return the lines of a file of text, none of a workbook or of what cannot be decoded."""
    if is_sheet(file.name) and not file.name.lower().endswith(".csv"):
        return []
    text, flaw = decode(file.data, file.name)
    if not text and flaw is not None:
        text = file.data.decode("utf-8", "replace")
    return _BREAK.split(text)


def excerpt(lines: Mapping[str, Sequence[str]], mark: Mark) -> list[Line]:
    """Return the line of a mark, none if its file is not there."""
    found = lines.get(mark.file, ())
    return [_line(found[mark.line - 1], mark)] if 1 <= mark.line <= len(found) else []


def _lines(lines: Sequence[str], marks: Sequence[Mark]) -> list[Line]:
    by_line: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda mark: _LOUDNESS[mark.severity]):
        by_line[mark.line] = mark
    near = {number for line in by_line for number in range(line - _NEAR, line + _NEAR + 1)}
    whole = len(lines) <= MOST_LINES
    shown: list[Line] = []
    for number, text in enumerate(lines, 1):
        if number == len(lines) and not text:
            break
        if not whole and number not in near:
            if shown and shown[-1].number:
                shown.append(Line(0, ""))
            continue
        mark_ = by_line.get(number)
        shown.append(_line(text, mark_) if mark_ else Line(number, text[:_LONGEST]))
    return shown


def _line(text: str, mark: Mark) -> Line:
    begin = mark.column - 1
    end = mark.end_column - 1 if mark.end_line == mark.line else len(text)
    end = max(end, begin)
    before, marked, after = text[:begin], text[begin:end], text[end:]
    return Line(mark.line, before[:_LONGEST], marked[:_LONGEST], after[:_LONGEST], mark.severity)
