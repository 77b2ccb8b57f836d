"""Which files a plan is made of, and their bytes."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pacecar.plan.decoding import too_large
from pacecar.plan.limits import FILE_BYTES, LINES_BYTES
from pacecar.plan.nodes import Flaw, Location, Span

SUFFIXES: Final = (".yaml", ".yml", ".json")
WORKBOOKS: Final = (".xlsx", ".xlsm")
CSV: Final = ".csv"
LINES: Final = ".jsonl"
PARQUET: Final = ".parquet"
_OTHER_WORKBOOKS: Final = (".xls", ".xlsb", ".ods")
"""Found, to be refused: a plan must not be passed over because of how it was saved."""

_OWNER: Final = "~$"
"""Begins the name of the file that says who has a workbook open."""

_PATTERN: Final = re.compile(r"[*?\[]")

STDIN: Final = "-"
STDIN_NAME: Final = "<stdin>"


class PathProblem(Exception):
    """A path that was asked for cannot be used; the message says why, on one line."""


class SourceFile(NamedTuple):
    """A file of a plan: its name for locations, and its bytes or why there are none.

    `named` is false for one that was found in a folder: a spreadsheet that has nothing to do
    with plans may lie there.
    """

    name: str
    data: bytes
    flaw: Flaw | None = None
    named: bool = True


def is_sheet(name: str) -> bool:
    """Whether a file of this name is a workbook (also of a kind that is refused) or CSV."""
    return name.lower().endswith((*WORKBOOKS, CSV, *_OTHER_WORKBOOKS))


def is_lines(name: str) -> bool:
    """Whether a file of this name is JSON Lines: an entity on each line."""
    return name.lower().endswith(LINES)


def is_workbook(name: str) -> bool:
    """Whether a file of this name is a workbook."""
    return name.lower().endswith(WORKBOOKS)


class FoundFile(NamedTuple):
    """A file of a plan that was found, and not read yet; `named` as in `SourceFile`."""

    name: str
    path: Path
    size: int
    named: bool


def is_for_database(file: FoundFile) -> bool:
    """Tell whether a file is read by a database: Parquet, and large JSON Lines and CSV."""
    ending = file.path.suffix.lower()
    if ending == PARQUET or file.size <= LINES_BYTES:
        return ending == PARQUET
    return ending == LINES or (ending == CSV and _holds_rows(file.name))


def _holds_rows(name: str) -> bool:
    """Tell whether a CSV file is one of a plan's, and not of those that are always small."""
    from pacecar.plan.stems import collection_of_file

    collection = collection_of_file(name)
    return collection is not None and collection.named


def any_for_database(paths: Sequence[str | Path]) -> bool:
    """Tell whether some of the files that `paths` name are read by a database.

    What is wrong with a path is not told here: whoever reads it will.
    """
    try:
        return any(map(is_for_database, find(paths)))
    except PathProblem:
        return False


def collect(paths: Sequence[str | Path], stdin: bytes | None = None) -> list[SourceFile]:
    """Read the files that `paths` name: files, folders, and `-` for `stdin`; see `find`.

    Returns:
        The files, sorted by name.

    Raises:
        PathProblem: if a path does not exist, or is neither a file nor a folder.
    """
    files = [read_file(found.name, found.path)._replace(named=found.named) for found in find(paths)]
    if STDIN in map(str, paths):
        files.append(SourceFile(STDIN_NAME, stdin or b""))
    return sorted(files, key=lambda file: file.name)


def find(paths: Sequence[str | Path]) -> list[FoundFile]:
    """Find the files that `paths` name: files, folders, and patterns such as `programs-*.jsonl`.

    In folders, files are found by their suffix, at any depth; hidden ones are left out, and
    those that only tell that a workbook is open.
    Each file is found once, however many paths and links lead to it.

    Raises:
        PathProblem: if a path does not exist, or is neither a file nor a folder.
    """
    found: dict[tuple[int, int], tuple[str, Path, int]] = {}
    named: set[tuple[int, int]] = set()
    for given in dict.fromkeys(map(str, paths)):
        if given == STDIN:
            continue
        if not given:  # A variable of a shell that is not set; Path would take it for ".".
            raise PathProblem("a path is empty: it names neither a file nor a folder")
        for start in _meant(given):
            for path, status in _files_at(start):
                name = name_of(path)
                key = (status.st_dev, status.st_ino)
                entry = (name, path, status.st_size)
                found[key] = min(found.get(key, entry), entry)
                if path == start:
                    named.add(key)
    files = [FoundFile(*entry, key in named) for key, entry in found.items()]
    return sorted(files, key=lambda file: file.name)


def _meant(given: str) -> list[Path]:
    """Return the paths that one that was given means: several, if it is a pattern."""
    path = Path(given)
    if not _PATTERN.search(given) or os.path.lexists(path):
        return [path]
    import glob

    matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - may begin anywhere
    if not matches:
        raise PathProblem(f"{_shown(path)}: no file is called so")
    return [Path(match) for match in matches]


def _files_at(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the files at a path that someone named."""
    try:
        status = path.stat()
    except (OSError, ValueError) as problem:
        raise PathProblem(f"{_shown(path)}: {_reason(problem)}") from None
    if stat.S_ISDIR(status.st_mode):
        yield from _files_in(path, {(status.st_dev, status.st_ino)})
    elif stat.S_ISREG(status.st_mode):
        yield path, status
    else:
        raise PathProblem(f"{_shown(path)}: neither a file nor a folder")


def _files_in(folder: Path, seen: set[tuple[int, int]]) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield the plan files in a folder and below, each folder once even if links make loops."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as problem:
        raise PathProblem(f"{_shown(folder)}: {_reason(problem)}") from None
    for name in names:
        if is_hidden(name):
            continue
        path = folder / name
        try:
            status = path.stat()
        except OSError as problem:
            if is_of_a_plan(name):
                raise PathProblem(f"{_shown(path)}: {_reason(problem)}") from None
            continue
        key = (status.st_dev, status.st_ino)
        if stat.S_ISDIR(status.st_mode):
            if key not in seen:
                seen.add(key)
                yield from _files_in(path, seen)
        elif is_of_a_plan(name):
            if not stat.S_ISREG(status.st_mode):
                raise PathProblem(f"{_shown(path)}: neither a file nor a folder")
            yield path, status


def read_file(name: str, path: Path) -> SourceFile:
    """Read a file, unless it is larger than any may be."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > FILE_BYTES:
                return SourceFile(name, b"", too_large(name, size))
            return SourceFile(name, file.read(FILE_BYTES + 1))
    except OSError as problem:
        message = f"The file cannot be read: {_reason(problem)}."
        place = Location(name, Span(1, 1, 1, 1), "")
        return SourceFile(name, b"", Flaw("plan/unreadable", message, place, fatal=True))


def is_hidden(name: str) -> bool:
    """Tell whether a file or folder found in a folder is left out, whatever it holds."""
    return name.startswith(".")


def is_of_a_plan(name: str) -> bool:
    """Tell whether a file found in a folder is one of a plan's, by its name."""
    return (
        name.endswith(SUFFIXES)
        or name.lower().endswith((LINES, PARQUET))
        or (is_sheet(name) and not name.startswith(_OWNER))
    )


def name_of(path: Path) -> str:
    """Return a path relative to the working directory, with `/`."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # On another drive than the working directory.
        relative = str(path)
    return printable(relative.replace(os.sep, "/"))


def _shown(path: Path) -> str:
    return printable(str(path))


def printable(name: str) -> str:
    """Return a name that can be written anywhere: file names may hold any bytes."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name
    )


def _reason(problem: Exception) -> str:
    """Return the system's reason, without the path that the caller names anyway."""
    reason = problem.strerror if isinstance(problem, OSError) else str(problem)
    return (reason or type(problem).__name__).lower()
