"""Jobs: submissions that wait for their check, each leased to one worker for a time.

A worker that dies loses its lease, and the job can be claimed again; after some attempts it
counts as failed, with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from sqlalchemy import ColumnElement, Connection, and_, func, insert, or_, select, update

from pacecar.service.clock import Clock, new_id, stamp
from pacecar.service.storage.database import Database
from pacecar.service.storage.ledger import Ledger
from pacecar.service.storage.tables import JOBS

MOST_ATTEMPTS: Final = 5
GONE: Final = (
    f"The process that checked it was lost {MOST_ATTEMPTS} times, by a crash or a restart; "
    "it is not tried again by itself."
)

State = Literal["waiting", "claimed", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Job:
    """A submission that waits for its check: how often it was tried, by whom now, until when."""

    id: str
    submission: str
    state: State
    attempts: int
    worker: str
    claimed_until: str
    created_at: str
    problem: str


def add(ledger: Ledger, submission: str) -> None:
    """Let a submission wait for its check; in the transaction that keeps it."""
    row = {
        "id": new_id("job", ledger.instant),
        "submission": submission,
        "state": "waiting",
        "attempts": 0,
        "worker": "",
        "claimed_until": "",
        "created_at": ledger.now,
        "problem": "",
    }
    ledger.connection.execute(insert(JOBS), row)


def claim(database: Database, clock: Clock, worker: str, lease: timedelta) -> Job | None:
    """Claim the job that waits longest, None if there is none.

    Args:
        database: where.
        clock: tells the instant.
        worker: who claims it.
        lease: for how long; afterwards others may claim it.
    """

    def work(connection: Connection) -> Job | None:
        now = clock()
        expired = and_(JOBS.c.state == "claimed", JOBS.c.claimed_until <= stamp(now))
        tired = and_(expired, JOBS.c.attempts >= MOST_ATTEMPTS)
        connection.execute(update(JOBS).where(tired).values(state="failed", problem=GONE))
        query = (
            select(JOBS.c.id)
            .where(or_(JOBS.c.state == "waiting", expired))
            .order_by(JOBS.c.created_at, JOBS.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        found = connection.scalar(query)
        if found is None:
            return None
        connection.execute(
            update(JOBS)
            .where(JOBS.c.id == found)
            .values(
                state="claimed",
                attempts=JOBS.c.attempts + 1,
                worker=worker,
                claimed_until=stamp(now + lease),
            )
        )
        return Job(*connection.execute(select(JOBS).where(JOBS.c.id == found)).one())

    return database.writing(work)


def renew(database: Database, clock: Clock, job: Job, lease: timedelta) -> bool:
    """Extend a worker's lease; false if the job is no longer the worker's."""

    def work(connection: Connection) -> bool:
        changed = connection.execute(
            update(JOBS).where(*_mine(job)).values(claimed_until=stamp(clock() + lease))
        )
        return changed.rowcount == 1

    return database.writing(work)


def fail(database: Database, job: Job, problem: str, *, for_good: bool = False) -> bool:
    """Give a job back with the reason why it could not be done; true if it is tried again.

    Args:
        database: where.
        job: as it was claimed.
        problem: the reason.
        for_good: trying again would bring the same.
    """

    def work(connection: Connection) -> bool:
        again = job.attempts < MOST_ATTEMPTS and not for_good
        state = "waiting" if again else "failed"
        connection.execute(
            update(JOBS).where(*_mine(job)).values(state=state, worker="", problem=problem)
        )
        return again

    return database.writing(work)


def give_back(database: Database, job: Job) -> None:
    """Give a job back that was not tried: the attempt does not count."""

    def work(connection: Connection) -> None:
        connection.execute(
            update(JOBS)
            .where(*_mine(job))
            .values(state="waiting", worker="", attempts=job.attempts - 1)
        )

    database.writing(work)


def done(connection: Connection, submission: str) -> None:
    """Note that a submission needs no check any more; in the transaction that says why."""
    connection.execute(
        update(JOBS).where(JOBS.c.submission == submission).values(state="done", problem="")
    )


def of_submission(connection: Connection, submission: str) -> Job | None:
    """Return a submission's latest job, None if it never waited."""
    query = select(JOBS).where(JOBS.c.submission == submission).order_by(JOBS.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else Job(*row)


def waiting(connection: Connection) -> int:
    """Return how many jobs are neither done nor failed."""
    query = select(func.count()).where(JOBS.c.state.in_(("waiting", "claimed")))
    return int(connection.scalar(query) or 0)


def _mine(job: Job) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a job is still that of the worker who claimed it."""
    columns = JOBS.c
    return (
        columns.id == job.id,
        columns.state == "claimed",
        columns.worker == job.worker,
        columns.attempts == job.attempts,
    )
