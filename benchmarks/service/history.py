"""Holding what the service kept against what its clients were told.

The rows are read with statements of our own: a mistake of the service's code in reading them
would not hide one in writing them.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from benchmarks.service.acknowledged import Acknowledged
from benchmarks.service.workload import Proposal, digest, proposal
from pacecar.service.audit import verify
from pacecar.service.reproducing import reproduce
from pacecar.service.service import Service
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage.database import Database

KINDS: Final = {
    "lost": "acknowledged, and not there as it was sent",
    "doubled": "there more than once",
    "unreported": "acknowledged, and without a report",
    "reported twice": "checked more than once with nothing changed in between",
    "changed": "with another report than was told, or another fate",
    "damaged": "the database or its log of decisions is not intact",
    "not reproducible": "a report that comes out otherwise when it is made again",
}
"""What can be wrong, and what each means."""


class Fault(NamedTuple):
    """Something that is wrong, and a sentence about it."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of comparing.

    Attributes:
        acknowledged: how many proposals were acknowledged.
        stored: how many submissions of proposals the database holds.
        checks: how many checks of them.
        entries: of the log of decisions.
        reproduced: how many reports were made again.
        faults: what is wrong.
    """

    acknowledged: int
    stored: int
    checks: int
    entries: int
    reproduced: int
    faults: tuple[Fault, ...]

    def count(self, kind: str) -> int:
        """Return how many faults of a kind there are."""
        return sum(fault.kind == kind for fault in self.faults)


@dataclass(slots=True)
class _Row:
    """A submission as it is kept, and the reports of its checks, the first one first."""

    id: str
    body: str
    state: str
    reports: list[str] = field(default_factory=list)


def compare(
    address: str,
    told: Mapping[int, Acknowledged],
    *,
    again: int,
    seed: int,
    sent: Callable[[int], Proposal] = proposal,
) -> Verdict:
    """Compare the database with what was acknowledged; nobody may be writing.

    Args:
        address: of the database.
        told: what was acknowledged, by the proposals' numbers.
        again: how many reports to make again, chosen by `seed`.
        seed: see there.
        sent: what was sent under a number.
    """
    database = Database(address)
    try:
        with database.reading() as connection:
            rows = _rows(connection)
            faults = list(_compare(connection, rows, told, sent))
            if database.is_sqlite:
                faults += _integrity(connection)
            checks = _checks(connection)
        audit = verify(database)
        faults += [Fault("damaged", problem) for problem in audit.problems]
        chosen = Random(seed).sample(checks, min(again, len(checks)))  # noqa: S311 - a sample
        faults += _reproduce(database, chosen)
    finally:
        database.close()
    made = sum(len(row.reports) for row in rows)
    return Verdict(len(told), len(rows), made, audit.entries, len(chosen), tuple(faults))


def _rows(connection: Connection) -> list[_Row]:
    found = connection.execute(
        text("SELECT id, body, state FROM submissions WHERE kind = 'proposal' ORDER BY id")
    )
    rows = {row.id: _Row(*row) for row in found}
    for row in connection.execute(text("SELECT submission, report FROM checks ORDER BY id")):
        if row.submission in rows:
            rows[row.submission].reports.append(row.report)
    return list(rows.values())


def _checks(connection: Connection) -> list[str]:
    return list(connection.execute(text("SELECT id FROM checks ORDER BY id")).scalars())


def _compare(
    connection: Connection,
    rows: list[_Row],
    told: Mapping[int, Acknowledged],
    sent: Callable[[int], Proposal],
) -> Iterator[Fault]:
    """Yield what is wrong with the submissions."""
    for body, count in Counter(row.body for row in rows).items():
        if count > 1:
            yield Fault("doubled", f"{count} submissions hold the same bytes, {body}.")
    by_id = {row.id: row for row in rows}
    for one in told.values():
        if len(one.ids) > 1:
            names = ", ".join(sorted(one.ids))
            yield Fault("doubled", f"Proposal {one.number} was said to be {names}.")
        for id_ in sorted(one.ids):
            row = by_id.get(id_)
            if row is None:
                yield Fault("lost", f"{id_} of proposal {one.number} is not there.")
            else:
                yield from _compare_one(connection, row, one, sent(one.number).digest)


def _compare_one(
    connection: Connection, row: _Row, one: Acknowledged, sent: str
) -> Iterator[Fault]:
    what = f"{row.id} of proposal {one.number}"
    if row.body != sent or _kept(connection, sent) != sent:
        yield Fault("lost", f"{what} has other bytes than were sent.")
    if not row.reports:
        yield Fault("unreported", f"{what} is {row.state} and has no report.")
        return
    # What is accepted may have been checked anew, on the portfolio of that moment.
    if len(row.reports) > 1 and one.state != "accepted":
        yield Fault("reported twice", f"{what} has {len(row.reports)} checks.")
    if one.reports.difference(row.reports):
        yield Fault("changed", f"{what} has another report than was told.")
    for report in sorted(set(row.reports)):
        if _kept(connection, report) != report:
            yield Fault("changed", f"A report of {what} has other bytes than its digest says.")
    if row.state != (one.state or "checked"):
        yield Fault("changed", f"{what} is {row.state}, and was said to be {one.state}.")


def _kept(connection: Connection, wanted: str) -> str:
    """Return the digest of the bytes that are kept under a digest, "" where none are."""
    query = text("SELECT data FROM blobs WHERE digest = :wanted")
    data = connection.execute(query, {"wanted": wanted}).scalar()
    return digest(zlib.decompress(data)) if data is not None else ""


def _integrity(connection: Connection) -> list[Fault]:
    """Return what SQLite says is wrong with its file."""
    said = connection.execute(text("PRAGMA integrity_check")).scalars()
    return [Fault("damaged", f"SQLite says: {line}") for line in said if line != "ok"]


def _reproduce(database: Database, checks: list[str]) -> list[Fault]:
    """Make reports again, and return those that come out otherwise."""
    service = Service(database, ServiceSettings())
    again = [reproduce(service, check) for check in checks]
    return [
        Fault("not reproducible", f"{one.check.id} differs at {one.differences[0]}.")
        for one in again
        if not one.identical
    ]
