"""The command on a real terminal: its colours, its width, its encoding."""

from __future__ import annotations

import os
import pty
import re
import struct
import subprocess
import sys
from collections.abc import Mapping
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

import pacecar
from pacecar.formats.cells import width

SAMPLE = Path(__file__).parent / "sample"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_OURS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LINES")


def _on_a_terminal(columns: int, variables: Mapping[str, str], *options: str) -> str:
    """Return what a check prints on a terminal with so many columns."""
    kept = {
        name: text
        for name, text in os.environ.items()
        if name not in _OURS and not name.startswith(("PACECAR_", "PYTHON", "LC_", "LANG"))
    }
    paths = {"PYTHONPATH": str(Path(*pacecar.__path__).parent), "TERM": "xterm-256color"}
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "pacecar", "check", *options],
        cwd=SAMPLE,
        env={**kept, **paths, **variables},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    read = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            # How Linux tells that nobody has the terminal open any more.
            break
        if not part:
            break
        read += part
    os.close(ours)
    assert process.wait(timeout=20) == 0
    return read.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [60, 100])
def test_lines_keep_to_the_width(columns: int) -> None:
    """On a terminal there is colour, and lines of text end where the terminal does."""
    output = _on_a_terminal(columns, {})
    assert _COLOUR.search(output)
    lines = _COLOUR.sub("", output).splitlines()
    assert max(map(width, lines)) <= columns
    assert max(map(width, lines)) > columns - 20


def test_columns_go_before_the_terminal() -> None:
    """COLUMNS decides where it is set."""
    lines = _COLOUR.sub("", _on_a_terminal(200, {"COLUMNS": "50"})).splitlines()
    assert max(map(width, lines)) <= 50


@pytest.mark.parametrize(
    ("variables", "options"),
    [
        ({"NO_COLOR": "1"}, ()),
        ({"TERM": "dumb"}, ()),
        ({"CLICOLOR": "0"}, ()),
        ({"FORCE_COLOR": "1"}, ("--color", "never")),
        ({}, ("--format", "concise")),
        ({}, ("--format", "github")),
        ({}, ("--format", "sarif")),
    ],
)
def test_no_colour(variables: Mapping[str, str], options: tuple[str, ...]) -> None:
    """Whoever wants no colour, by a variable, an option or a format, gets none."""
    assert "\x1b" not in _on_a_terminal(80, variables, *options)
