"""A text and the changes to be made in it, all by the places it had before."""

from __future__ import annotations

import re
from typing import Final

from pacecar.plan.nodes import Node, Span

_BREAK: Final = re.compile(r"\r\n|\n|\r")


class Edits:
    """Changes to one text; what no change touches keeps every character."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = _BREAK.search(text)
        self.line_break = found[0] if found else "\n"
        self._lines = [0, *(each.end() for each in _BREAK.finditer(text))]
        self._changes: list[tuple[int, int, str]] = []

    def __len__(self) -> int:
        return len(self._changes)

    def start(self, span: Span) -> int:
        """Return the offset at which a span begins."""
        return self._lines[span.line - 1] + span.column - 1

    def end(self, node: Node) -> int:
        """Return the offset at which a node ends, without blank lines that it takes in."""
        start = self.start(node.span)
        line, column = node.span.end_line, node.span.end_column
        end = self._lines[min(line, len(self._lines)) - 1] + column - 1
        return start + len(self.text[start:end].rstrip())

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        return max(start for start in self._lines if start <= offset)

    def line_end(self, offset: int) -> int:
        """Return where the line of an offset ends, before its line break."""
        found = _BREAK.search(self.text, offset)
        return found.start() if found else len(self.text)

    def next_line(self, offset: int) -> int:
        """Return where the line after that of an offset begins."""
        found = _BREAK.search(self.text, offset)
        return found.end() if found else len(self.text)

    def replace(self, start: int, end: int, text: str) -> None:
        """Put a text in the place of another; its line breaks become those of the file."""
        self._changes.append((start, end, text.replace("\n", self.line_break)))

    def insert_line(self, offset: int, text: str) -> None:
        """Put lines below that of an offset; they end without a line break."""
        end = self.line_end(offset)
        self.replace(end, end, f"\n{text}")

    def result(self) -> str:
        """Return the text with all changes made."""
        text = self.text
        # Of changes at one place the later one goes below; a stable sort keeps them in order.
        changes = sorted(self._changes, key=lambda change: change[:2])
        for start, end, new in changes[::-1]:
            text = text[:start] + new + text[end:]
        return text
