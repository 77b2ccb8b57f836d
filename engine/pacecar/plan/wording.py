"""How messages show what a file says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pacecar.plan.nodes import Mapping, Node, Sequence
from pacecar.plan.scalars import is_number, truth_of

_LONGEST: Final = 60
_LAST_LATIN: Final = 0x24F
_LAST_OF_FOUR_DIGITS: Final = 0xFFFF


def quoted(text: str) -> str:
    """Return `text` in quotes, fit for one line of a message."""
    return f'"{visible(text)}"'


def visible(text: str) -> str:
    """Return `text` fit for one line.

    Long texts are cut. Characters that cannot be seen, or that turn the direction of
    writing, are shown by their number: a message must not be able to deceive.
    """
    shown = text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
    if not shown.isprintable():
        shown = "".join(c if c.isprintable() else _escaped(c) for c in shown)
    return shown


def quoted_id(text: str) -> str:
    """Return in quotes what stands where an id belongs.

    Letters of other scripts are shown by their number: some look like a to z.
    """
    shown = visible(text)
    if not shown.isascii():
        shown = "".join(c if ord(c) <= _LAST_LATIN else _escaped(c) for c in shown)
    return f'"{shown}"'


def listed(words: Iterable[str]) -> str:
    """Return words as an enumeration: "a", "a and b", "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _escaped(character: str) -> str:
    code = ord(character)
    if character == "\n":
        return "\\n"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"


def described(node: Node) -> str:
    """Return what a node is, in the words of someone who writes plans."""
    if isinstance(node, Mapping):
        return "a mapping"
    if isinstance(node, Sequence):
        return "a list"
    if node.is_null:
        return "empty"
    if is_number(node):
        return f"the number {visible(node.text)}"
    if truth_of(node) is not None:
        return f"the truth value {node.text.lower()}"
    return f"the text {quoted(node.text)}"
