"""Rulebooks: the files of each that was ever in force, so that reports can be made again."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from pacecar.rulebook.rule import Rulebook
from pacecar.service.canonical import canonical
from pacecar.service.problems import NotFound
from pacecar.service.rule_files import RuleFile
from pacecar.service.storage import blobs
from pacecar.service.storage.tables import CHECKS, RULEBOOKS


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
