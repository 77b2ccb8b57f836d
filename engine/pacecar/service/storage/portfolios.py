"""The versions of the accepted portfolio: a whole plan, and the proposals accepted after it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, func, insert, select

from pacecar.service.problems import NotFound
from pacecar.service.storage.database import insert_or_leave
from pacecar.service.storage.submissions import Kind
from pacecar.service.storage.tables import PORTFOLIO_REPORTS, PORTFOLIOS


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the portfolio: which submission made it, and the check it was accepted on."""

    version: int
    kind: Kind
    submission: str
    check_id: str
    token: str
    recorded_at: str


def add(connection: Connection, version: Version) -> None:
    """Keep a new version."""
    connection.execute(insert(PORTFOLIOS), asdict(version))


def one(connection: Connection, number: int) -> Version:
    """Return a version.

    Raises:
        NotFound: there is none.
    """
    query = select(PORTFOLIOS).where(PORTFOLIOS.c.version == number)
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"The portfolio has no version {number}." if number else "No plan yet.")
    return Version(*row)


def page(connection: Connection, *, before: int | None = None, limit: int = 50) -> list[Version]:
    """Return versions, the latest first, at most as many."""
    query = select(PORTFOLIOS).order_by(PORTFOLIOS.c.version.desc()).limit(limit)
    if before is not None:
        query = query.where(PORTFOLIOS.c.version < before)
    return [Version(*row) for row in connection.execute(query)]


def history(connection: Connection, number: int) -> list[Version]:
    """Return what a version is made of: the last whole plan up to it, and what came after."""
    whole = select(func.max(PORTFOLIOS.c.version)).where(
        PORTFOLIOS.c.kind == "plan", PORTFOLIOS.c.version <= number
    )
    query = (
        select(PORTFOLIOS)
        .where(PORTFOLIOS.c.version.between(whole.scalar_subquery(), number))
        .order_by(PORTFOLIOS.c.version)
    )
    return [Version(*row) for row in connection.execute(query)]


@dataclass(frozen=True, slots=True)
class ReportKey:
    """All that the portfolio's own report depends on."""

    portfolio: int
    rulebook: str
    waivers: str
    today: str
    tool_version: str


def known_report(connection: Connection, key: ReportKey) -> str | None:
    """Return the digest of the portfolio's report, None if nobody asked for it yet."""
    columns = PORTFOLIO_REPORTS.c
    wanted = [columns[name] == value for name, value in asdict(key).items()]
    return connection.scalar(select(columns.report).where(*wanted))


def keep_report(connection: Connection, key: ReportKey, report: str) -> None:
    """Keep the digest of the portfolio's report, unless somebody did meanwhile."""
    row = {**asdict(key), "report": report}
    connection.execute(insert_or_leave(connection, PORTFOLIO_REPORTS), row)
