"""A rulebook as its files: taken from folders, and loaded from bytes anywhere.

Knows no database, so that a process that only judges loads none of its libraries.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rulebook

_SUFFIXES = (".yaml", ".yml")


class RuleFile(NamedTuple):
    """A file of a rulebook: the number of its folder, its path there, its bytes."""

    folder: int
    path: str
    data: bytes


def files_of(folders: Sequence[Path]) -> tuple[RuleFile, ...]:
    """Return the files of a rulebook's folders, in an order that does not depend on the disk."""
    return tuple(
        RuleFile(number, path.relative_to(folder).as_posix(), path.read_bytes())
        for number, folder in enumerate(folders)
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def load(files: Sequence[RuleFile]) -> Rulebook:
    """Load a rulebook from its files.

    Raises:
        RulebookError: it has errors.
    """
    with TemporaryDirectory(prefix="pacecar-rules-") as name:
        folders = [Path(name, str(number)) for number in sorted({file.folder for file in files})]
        for file in files:
            path = Path(name, str(file.folder), file.path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.data)
        return load_rulebook(folders)
