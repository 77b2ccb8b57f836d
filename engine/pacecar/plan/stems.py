"""Which collection a file of rows holds: its name says so, or that of its folder.

`programs.jsonl`, `programs-0017.parquet`, and `programs/part-0017.parquet` as other programs
write large tables, all hold programs.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

from pacecar.plan.fields import Collection
from pacecar.plan.nodes import Entry, Flaw, Location, Mapping, Scalar, Span
from pacecar.plan.sheets.layout import collection_meant, collection_of
from pacecar.plan.tables import SCHEMA
from pacecar.plan.wording import listed, quoted, visible

_PART: Final = re.compile(r"[-_. ]*[0-9]+$")
_START: Final = Span(1, 1, 1, 1)


def collection_of_file(file: str) -> Collection | None:
    """Return the collection that a file of rows holds, None if its name says none.

    For CSV the folder's name counts only if the file is numbered, as in `programs/part-1.csv`:
    planners keep lists of their own beside their programs.
    """
    path = PurePosixPath(file)
    stem = path.name.partition(".")[0]
    names = [path.stem, stem, _PART.sub("", stem)]
    if path.suffix.lower() != ".csv" or _PART.search(stem):
        names.append(path.parent.name.partition(".")[0])
    for name in names:
        found = collection_of(name) if name else None
        if found is not None:
            return found
    return None


def without_collection(file: str) -> tuple[Mapping | None, Flaw, bool]:
    """Return what is made of a file of rows whose name says no collection.

    Returns:
        A root that says that the collection it may mean is not complete, None if it means
        none; the flaw; and whether the file has nothing to do with plans.
    """
    path = PurePosixPath(file)
    meant = collection_meant(path.stem)
    names = listed(f"{name}{path.suffix}" for name in SCHEMA)
    hint = f"A {path.suffix} file of a plan is one of {names}."
    root = None
    if meant is not None:
        hint = f"Call it {meant.name}{path.suffix}; several may be numbered, {meant.name}-1."
        key = Scalar(meant.name, plain=True, span=_START)
        unread = Scalar("", plain=True, span=_START, flawed=True)
        root = Mapping({meant.name: Entry(key, unread)}, _START)
    flaw = Flaw(
        "plan/unknown-field",
        f"A plan has no collection {quoted(path.stem)}.",
        Location(file, _START, ""),
        hint=hint,
        field=visible(path.stem),
    )
    return root, flaw, meant is None


def unread_parquet(file: str) -> tuple[Flaw, bool]:
    """Return the flaw of a Parquet file that no database reads, and whether it is of no plan."""
    collection = collection_of_file(file)
    if collection is None:
        _, flaw, strange = without_collection(file)
        return flaw, strange
    message = f"{collection.name} are read from Parquet by DuckDB only, and not by this evaluator."
    hint = "Leave out --evaluator."
    if not collection.named:
        message = f"{collection.name} are not read from Parquet."
        hint = f"Write them as {collection.name}.yaml, .csv or .jsonl."
    place = Location(file, _START, "")
    return Flaw("plan/unreadable", message, place, hint=hint, fatal=True), False
