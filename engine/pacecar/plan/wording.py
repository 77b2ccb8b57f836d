"""How messages show what a file says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LONGEST: Final = 60
_CONTROL: Final = 0x10000


def quoted(text: str) -> str:
    """Return `text` in quotes, fit for one line of a message.

    Long texts are cut. Characters that cannot be seen, or that turn the direction of
    writing, are shown by their number: a message must not be able to deceive.
    """
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else _escaped(c) for c in shown)
    return f'"{shown}"'


def listed(words: Iterable[str]) -> str:
    """Return words as an enumeration: "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _escaped(character: str) -> str:
    code = ord(character)
    if character == "\n":
        return "\\n"
    return f"\\u{code:04x}" if code < _CONTROL else f"\\U{code:08x}"
