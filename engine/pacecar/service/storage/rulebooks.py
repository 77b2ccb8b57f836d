"""Rulebooks: the files of each that was ever in force, so that reports can be made again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rulebook
from pacecar.service.canonical import canonical
from pacecar.service.problems import NotFound
from pacecar.service.storage import blobs
from pacecar.service.storage.tables import CHECKS, RULEBOOKS

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


def keep(connection: Connection, files: Sequence[RuleFile], rulebook: Rulebook, now: str) -> str:
    """Keep a rulebook's files and return what `heads` and checks call it: the list's digest."""
    listed: list[object] = [
        [file.folder, file.path, blobs.keep(connection, file.data)] for file in files
    ]
    name = blobs.keep(connection, canonical(listed).encode())
    known = select(RULEBOOKS.c.files).where(RULEBOOKS.c.files == name)
    if connection.execute(known).one_or_none() is None:
        row = {"files": name, "digest": rulebook.digest, "rules": len(rulebook.rules)}
        connection.execute(insert(RULEBOOKS), {**row, "recorded_at": now})
    return name


def read(connection: Connection, name: str) -> tuple[RuleFile, ...]:
    """Return the files of a rulebook that is kept."""
    listed = json.loads(blobs.read(connection, name))
    return tuple(
        RuleFile(folder, path, blobs.read(connection, digest)) for folder, path, digest in listed
    )


def named(connection: Connection, digest: str) -> str:
    """Return the name of the rulebook that reports call by a digest, the latest if several.

    Rulebooks that say the same in other words have one digest. A plan's own settings give the
    rulebook another digest in its reports; that is found as well.

    Raises:
        NotFound: no report was made with it, and it was never in force.
    """
    query = (
        select(RULEBOOKS.c.files)
        .where(RULEBOOKS.c.digest == digest)
        .order_by(RULEBOOKS.c.recorded_at.desc(), RULEBOOKS.c.files)
    )
    found = connection.scalar(query.limit(1))
    if found is None:
        used = select(CHECKS.c.rulebook).where(CHECKS.c.rulebook_digest == digest)
        found = connection.scalar(used.order_by(CHECKS.c.id.desc()).limit(1))
    if found is None:
        raise NotFound(f"There is no rulebook {digest}.")
    return str(found)
