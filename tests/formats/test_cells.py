"""Text in terminal cells."""

from __future__ import annotations

import pytest

from pacecar.formats.cells import columns, shown, width, wrapped


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("日産 é", "日産 é"),
        ("a\tb\r\nc\nd", "a b c d"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b2J\x7f", "\\x9b2J\\x7f"),
        ("\u202egnp", "\\u202egnp"),
        ("\ud800", "\\ud800"),
    ],
)
def test_shown(text: str, expected: str) -> None:
    """What might steer a terminal is written as an escape, breaks become spaces."""
    assert shown(text) == expected


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("日産", 4), ("e\u0301", 1), ("", 0)])
def test_width(text: str, cells: int) -> None:
    """Wide characters take two cells, combining ones none."""
    assert width(text) == cells


def test_columns() -> None:
    """A tab reaches to the next stop, an escape takes the cells of what is printed for it."""
    assert columns("a\t日\x07") == [("a", 1), ("   ", 3), ("日", 2), ("\\x07", 4)]


def test_wrapped() -> None:
    """Lines are broken at spaces; a word that does not fit stays whole."""
    assert wrapped("one two threefourfive 日産 x", 9, "- ", "  ") == [
        "- one two",
        "  threefourfive",
        "  日産 x",
    ]


def test_not_wrapped() -> None:
    """Without a limit nothing is broken."""
    assert wrapped("one two", None, "- ") == ["- one two"]
