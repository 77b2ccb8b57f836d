"""Colour in the terminal: when, and which.

A module of our own, because a commit hook pays for the import of rich at every start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TextIO

ColourSetting = Literal["auto", "always", "never"]
Role = Literal["error", "warning", "info", "good", "place", "strong", "quiet", "hint", "other"]

_CODES: Mapping[Role, str] = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "1;32",
    "place": "34",
    "strong": "1",
    "quiet": "2",
    "hint": "32",
    "other": "36",
}


def wants_colour(setting: ColourSetting, stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether to colour what goes to `stream`.

    The option decides; then NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE, where set and not empty
    (CLICOLOR_FORCE=0 forces nothing); then CLICOLOR=0 and TERM=dumb; then whether `stream` is a
    terminal.
    """
    if setting != "auto":
        return setting == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE", "0") not in ("", "0"):
        return True
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return stream.isatty()


def painted(text: str, role: Role) -> str:
    """Return `text` in the colour of `role`."""
    return f"\x1b[{_CODES[role]}m{text}\x1b[0m"
