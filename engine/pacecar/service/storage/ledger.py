"""Deciding: one transaction at a time, on what is in force, with an entry in the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, select, update

from pacecar.service.access import Principal
from pacecar.service.clock import Clock, stamp
from pacecar.service.storage import decisions
from pacecar.service.storage.database import Database
from pacecar.service.storage.tables import HEADS

T = TypeVar("T")


class InForce(NamedTuple):
    """What is in force: what a check is made on, and an acceptance compares again."""

    portfolio: int
    rulebook: str


def in_force(connection: Connection) -> InForce:
    """Return what is in force as the transaction sees it."""
    return InForce(*connection.execute(select(HEADS.c.portfolio, HEADS.c.rulebook)).one())


def head_of_log(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last entry, as `heads` keeps them."""
    sequence, sealed = connection.execute(select(HEADS.c.log_sequence, HEADS.c.log_hash)).one()
    return sequence, sealed


class Ledger:
    """An open transaction of the only one who decides at this moment.

    `now` is the transaction's instant. The attributes of what is in force may be set; they are
    written with the head of the log when the work is done.
    """

    def __init__(self, connection: Connection, clock: Clock) -> None:
        """Lock what is in force; from here on nobody else decides."""
        self.connection = connection
        row = connection.execute(select(HEADS).with_for_update()).one()
        self.instant = clock()
        self.now = stamp(self.instant)
        self.portfolio: int = row.portfolio
        self.rulebook: str = row.rulebook
        self._head: tuple[int, str] = (row.log_sequence, row.log_hash)

    @property
    def in_force(self) -> InForce:
        """What is in force."""
        return InForce(self.portfolio, self.rulebook)

    def record(
        self, kind: decisions.Kind, who: Principal, submission: str = "", **detail: object
    ) -> None:
        """Append an entry to the log."""
        self._head = decisions.append(
            self.connection, self._head, kind, self.now, who, submission, detail
        )

    def close(self) -> None:
        """Write what is in force now."""
        sequence, sealed = self._head
        self.connection.execute(
            update(HEADS).values(
                portfolio=self.portfolio,
                rulebook=self.rulebook,
                log_sequence=sequence,
                log_hash=sealed,
            )
        )


def decide(database: Database, clock: Clock, work: Callable[[Ledger], T]) -> T:
    """Do some work as the only one who decides; all of it is kept, or nothing.

    Args:
        database: where.
        clock: tells the instant of the decision, once the lock is held: the log's times never
            run backwards by waiting.
        work: is called with the ledger, perhaps more than once.
    """

    def inside(connection: Connection) -> T:
        ledger = Ledger(connection, clock)
        result = work(ledger)
        ledger.close()
        return result

    return database.writing(inside)
