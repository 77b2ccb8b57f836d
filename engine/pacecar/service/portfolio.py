"""The accepted portfolio: an ordered history of a whole plan and the proposals after it.

Every file stands under the version that it came with, `accepted/v3/proposal.yaml`, so that no
two have one name. A check reads all files of the history; a new whole plan begins a new one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

import pacecar
from pacecar.plan.files import SourceFile
from pacecar.service.access import Principal
from pacecar.service.bodies import ACCEPTED, AS_KEPT, files_of
from pacecar.service.canonical import canonical, digest_of
from pacecar.service.judging import Task
from pacecar.service.service import Service
from pacecar.service.storage import blobs, portfolios, rulebooks, submissions, waivers
from pacecar.service.storage.ledger import in_force
from pacecar.service.storage.portfolios import ReportKey, Version
from pacecar.service.storage.waivers import Waiver

Layers = tuple[tuple[SourceFile, ...], ...]


def layers_of(connection: Connection, version: int) -> Layers:
    """Return the files of a version of the portfolio; no layer for version 0."""
    return tuple(_placed(connection, one) for one in portfolios.history(connection, version))


def _placed(connection: Connection, version: Version) -> tuple[SourceFile, ...]:
    submission = submissions.one(connection, version.submission)
    files = files_of(submission.name, blobs.read(connection, submission.body), AS_KEPT)
    folder = f"{ACCEPTED}v{version.version}/"
    return tuple(file._replace(name=f"{folder}{file.name}") for file in files)


def waivers_file(connection: Connection) -> bytes:
    """Return the service's waivers as a file of a plan; empty if there are none.

    What several companies give for one rule and subject is one waiver that all of them approve;
    it holds as long as each of them does.
    """
    given: dict[tuple[str, str], dict[str, Waiver]] = {}
    for waiver in sorted(waivers.not_revoked(connection), key=lambda one: (one.until, one.id)):
        # Of several by one company the one that holds longest counts.
        given.setdefault((waiver.rule, waiver.subject), {})[waiver.company] = waiver
    entries = [
        {
            "rule": rule,
            "subject": subject,
            "until": min(one.until for one in by.values()),
            "reason": "; ".join(dict.fromkeys(by[company].reason for company in sorted(by))),
            "approved_by": sorted(by),
        }
        for (rule, subject), by in sorted(given.items())
    ]
    return canonical({"waivers": entries}).encode() if entries else b""


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The portfolio in force, as its report tells: the bytes of `pacecar-report/1`."""

    version: Version
    report: bytes
    report_digest: str


def portfolio(service: Service, who: Principal, version: int | None = None) -> Portfolio:
    """Return the portfolio in force, or an earlier version, judged by what is in force now.

    The report is made once for each version, rulebook, set of waivers and day.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such version, or none yet.
        CannotJudge: its report could not be made.
    """
    who.need("read")
    with service.database.reading() as connection:
        force = in_force(connection)
        found = portfolios.one(connection, force.portfolio if version is None else version)
        waived = waivers_file(connection)
        task = Task(
            rulebook=force.rulebook,
            rules=rulebooks.read(connection, force.rulebook),
            version=found.version,
            portfolio=layers_of(connection, found.version),
            submitted=(),
            whole=False,
            waivers=waived,
            today=service.today,
            evaluator=service.settings.evaluator,
        )
        key = report_key(task)
        known = portfolios.known_report(connection, key)
        if known is not None:
            return Portfolio(found, blobs.read(connection, known), known)
    judged = service.judge.judge(task)

    def keep(connection: Connection) -> str:
        digest = blobs.keep(connection, judged.report)
        portfolios.keep_report(connection, key, digest)
        return digest

    return Portfolio(found, judged.report, service.database.writing(keep))


def report_key(task: Task) -> ReportKey:
    """Return what the portfolio's own report is kept under."""
    return ReportKey(
        portfolio=task.version,
        rulebook=task.rulebook,
        waivers=digest_of(task.waivers) if task.waivers else "",
        today=task.today.isoformat(),
        tool_version=pacecar.__version__,
    )


def versions(
    service: Service, who: Principal, *, before: int | None = None, limit: int = 50
) -> list[Version]:
    """Return the versions of the portfolio, the latest first; `before` that number.

    Raises:
        Forbidden: the token may not read.
    """
    who.need("read")
    with service.database.reading() as connection:
        return portfolios.page(connection, before=before, limit=limit)


def files_in_force(service: Service, who: Principal) -> Layers:
    """Return the files of the portfolio in force, those of each layer; none before the first.

    Raises:
        Forbidden: the token may not read.
    """
    who.need("read")
    with service.database.reading() as connection:
        return layers_of(connection, in_force(connection).portfolio)
