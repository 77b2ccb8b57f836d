"""From bytes to text: what is refused before a parser sees it, with the exact place.

Line breaks are LF, CRLF and CR, as editors count them. The three further characters that YAML
1.1 took for line breaks, and YAML 1.2 does not, are refused: line numbers would depend on who
counts.
"""

from __future__ import annotations

import re
from typing import Final

from pacecar.plan.limits import FILE_BYTES
from pacecar.plan.nodes import Flaw, Location, Span

_BREAK: Final = re.compile(r"\r\n|\n|\r")
_REFUSED: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]",
)
_USUAL: Final = b"\t\n\r" + bytes(range(0x20, 0x7F))
_NAMES: Final = {
    "\x00": "a NUL character",
    "\x85": "the line separator U+0085",
    "\u2028": "the line separator U+2028",
    "\u2029": "the line separator U+2029",
}
_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_SAVE: Final = "Save it as UTF-8."


def decode(data: bytes, file: str) -> tuple[str, Flaw | None]:
    """Return the text of a file without its byte order mark, or "" and what is wrong with it."""
    if len(data) > FILE_BYTES:
        return "", too_large(file, len(data))
    encoding = _other_encoding(data)
    if encoding:
        return "", _unreadable(file, Span(1, 1, 1, 1), f"The file is in {encoding}.", _SAVE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8").removeprefix("\ufeff")
        message = f"The byte 0x{data[problem.start]:02X} here is not UTF-8."
        hint = f"The file is probably in Windows-1252 or Latin-1. {_SAVE}"
        return "", _unreadable(file, span_at(before, len(before)), message, hint)
    text = text.removeprefix("\ufeff")
    return text, refused(text, file) if looks_unusual(data) else None


def refused(text: str, file: str) -> Flaw | None:
    """Return the flaw of a text that holds a character which plans do not have, or None."""
    found = _REFUSED.search(text)
    if found is None:
        return None
    character = found[0]
    name = _NAMES.get(character, f"the control character U+{ord(character):04X}")
    span = span_at(text, found.start(), 1)
    return _unreadable(file, span, f"The file holds {name}.", "Remove it.")


def looks_unusual(data: bytes) -> bool:
    """Return whether UTF-8 may hold what is refused; of most files it is known at once."""
    unusual = data.translate(None, _USUAL)
    return bool(unusual) and _REFUSED.search(unusual.decode("utf-8")) is not None


def too_large(file: str, size: int) -> Flaw:
    """Return the flaw of a file of `size` bytes, which is too many."""
    return Flaw(
        "plan/over-limit",
        f"The file has {size:,} bytes; {FILE_BYTES:,} is the most.",
        Location(file, Span(1, 1, 1, 1), ""),
        hint="Split it into several files.",
        fatal=True,
    )


def span_at(text: str, offset: int, length: int = 0) -> Span:
    """Return the span of `length` code points on one line, `offset` code points into `text`."""
    line, start = 1, 0
    for found in _BREAK.finditer(text, 0, offset):
        line, start = line + 1, found.end()
    column = offset - start + 1
    return Span(line, column, line, column + length)


def _other_encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    # Western text in UTF-16 without a mark: every other byte is 0.
    start = data[:64]
    return "UTF-16" if len(start) > 3 and start.count(0) * 3 > len(start) else ""  # noqa: PLR2004 - a third


def _unreadable(file: str, span: Span, message: str, hint: str) -> Flaw:
    return Flaw("plan/unreadable", message, Location(file, span, ""), hint=hint, fatal=True)
