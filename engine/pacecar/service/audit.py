"""Verifying that nothing of the past was changed: the log's chain, its head, and the bytes.

The log is walked from its first entry, without holding it in memory. What it says is then held
against the tables: the state of each submission, each check, each version of the portfolio.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, func, select

from pacecar.service.storage import blobs, decisions, ledger
from pacecar.service.storage.database import Database
from pacecar.service.storage.decisions import START, Decision, seal
from pacecar.service.storage.tables import (
    BLOBS,
    CHECKS,
    PORTFOLIOS,
    SUBMISSIONS,
    TOKENS,
    WAIVERS,
)

MOST_PROBLEMS: Final = 20

_STATES: Final = {
    "submitted": "submitted",
    "checked": "checked",
    "accepted": "accepted",
    "portfolio set": "accepted",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
}
_BLOBS: Final = ("body", "report", "rulebook", "waivers")


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: to be noted outside of the database, and held against it later."""

    sequence: int
    hash: str

    def __str__(self) -> str:
        """Write it as `12:ab34...`, which `read_head` reads."""
        return f"{self.sequence}:{self.hash}"


def read_head(text: str) -> Head:
    """Read what `Head` writes.

    Raises:
        ValueError: it is no head.
    """
    sequence, _, sealed = text.strip().partition(":")
    is_hash = len(sealed) == len(START) and not set(sealed).difference("0123456789abcdef")
    if not (sequence.isascii() and sequence.isdigit() and is_hash):
        raise ValueError("a head is written as NUMBER:HASH, as pacecar audit verify prints it")
    return Head(int(sequence), sealed)


@dataclass(frozen=True, slots=True)
class Audit:
    """What verifying found: the log's head, how much was looked at, and what is wrong."""

    head: Head
    entries: int
    blobs: int
    problems: tuple[str, ...]

    @property
    def intact(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


@dataclass(slots=True)
class _Said:
    """What the log says should be in the tables."""

    states: dict[str, str] = field(default_factory=dict)
    checked: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    checks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    versions: dict[int, tuple[str, str]] = field(default_factory=dict)
    rulebook: str = ""
    tokens: dict[str, bool] = field(default_factory=dict)
    waivers: dict[str, bool] = field(default_factory=dict)
    blobs: set[str] = field(default_factory=set)


def verify(database: Database, noted: Head | None = None) -> Audit:
    """Verify the log and everything that hangs on it.

    Args:
        database: which.
        noted: a head that was noted outside earlier: the log must hold it still.

    Raises:
        DatabaseProblem: the database cannot be used.
    """
    said = _Said()
    with database.reading() as connection:
        head = Head(0, START)
        problems: list[str] = []
        reached = noted is None or noted == head
        with closing(decisions.entries(connection)) as log:
            for entry in log:
                broken = _broken(entry, head)
                if broken:
                    # What follows hangs on a broken link: one problem says it all.
                    problems.append(broken)
                    break
                head = Head(entry.sequence, entry.hash)
                if noted is not None and head.sequence == noted.sequence:
                    reached = head == noted
                _note(entry, said)
        if not problems:
            problems += _compare_heads(connection, head)
            if not reached:
                problems.append(f"The log does not hold the head {noted} that was noted.")
            problems += islice(_compare(connection, said), MOST_PROBLEMS)
        damaged = blobs.damaged(connection)
        problems += [f"Blob {d}: its bytes are not what was kept." for d in damaged]
        count = connection.scalar(select(func.count()).select_from(BLOBS)) or 0
    return Audit(head, head.sequence, count, tuple(problems[:MOST_PROBLEMS]))


def head_of(database: Database) -> Head:
    """Return the end of the log."""
    with database.reading() as connection:
        return Head(*ledger.head_of_log(connection))


def _broken(  # noqa: PLR0911 - one sentence for each way to break it
    entry: Decision, head: Head
) -> str:
    """Say what is wrong with an entry that should follow `head`, "" if nothing is."""
    if entry.sequence != head.sequence + 1:
        if head.sequence + 2 == entry.sequence:
            return f"Entry {head.sequence + 1} of the log is missing."
        return f"Entries {head.sequence + 1} to {entry.sequence - 1} of the log are missing."
    where = f"Entry {entry.sequence} of the log"
    if entry.previous != head.hash:
        return f"{where} does not follow the one before it: one of them was moved or changed."
    if seal(head.hash, entry.sequence, entry.body) != entry.hash:
        return f"{where} was changed: its hash does not fit what it says."
    try:
        said = entry.said
        columns = (said["kind"], said["submission"])
    except (ValueError, KeyError, TypeError):
        return f"{where} cannot be read."
    if columns != (entry.kind, entry.submission):
        return f"{where} was changed: its columns are not what it says."
    return ""


def _compare_heads(connection: Connection, head: Head) -> Iterator[str]:
    kept = Head(*ledger.head_of_log(connection))
    if kept.sequence > head.sequence:
        yield (
            f"The log ends with entry {head.sequence}, but had {kept.sequence}: "
            "its end was cut off."
        )
    elif kept != head:
        yield f"The log ends with {head}, but its head is kept as {kept}."


def _note(entry: Decision, said: _Said) -> None:
    """Note what should be in the tables after an entry."""
    detail: dict[str, Any] = entry.said["detail"]  # type: ignore[assignment]
    if entry.kind in _STATES:
        said.states[entry.submission] = _STATES[entry.kind]
    said.blobs.update(detail[name] for name in _BLOBS if detail.get(name))
    if entry.kind == "submitted":
        said.bodies[entry.submission] = detail["body"]
    elif entry.kind == "checked":
        said.checked[entry.submission] = detail["check"]
        names = ("portfolio", "rulebook", "waivers", "today", "report", "introduced_errors")
        said.checks[detail["check"]] = (
            entry.submission,
            *(str(detail[name]) for name in names),
        )
    elif entry.kind in ("accepted", "portfolio set"):
        said.versions[detail["after"]] = (entry.submission, detail["check"])
    elif entry.kind == "rulebook changed":
        said.rulebook = detail["after"]
        said.blobs.add(said.rulebook)
    elif entry.kind in ("token made", "token revoked"):
        said.tokens[detail.get("made") or detail["revoked"]] = entry.kind == "token made"
    elif entry.kind in ("waiver given", "waiver revoked"):
        said.waivers[detail["waiver"]] = entry.kind == "waiver given"


def _compare(connection: Connection, said: _Said) -> Iterator[str]:
    """Yield where the tables are not what the log says."""
    s, c, p = SUBMISSIONS.c, CHECKS.c, PORTFOLIOS.c
    wanted: dict[str, object] = {
        id_: (state, said.checked.get(id_, ""), said.bodies.get(id_, ""))
        for id_, state in said.states.items()
    }
    rows = connection.execute(select(s.id, s.state, s.checked, s.body))
    yield from _differ("Submission", wanted, {row[0]: tuple(row[1:]) for row in rows})
    rows = connection.execute(
        select(
            c.id,
            c.submission,
            c.portfolio,
            c.rulebook,
            c.waivers,
            c.today,
            c.report,
            c.introduced_errors,
        )
    )
    found: dict[str, object] = {row[0]: tuple(map(str, row[1:])) for row in rows}
    yield from _differ("Check", dict(said.checks), found)
    rows = connection.execute(select(p.version, p.submission, p.check_id))
    versions: dict[str, object] = {str(row[0]): tuple(row[1:]) for row in rows}
    yield from _differ("Portfolio", {str(n): one for n, one in said.versions.items()}, versions)
    for name, table, told in (("Token", TOKENS, said.tokens), ("Waiver", WAIVERS, said.waivers)):
        rows = connection.execute(select(table.c.id, table.c.revoked_at))
        yield from _differ(name, dict(told), {row[0]: row[1] == "" for row in rows})
    force = ledger.in_force(connection)
    if force != (max(said.versions, default=0), said.rulebook):
        yield "What is in force is not what the log says."
    for digest in sorted(said.blobs):
        query = select(BLOBS.c.digest).where(BLOBS.c.digest == digest)
        if connection.scalar(query) is None:
            yield f"Blob {digest} is missing."


def _differ(what: str, wanted: dict[str, object], found: dict[str, object]) -> Iterator[str]:
    for id_ in sorted({*wanted, *found}):
        if id_ not in found:
            yield f"{what} {id_} is missing."
        elif id_ not in wanted:
            yield f"{what} {id_} is in no entry of the log."
        elif wanted[id_] != found[id_]:
            yield f"{what} {id_} is not what the log says."
