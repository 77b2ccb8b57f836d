"""The service as its parts: database, judge, clock and settings, put together once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pacecar.rulebook.loading import load_rulebook
from pacecar.service import rule_files
from pacecar.service.access import OPERATOR
from pacecar.service.clock import Clock, utc_now
from pacecar.service.judging import InProcessJudge, Judge
from pacecar.service.settings import ServiceSettings
from pacecar.service.storage import rulebooks
from pacecar.service.storage.database import Database
from pacecar.service.storage.ledger import Ledger, decide
from pacecar.service.storage.migrating import migrate


@dataclass(frozen=True, slots=True)
class Service:
    """What every use case works with.

    Attributes:
        database, settings, judge, clock: the parts.
        rulebook: what this process put in force when it started, by the list of its files; "" for
            nothing.
        replaced: what had been in force before, if that was something else; "" otherwise.
    """

    database: Database
    settings: ServiceSettings
    judge: Judge = field(default_factory=InProcessJudge)
    clock: Clock = utc_now
    rulebook: str = ""
    replaced: str = ""

    @property
    def today(self) -> date:
        """The date to judge at where a plan says none: the day in UTC."""
        return self.clock().date()


def open_service(
    settings: ServiceSettings,
    rules: Sequence[Path],
    *,
    judge: Judge | None = None,
    clock: Clock = utc_now,
) -> Service:
    """Open the database, bring its schema up to date, and put the rulebook in force.

    Raises:
        RulebookError: the rulebook has errors.
        DatabaseProblem: the database cannot be used.
    """
    service = Service(Database(settings.database), settings, judge or InProcessJudge(), clock)
    try:
        migrate(service.database)
        before, now = put_in_force(service, rules)
    except BaseException:
        service.database.close()
        raise
    return replace(service, rulebook=now, replaced=before if before != now else "")


def put_in_force(service: Service, folders: Sequence[Path]) -> tuple[str, str]:
    """Put the rulebook of some folders in force, unless it is already.

    Returns:
        What was in force before ("" for nothing), and what is now, each by the list of its files.

    Raises:
        RulebookError: it has errors.
    """
    load_rulebook(folders)  # Tells of errors by the names of the files as they lie on the disk.
    files = rule_files.files_of(folders)
    rulebook = rule_files.load(files)

    def work(ledger: Ledger) -> tuple[str, str]:
        before = ledger.rulebook
        name = rulebooks.keep(ledger.connection, files, rulebook, ledger.now)
        if name != before:
            ledger.record(
                "rulebook changed",
                OPERATOR,
                before=before,
                after=name,
                digest=rulebook.digest,
                rules=len(rulebook.rules),
            )
            ledger.rulebook = name
        return before, name

    return decide(service.database, service.clock, work)
