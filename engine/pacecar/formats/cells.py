r"""Text in terminal cells: what a character looks like there, and how wide it is.

A plan's text is somebody else's: printed as it is, an escape sequence in a program's name
could rewrite the screen, and a right-to-left override the meaning of a line. Such characters
are shown as escapes, `\x1b`.
"""

from __future__ import annotations

import re
import unicodedata

TAB = 4
"""Cells between tab stops."""

_SAFE = re.compile(r"[ -~]*").fullmatch

# Direction marks and overrides, line and paragraph separators, byte order mark: invisible, yet
# they change how what is around them reads. Surrogates cannot be encoded at all.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def shown(text: str) -> str:
    """Return `text` on one line, with whatever might steer a terminal as visible escapes."""
    if _SAFE(text):
        return text
    return _UNSAFE.sub(_escape, re.sub(r"\r\n|[\t\n\r]", " ", text))


def width(text: str) -> int:
    """Return how many cells `text` takes; it is expected to be `shown` already."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def columns(line: str) -> list[tuple[str, int]]:
    """Return for each character of a source line what is printed for it, and its cells."""
    found: list[tuple[str, int]] = []
    offset = 0
    for character in line:
        if character == "\t":
            printed = " " * (TAB - offset % TAB)
        else:
            printed = _UNSAFE.sub(_escape, character)
        cells = width(printed)
        offset += cells
        found.append((printed, cells))
    return found


def wrapped(text: str, limit: int | None, first: str = "", rest: str = "") -> list[str]:
    """Break `text` at spaces into lines of at most `limit` cells; None breaks nothing.

    The first line begins with `first`, each further one with `rest`. A word longer than a
    line stays whole: a path that is cut cannot be opened.
    """
    if limit is None:
        return [first + text]
    lines: list[str] = []
    line, used = first, width(first)
    empty = True
    for word in text.split(" "):
        cells = width(word)
        if not empty and used + 1 + cells > limit:
            lines.append(line)
            line, used = rest, width(rest)
            empty = True
        line, used = (line + word, used + cells) if empty else (f"{line} {word}", used + 1 + cells)
        empty = False
    return [*lines, line]


def _cells(character: str) -> int:
    """Return 2 for a wide character, 0 for one that is drawn over the one before, else 1."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _escape(match: re.Match[str]) -> str:
    """Write a character as its escape."""
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"  # noqa: PLR2004 - two digits or four
