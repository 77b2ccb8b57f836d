"""The comments of a sheet: ours stand between two marks, whoever else wrote above or below.

A cell has one comment. Where a planner wrote one, ours is appended to it; it is taken off again
from mark to mark, so that what planners write is kept, even if they answer below ours.
"""

from __future__ import annotations

from typing import Final

from pacecar.formats.workbook.markup import (
    SPACE,
    Element,
    added,
    child,
    legal,
    named,
    namespace,
    whole,
)

OPEN: Final = "▼ Pacecar"
CLOSE: Final = "▲ Pacecar"
AUTHOR: Final = "Pacecar"
_THREAD: Final = "tc="
"""How the author of a comment begins that stands for a thread, which Excel keeps elsewhere."""

Lines = list[tuple[str, bool]]
"""A comment's lines, each with whether it is bold."""


class Comments:
    """The comments of one sheet; `changed` once something was taken off."""

    def __init__(self, root: Element) -> None:
        """Take the root of the part."""
        self.root = root
        comments = child(root, "commentList")
        self._list: Element = added(root, "commentList") if comments is None else comments
        authors = child(root, "authors")
        if authors is None:
            authors = added(root, "authors")
            root.insert(0, authors)
        self._authors = authors
        self.changed = False

    def __len__(self) -> int:
        return len(self._list)

    def take_ours_off(self) -> list[str]:
        """Remove what stands between our marks; return the cells left without a comment."""
        bare: list[str] = []
        for comment in named(self._list, "comment"):
            text = child(comment, "text")
            if text is None or OPEN not in _said(text):
                continue
            _cut(text)
            self.changed = True
            if not _said(text).strip():
                self._list.remove(comment)
                bare.append(comment.get("ref", ""))
        return bare

    def put(self, cell: str, lines: Lines) -> str:
        """Put our lines at a cell, below what a planner wrote there.

        Returns:
            All that the comment says now; "" where a thread stands, which is left alone.
        """
        for comment in named(self._list, "comment"):
            if comment.get("ref", "").replace("$", "") == cell:
                return "" if self._is_thread(comment) else self._append(comment, lines)
        comment = added(self._list, "comment", ref=cell, authorId=str(self._author()))
        comment.set("shapeId", "0")
        text = added(comment, "text")
        _write(text, lines, "")
        return _said(text)

    def _append(self, comment: Element, lines: Lines) -> str:
        text = child(comment, "text")
        if text is None:
            text = added(comment, "text")
        plain = child(text, "t")
        if plain is not None:
            # Runs and plain text exclude each other: what is there becomes the first run.
            text.remove(plain)
            run = added(text, "r")
            run.append(plain)
        _write(text, lines, "\n" if _said(text) else "")
        return _said(text)

    def _is_thread(self, comment: Element) -> bool:
        number = whole(comment.get("authorId"))
        authors = named(self._authors, "author")
        return number < len(authors) and (authors[number].text or "").startswith(_THREAD)

    def _author(self) -> int:
        names = [author.text for author in named(self._authors, "author")]
        if AUTHOR not in names:
            added(self._authors, "author", AUTHOR)
            names.append(AUTHOR)
        return names.index(AUTHOR)


def _said(text: Element) -> str:
    """Return what a comment says, without its formats."""
    return "".join(piece.text or "" for piece in text.iter(f"{namespace(text)}t"))


def _write(text: Element, lines: Lines, before: str) -> None:
    last = len(lines) + 1
    marked = [(OPEN, False), *lines, (CLOSE, False)]
    for number, (line, bold) in enumerate(marked):
        run = added(text, "r")
        format_ = added(run, "rPr")
        if bold:
            added(format_, "b")
        added(format_, "sz", val="9")
        added(format_, "color", indexed="81")
        added(format_, "rFont", val="Tahoma")
        added(format_, "family", val="2")
        end = "" if number == last else "\n"
        piece = added(run, "t", legal(before + line + end))
        piece.set(SPACE, "preserve")
        before = ""


def _cut(text: Element) -> None:
    """Remove what stands between our marks from the pieces of a comment's text."""
    said = _said(text)
    while OPEN in said:
        start = said.index(OPEN)
        end = said.find(CLOSE, start)
        end = len(said) if end < 0 else end + len(CLOSE)
        if said[:start].endswith("\n"):
            start -= 1  # The line break that set ours apart.
        at = 0
        for piece in list(text.iter(f"{namespace(text)}t")):
            here = piece.text or ""
            low, high = max(start - at, 0), max(end - at, 0)
            at += len(here)
            piece.text = here[:low] + here[high:] if low < len(here) else here
            run = piece.getparent()
            if not piece.text and here:
                parent = run if run is text else run.getparent()
                parent.remove(piece if run is text else run)
        said = _said(text)
