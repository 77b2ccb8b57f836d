"""Which files of a plan are read by a database: Parquet, and what is large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pacecar.plan.bulk.sources import FORMATS, BulkFile
from pacecar.plan.files import SourceFile, find, is_for_database, read_file
from pacecar.plan.stems import collection_of_file


@dataclass(frozen=True, slots=True)
class BulkFiles:
    """The files of a plan: those that are read in process, and the files of rows."""

    small: Sequence[SourceFile]
    large: Sequence[BulkFile]


def split(paths: Sequence[str | Path]) -> BulkFiles:
    """Find the files of a plan; read those that are for the readers in process.

    Raises:
        PathProblem: a path does not exist, or is neither a file nor a folder.
    """
    found = find(paths)
    small: list[SourceFile] = []
    large: list[BulkFile] = []
    for number, file in enumerate(found):
        collection = collection_of_file(file.name) if is_for_database(file) else None
        if collection is not None and collection.named:
            kind = FORMATS[file.path.suffix.lower()]
            large.append(BulkFile(file.name, file.path, kind, collection, number))
        else:
            small.append(read_file(file.name, file.path)._replace(named=file.named))
    return BulkFiles(small, large)
