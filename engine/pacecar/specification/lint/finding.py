"""What a guard finds: a place, what is wrong there, and a way out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from pacecar.rulebook.tree import Place


class Finding(NamedTuple):
    """One thing that a guard finds; findings sort by place."""

    file: str
    line: int
    column: int
    guard: str
    message: str
    hint: str

    def __str__(self) -> str:
        """Return `file:line:column: guard: message hint`."""
        return f"{self.file}:{self.line}:{self.column}: {self.guard}: {self.message} {self.hint}"


def found_at(place: Place, guard: str, message: str, hint: str) -> Finding:
    """Return a finding at a place of a rule."""
    return Finding(shown(Path(place.file)), place.line, place.column, guard, message, hint)


def shown(path: Path) -> str:
    """Return a path as findings show it: below the working directory relative to that."""
    whole = Path(os.path.normpath(Path.cwd() / path))
    return (
        whole.relative_to(Path.cwd()).as_posix() if whole.is_relative_to(Path.cwd()) else str(whole)
    )
