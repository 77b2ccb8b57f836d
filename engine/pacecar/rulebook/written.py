"""A scalar of a rule file, and where each of its characters stands in the file.

YAML folds lines and decodes escapes, so that the text of a scalar is not what the file holds.
Folding only changes white space: the n-th other character of the text is the n-th other
character of the source, whatever the style of the scalar. That is how places are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pacecar.plan.nodes import Scalar, Span

_LINE_ENDS = re.compile("\r\n|[\n\r]")
_WHITE = frozenset(" \t\n\r\x85\u2028\u2029")
_ESCAPED_WHITE = frozenset("ntrNLP \t\n")
_ESCAPE_DIGITS = {"x": 2, "u": 4, "U": 8}

Mark = tuple[int, int]
"""A 1-based line and column."""


class FileText:
    """The text of a file, by lines."""

    __slots__ = ("file", "lines")

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = _LINE_ENDS.split(text)

    def after(self, span: Span) -> str:
        """Return what follows a span on its last line."""
        if span.end_line > len(self.lines):
            return ""
        return self.lines[span.end_line - 1][span.end_column - 1 :]


class Written:
    """A scalar's text with the places of its characters."""

    __slots__ = ("_marks", "plain", "source", "span", "text")

    def __init__(self, scalar: Scalar, source: FileText) -> None:
        self.text = scalar.text
        self.plain = scalar.plain
        self.span = scalar.span
        self.source = source
        self._marks: list[Mark] | None = None

    @property
    def file(self) -> str:
        """The file's name."""
        return self.source.file

    @property
    def cut_off(self) -> bool:
        """Whether a plain scalar is followed by a `#`, which may have been meant as text."""
        return self.plain and self.source.after(self.span).lstrip().startswith("#")

    def mark(self, offset: int) -> Mark:
        """Return line and column of the character at `offset` of the text."""
        line, column = self.span.line, self.span.column
        if self._marks is None:
            if self.plain and line == self.span.end_line:
                return line, column + offset
            self._marks = self._align()
        return self._marks[offset] if offset < len(self._marks) else (line, column)

    def _align(self) -> list[Mark]:
        marks: list[Mark] = []
        waiting = 0
        found = self._characters()
        for character in self.text:
            if character in _WHITE:
                waiting += 1
                continue
            raw, mark = next(found, ("", (0, 0)))
            if raw != character:
                return []
            # White space may stand anywhere in a fold: it is where the next word begins.
            marks += [mark] * (waiting + 1)
            waiting = 0
        end = (marks[-1][0], marks[-1][1] + 1) if marks else (self.span.line, self.span.column)
        return marks + [end] * (waiting + 1)

    def _characters(self) -> Iterator[tuple[str, Mark]]:
        """Yield the characters of the source that are no white space, with their places."""
        raw = list(self._raw())
        quote = raw[0][0] if raw and not self.plain else ""
        if quote in ("|", ">"):
            first = self.span.line
            yield from ((c, mark) for c, mark in raw if mark[0] > first and c not in _WHITE)
            return
        if quote == '"':
            yield from _unescaped(raw[1:])
            return
        doubled = False
        for character, mark in raw[1:] if quote == "'" else raw:
            if quote and character == "'":
                doubled = not doubled
                if doubled:
                    continue
            if character not in _WHITE:
                yield character, mark

    def _raw(self) -> Iterator[tuple[str, Mark]]:
        span, lines = self.span, self.source.lines
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            text = lines[number - 1]
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else len(text)
            for index in range(start, min(end, len(text))):
                yield text[index], (number, index + 1)
            yield "\n", (number, len(text) + 1)


def _unescaped(raw: list[tuple[str, Mark]]) -> Iterator[tuple[str, Mark]]:
    """Yield what a double-quoted scalar holds, white space left out, each escape once."""
    index = 0
    while index < len(raw):
        character, mark = raw[index]
        index += 1
        if character != "\\" or index == len(raw):
            if character not in _WHITE and character != '"':
                yield character, mark
            continue
        kind = raw[index][0]
        index += 1
        if digits := _ESCAPE_DIGITS.get(kind, 0):
            code = "".join(c for c, _ in raw[index : index + digits])
            index += digits
            decoded = chr(int(code, 16)) if re.fullmatch("[0-9a-fA-F]+", code) else ""
            if decoded not in _WHITE:
                yield decoded, mark
        elif kind not in _ESCAPED_WHITE:
            yield _NAMED.get(kind, kind), mark


_NAMED = {"0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "e": "\x1b", "_": "\xa0"}
