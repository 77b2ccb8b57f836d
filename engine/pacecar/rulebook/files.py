"""Which files a rulebook is made of, and their bytes, each read once.

What a rulebook is known by on disk and what it is loaded from are the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_SUFFIXES = (".yaml", ".yml")


class RuleFile(NamedTuple):
    """A file of rules: its place below its folder, and its bytes or why there are none."""

    parts: tuple[str, ...]
    data: bytes
    problem: str = ""


class RuleFolder(NamedTuple):
    """A folder of rules, as it was named, and its files in an order that no disk decides."""

    path: Path
    files: tuple[RuleFile, ...]


def read_folders(folders: Sequence[Path]) -> tuple[RuleFolder, ...]:
    """Read the rule files below folders; one that is missing has none."""
    return tuple(
        RuleFolder(folder, tuple(_read(folder, parts) for parts in sorted(_files(folder))))
        for folder in folders
    )


def _files(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the places of the rule files below a folder; what is hidden is none."""
    top = os.fspath(folder)
    for name, folders, files in os.walk(top):
        folders[:] = [one for one in folders if not one.startswith(".")]
        inside = Path(name).relative_to(top).parts
        for file in files:
            shown = file.endswith(_SUFFIXES) and not file.startswith(".")
            if shown and os.path.isfile(os.path.join(name, file)):  # noqa: PTH113, PTH118 - quick
                yield (*inside, file)


def _read(folder: Path, parts: tuple[str, ...]) -> RuleFile:
    try:
        return RuleFile(parts, folder.joinpath(*parts).read_bytes())
    except OSError as error:
        return RuleFile(parts, b"", str(error.strerror or error))
