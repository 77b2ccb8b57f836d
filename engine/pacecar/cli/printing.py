"""Printing for the commands that show rules: colour where wanted, and no reader is no error."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pacecar.cli.outputs import terminal_width, to_terminal
from pacecar.cli.settings import load_settings
from pacecar.formats.colour import ColourSetting, wants_colour
from pacecar.formats.view import View


def view_of(color: ColourSetting | None) -> View:
    """Return how to show something on standard output."""
    default: ColourSetting = "auto"
    setting = load_settings(Path.cwd(), os.environ).get("color", color, default)
    return View(wants_colour(setting, sys.stdout, os.environ), terminal_width())


def show(lines: list[str]) -> None:
    """Print lines on standard output."""
    to_terminal("".join(f"{line.rstrip()}\n" for line in lines))
