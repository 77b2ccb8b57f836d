"""Submissions: what was sent, by whom, and what became of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, insert, select, update

from pacecar.service.access import Principal, sees_submission
from pacecar.service.problems import NotFound
from pacecar.service.storage.tables import SUBMISSIONS

State = Literal["submitted", "checked", "accepted", "rejected", "withdrawn"]
Kind = Literal["plan", "proposal"]


@dataclass(frozen=True, slots=True)
class Submission:
    """A submission.

    Attributes:
        id: its name; later ones sort after earlier ones.
        company, token: who sent it.
        kind: a whole plan, or a proposal.
        state: submitted, checked, accepted, rejected or withdrawn.
        name: what the file that was sent is called.
        body: the digest of its bytes.
        submitted_at: when.
        checked: the id of the latest check, "" before the first.
        decided_at, decided_by: when and by which token it was accepted, rejected or withdrawn.
        reason: why it was rejected.
        portfolio: the version of the portfolio that it became, else 0.
    """

    id: str
    company: str
    token: str
    kind: Kind
    state: State
    name: str
    body: str
    submitted_at: str
    checked: str = ""
    decided_at: str = ""
    decided_by: str = ""
    reason: str = ""
    portfolio: int = 0


def add(connection: Connection, submission: Submission) -> None:
    """Keep a new submission."""
    connection.execute(insert(SUBMISSIONS), asdict(submission))


def keep(connection: Connection, submission: Submission) -> None:
    """Keep what a submission became."""
    row = asdict(submission)
    connection.execute(update(SUBMISSIONS).where(SUBMISSIONS.c.id == row.pop("id")).values(row))


def one(connection: Connection, id_: str, who: Principal | None = None) -> Submission:
    """Return a submission.

    Args:
        connection: the transaction.
        id_: its id.
        who: who may see it; None for the service itself.

    Raises:
        NotFound: there is none, or `who` may not see it.
    """
    query = select(SUBMISSIONS).where(SUBMISSIONS.c.id == id_)
    if who is not None:
        query = query.where(sees_submission(who))
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(f"There is no submission {id_}.")
    return Submission(*row)


def page(  # noqa: PLR0913 - the filters
    connection: Connection,
    who: Principal,
    *,
    state: State | None = None,
    company: str | None = None,
    token: str = "",
    before: str | None = None,
    limit: int = 50,
) -> list[Submission]:
    """Return submissions that someone may see, the latest first.

    Args:
        connection: the transaction.
        who: who asks.
        state: only those in this state.
        company: only those of this company.
        token: only those that were sent with this token; "" for any.
        before: only those before this id: the last one of the page before.
        limit: at most as many.
    """
    wanted: list[ColumnElement[bool]] = [sees_submission(who)]
    if state is not None:
        wanted.append(SUBMISSIONS.c.state == state)
    if company is not None:
        wanted.append(SUBMISSIONS.c.company == company)
    if token:
        wanted.append(SUBMISSIONS.c.token == token)
    if before is not None:
        wanted.append(SUBMISSIONS.c.id < before)
    query = select(SUBMISSIONS).where(*wanted).order_by(SUBMISSIONS.c.id.desc()).limit(limit)
    return [Submission(*row) for row in connection.execute(query)]
