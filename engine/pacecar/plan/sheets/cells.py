"""What a cell means as a value of its column: the node that YAML would have for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, Protocol

from pacecar.plan.fields import Date, Kind, ListOf, Number, Record, Reference, Settings, Text, Truth
from pacecar.plan.nodes import Entry, Mapping, Node, Scalar, Sequence, Span
from pacecar.plan.scalars import FIRST_YEAR, LAST_YEAR, is_number, truth_of
from pacecar.plan.sheets.dates import date_of
from pacecar.plan.sheets.layout import (
    BLANK,
    NONE,
    PAIR,
    SEPARATOR,
    UNKNOWN,
    Column,
    is_error,
    is_free,
    paired,
)
from pacecar.plan.sheets.numbers import Doubt, decimal_of
from pacecar.plan.sheets.table import Cell
from pacecar.plan.wording import quoted, visible

_ITEM: Final = re.compile(rf"[^{SEPARATOR}\n\r]+")
TRUTHS: Final = {
    **dict.fromkeys(("true", "yes", "y", "x", "1", "\N{CHECK MARK}"), "true"),
    **dict.fromkeys(("false", "no", "n", "0"), "false"),
}  # fmt: skip
"""What cells say for true and false, in letters of any case."""
_YEAR: Final = 4


class Report(Protocol):
    """Takes what is wrong with a cell."""

    def __call__(
        self,
        message: str,
        span: Span,
        hint: str = "",
        *,
        rule: Literal["plan/wrong-type", "plan/duplicate-key"] = "plan/wrong-type",
    ) -> None:
        """Report a flaw of the cell at `span`."""


class _Piece(NamedTuple):
    """A stretch of a cell's text: an item of its list, or one side of a pair."""

    text: str
    span: Span


def null(span: Span) -> Scalar:
    """Return what stands for a value that is not known."""
    return Scalar("", plain=True, span=span)


def unusable(span: Span) -> Scalar:
    """Return what stands for a value that was reported."""
    return Scalar("", plain=True, span=span, flawed=True)


def node_of(column: Column, cell: Cell, report: Report) -> Node | None:
    """Return the node of a cell; None if it says that there is nothing."""
    if cell.form == "error" or (cell.form == "text" and is_error(cell.text)):
        message = f"{quoted(column.header)} is the error {cell.text}; the formula failed."
        report(message, cell.span, "Correct the formula, or write the value.")
        return unusable(cell.span)
    if cell.form == "pending":
        message = f"{quoted(column.header)} is a formula whose result is not in the file."
        report(message, cell.span, "Open the file in a spreadsheet program, and save it there.")
        return unusable(cell.span)
    return _Reading(column, report).read(cell)


class _Reading:
    """Reads one cell, and reports under the header of its column."""

    def __init__(self, column: Column, report: Report) -> None:
        self._column = column
        self._report = report

    def read(self, cell: Cell) -> Node | None:
        kind = self._column.kind
        if cell.form == "text":
            absent = None if self._column.field.may_be_none else null(cell.span)
            word = cell.text.casefold()
            if isinstance(kind, Settings):
                absent = None
            if word in BLANK:
                return absent
            if word in UNKNOWN:
                return None if isinstance(kind, Settings) else null(cell.span)
            if word == NONE and self._column.field.may_be_none:
                return None
            if word == NONE and isinstance(kind, ListOf):
                return _empty(kind, cell.span)
        if isinstance(kind, ListOf):
            return self._list(kind, cell)
        return self._scalar(kind, cell)

    def _list(self, kind: ListOf, cell: Cell) -> Node:
        record = paired(kind)
        if record is None:
            items = [self._item(kind.item, piece) for piece in _pieces(cell)]
            return Sequence(items, cell.span)
        if kind.keyed:
            return self._keyed(record, cell)
        return Sequence([self._pair(record, piece) for piece in _pieces(cell)], cell.span)

    def _item(self, kind: Kind, piece: _Piece) -> Node:
        if "," in piece.text and not is_free(kind):
            meant = re.sub(r"\s*,\s*", f"{SEPARATOR} ", piece.text)
            message = f'{quoted(self._column.header)} holds {quoted(piece.text)}; ";" separates.'
            self._report(message, piece.span, f"Write {visible(meant)}")
            return unusable(piece.span)
        return self._side(kind, piece)

    def _side(self, kind: Kind, piece: _Piece) -> Node:
        """Read an item of a list, or one side of a pair."""
        word = piece.text.casefold()
        if word in UNKNOWN or word in BLANK:
            return null(piece.span)
        return self._scalar(kind, Cell("text", piece.text, piece.span))

    def _pair(self, record: Record, piece: _Piece) -> Node:
        """Read `plug-in-hybrid=mitsubishi`, or a label alone."""
        if piece.text.casefold() in UNKNOWN:
            return null(piece.span)
        label, other = record.fields
        left, right = _sides(piece)
        if not left.text:
            message = f'{quoted(self._column.header)} has no {label.name} before "{PAIR}".'
            self._report(message, piece.span, f"Write {label.name}{PAIR}{other.name}.")
            return unusable(piece.span)
        entries = {label.name: _entry(label.name, self._item(label.kind, left))}
        if right is not None:
            entries[other.name] = _entry(other.name, self._item(other.kind, right))
        return Mapping(entries, piece.span)

    def _keyed(self, record: Record, cell: Cell) -> Node:
        """Read `2024=120000; 2025=90000`."""
        label, other = record.fields
        entries: dict[str, Entry] = {}
        for piece in _pieces(cell):
            left, right = _sides(piece)
            if not left.text or right is None:
                message = (
                    f"{quoted(self._column.header)} is {quoted(piece.text)}; "
                    f"{label.name}{PAIR}{other.name} belongs here."
                )
                hint = f'Write 2024{PAIR}120000, or give each year a column, "units 2024".'
                self._report(message, piece.span, hint)
                return unusable(cell.span)
            key = Scalar(left.text, plain=True, span=left.span)
            if left.text in entries:
                message = f"{left.text} is here a second time; the first one counts."
                self._report(message, left.span, "Remove one.", rule="plan/duplicate-key")
                continue
            entries[left.text] = Entry(key, self._side(other.kind, right))
        return Mapping(entries, cell.span)

    def _scalar(self, kind: Kind, cell: Cell) -> Scalar:
        """Return a scalar as YAML would have it, or what stands for one that was reported."""
        if isinstance(kind, Number):
            found = _number(kind, cell)
        elif isinstance(kind, Date):
            found = _date(cell)
        elif isinstance(kind, Truth):
            found = _truth(cell)
        elif isinstance(kind, Settings):
            found = _setting(cell)
        elif isinstance(kind, Text | Reference):
            text = cell.text.upper() if cell.form == "truth" else cell.text
            return Scalar(text, plain=False, span=cell.span)
        else:
            raise TypeError(f"no cell is a {type(kind).__name__}")
        if isinstance(found, Doubt):
            self._report(f"{quoted(self._column.header)} {found.said}.", cell.span, found.hint)
            return unusable(cell.span)
        return found


def _number(kind: Number, cell: Cell) -> Scalar | Doubt:
    if cell.form == "number" or (cell.form == "date" and kind.calendar and len(cell.text) == _YEAR):
        return Scalar(cell.text, plain=True, span=cell.span)
    if cell.form == "date":
        said = f"is the date {cell.text}; a number belongs here"
        return Doubt(said, "Give the cell a number format, and write the number.")
    if cell.form == "truth":
        return Doubt(f"is {cell.text.upper()}; a number belongs here", "")
    found = decimal_of(cell.text, share=kind.high == 1)
    return _plain(found, cell)


def _date(cell: Cell) -> Scalar | Doubt:
    if cell.form == "date":
        return Scalar(cell.text, plain=True, span=cell.span)
    if cell.form == "truth":
        return Doubt(f"is {cell.text.upper()}; a year, month or day belongs here", "")
    if cell.form == "number":
        if is_year(cell.text):
            return Scalar(cell.text, plain=True, span=cell.span)
        said = f"is the number {visible(cell.text)}; a year, month or day belongs here"
        return Doubt(
            said, "Give the cell a date format, or write it as 2025, 2025-03 or 2025-03-31."
        )
    return _plain(date_of(cell.text), cell)


def _truth(cell: Cell) -> Scalar | Doubt:
    word = TRUTHS.get(cell.text.casefold())
    if word is None or cell.form == "date":
        what = "text" if cell.form == "text" else cell.form
        shown = quoted(cell.text) if cell.form == "text" else cell.text
        return Doubt(f"is the {what} {shown}; yes or no belongs here", "Write yes or no.")
    return Scalar(word, plain=True, span=cell.span)


def _setting(cell: Cell) -> Scalar | Doubt:
    """Read a parameter's value: the rulebook knows its kind, here only its form is known."""
    if cell.form != "text":
        return Scalar(cell.text, plain=True, span=cell.span)
    found = decimal_of(cell.text, share=True)
    if found is None:
        # As YAML reads it: true, and 2026-03, need no quotes there.
        plain = truth_of(Scalar(cell.text, plain=True, span=cell.span)) is not None
        return Scalar(cell.text, plain, cell.span)
    return _plain(found, cell)


def _plain(found: str | Doubt | None, cell: Cell) -> Scalar | Doubt:
    """Return a plain scalar of what was found, or the text as one that cannot be read."""
    if found is None:
        return Scalar(cell.text, plain=False, span=cell.span)
    return found if isinstance(found, Doubt) else Scalar(found, plain=True, span=cell.span)


def is_year(text: str) -> bool:
    """Whether a number is one of those that years have."""
    scalar = Scalar(text, plain=True, span=Span(1, 1, 1, 1))
    return is_number(scalar) and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR


def _empty(kind: ListOf, span: Span) -> Node:
    return Mapping({}, span) if kind.keyed else Sequence([], span)


def _entry(name: str, value: Node) -> Entry:
    return Entry(Scalar(name, plain=True, span=value.span), value)


def _pieces(cell: Cell) -> Iterator[_Piece]:
    """Yield the items of a cell's list, without the spaces around them."""
    for found in _ITEM.finditer(cell.text):
        piece = _stripped(found[0], found.start(), cell)
        if piece.text:
            yield piece


def _stripped(text: str, offset: int, cell: Cell) -> _Piece:
    start = offset + len(text) - len(text.lstrip())
    text = text.strip()
    return _Piece(text, cell.part(start, start + len(text)))


def _sides(piece: _Piece) -> tuple[_Piece, _Piece | None]:
    """Split a pair; a piece without `=` is a label alone."""
    left, mark, right = piece.text.partition(PAIR)
    exact = piece.span.end_column - piece.span.column == len(piece.text)
    cell = Cell("text", piece.text, piece.span, exact)
    label = _stripped(left, 0, cell)
    return label, _stripped(right, len(left) + len(mark), cell) if mark else None
