"""The log of decisions: appended to, never changed, each entry sealing all before it.

An entry's hash is the SHA-256 of the hash before it, its number, and its canonical JSON. The
head (number and hash of the last entry) is kept in `heads` as well, and can be noted outside:
whoever noted it can later prove that nothing before it was changed, or cut off after it.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from sqlalchemy import Connection, insert, select

from pacecar.service.access import Principal
from pacecar.service.canonical import canonical
from pacecar.service.storage.tables import DECISIONS

Kind = Literal[
    "submitted",
    "checked",
    "accepted",
    "rejected",
    "withdrawn",
    "portfolio set",
    "rulebook changed",
    "waiver given",
    "waiver revoked",
    "token made",
    "token revoked",
    "restored",
]

START: Final = "0" * 64
"""What stands for the hash before the first entry's."""


@dataclass(frozen=True, slots=True)
class Decision:
    """An entry of the log, as it is kept: `body` is its canonical JSON."""

    sequence: int
    kind: str
    submission: str
    body: str
    previous: str
    hash: str

    @property
    def said(self) -> Mapping[str, object]:
        """What the entry says: `at`, `kind`, `token`, `company`, `submission` and details."""
        said: Mapping[str, object] = json.loads(self.body)
        return said


def seal(previous: str, sequence: int, body: str) -> str:
    """Return the hash of an entry."""
    return sha256(f"{previous}\n{sequence}\n{body}".encode()).hexdigest()


def append(  # noqa: PLR0913, PLR0917 - what an entry says
    connection: Connection,
    head: tuple[int, str],
    kind: Kind,
    at: str,
    who: Principal,
    submission: str,
    detail: Mapping[str, object],
) -> tuple[int, str]:
    """Append an entry to the log that ends in `head`, and return the new head."""
    sequence, previous = head[0] + 1, head[1]
    body = canonical(
        {
            "at": at,
            "kind": kind,
            "token": who.token,
            "company": who.company,
            "submission": submission,
            "detail": detail,
        }
    )
    sealed = seal(previous, sequence, body)
    row = {
        "sequence": sequence,
        "kind": kind,
        "submission": submission,
        "body": body,
        "previous": previous,
        "hash": sealed,
    }
    connection.execute(insert(DECISIONS), row)
    return sequence, sealed


def entries(connection: Connection, *, after: int = 0) -> Generator[Decision, None, None]:
    """Yield the entries in their order, without holding them all in memory."""
    query = select(DECISIONS).where(DECISIONS.c.sequence > after).order_by(DECISIONS.c.sequence)
    with connection.execute(query.execution_options(yield_per=500)) as rows:
        for row in rows:
            yield Decision(*row)


def of_submission(connection: Connection, submission: str) -> list[Decision]:
    """Return what was decided about a submission, the first decision first."""
    query = (
        select(DECISIONS).where(DECISIONS.c.submission == submission).order_by(DECISIONS.c.sequence)
    )
    return [Decision(*row) for row in connection.execute(query)]
