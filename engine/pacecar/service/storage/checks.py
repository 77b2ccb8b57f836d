"""Checks: what each was made of, and the report that came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from pacecar.service.problems import NotFound
from pacecar.service.storage.tables import CHECKS


@dataclass(frozen=True, slots=True)
class Check:
    """A check of a submission: all that its report depends on, and the report.

    Attributes:
        id: its name.
        submission: what was checked.
        portfolio: the version of the portfolio that it was checked on, 0 for none.
        rulebook: the rulebook, by the list of its files.
        waivers: the digest of the waivers in force, "" for none.
        today: the date to judge at where the plan says none.
        as_of: the date that it was judged at.
        tool_version, evaluator: what checked it.
        rulebook_digest: what the report calls the rulebook.
        report: the digest of the report's bytes, `pacecar-report/1`.
        verdict: accepted, rejected, or not judged.
        introduced_errors: how many unwaived errors it introduces.
        checked_at: when.
    """

    id: str
    submission: str
    portfolio: int
    rulebook: str
    waivers: str
    today: str
    as_of: str
    tool_version: str
    evaluator: str
    rulebook_digest: str
    report: str
    verdict: str
    introduced_errors: int
    checked_at: str


def add(connection: Connection, check: Check) -> None:
    """Keep a check."""
    connection.execute(insert(CHECKS), asdict(check))


def one(connection: Connection, id_: str) -> Check:
    """Return a check.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(CHECKS).where(CHECKS.c.id == id_)).one_or_none()
    if row is None:
        raise NotFound(f"There is no check {id_ or 'yet'}.")
    return Check(*row)


def of_submission(connection: Connection, submission: str) -> list[Check]:
    """Return a submission's checks, the first one first."""
    query = select(CHECKS).where(CHECKS.c.submission == submission).order_by(CHECKS.c.id)
    return [Check(*row) for row in connection.execute(query)]
