"""Checking a submission: on what is in force at a moment, outside of any transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from pacecar.service.access import Principal
from pacecar.service.bodies import AS_KEPT, files_of
from pacecar.service.canonical import digest_of
from pacecar.service.clock import new_id
from pacecar.service.judging import Judged, Task
from pacecar.service.portfolio import layers_of, waivers_file
from pacecar.service.service import Service
from pacecar.service.storage import blobs, checks, jobs, rulebooks, submissions
from pacecar.service.storage.checks import Check
from pacecar.service.storage.ledger import InForce, Ledger, decide, in_force
from pacecar.service.storage.submissions import Kind

CHECKER = Principal("service", "", frozenset())
"""Who checks: nobody's token, the service itself."""


def check_now(service: Service, id_: str) -> Check | None:
    """Check a submission on what is in force now, and keep the result.

    A worker calls this for the submission of a job that it claimed; the job is done in the same
    transaction. It may run several times, also at once: each is kept, and the latest counts.

    Returns:
        The check; None where nothing was to be checked any more, because the submission was
        decided about meanwhile.

    Raises:
        NotFound: there is no such submission.
        CannotJudge: the check could not be run; nothing was kept.
    """
    with service.database.reading() as connection:
        submission = submissions.one(connection, id_)
        if submission.state not in ("submitted", "checked"):
            return None
        force = in_force(connection)
        body = blobs.read(connection, submission.body)
        task = task_for(service, connection, force, submission.kind, submission.name, body)
    judged = service.judge.judge(task)

    def work(ledger: Ledger) -> Check | None:
        now = submissions.one(ledger.connection, id_)
        jobs.done(ledger.connection, id_)
        if now.state not in ("submitted", "checked"):
            return None
        check = _kept(ledger, id_, task, judged)
        submissions.keep(ledger.connection, replace(now, state="checked", checked=check.id))
        ledger.record(
            "checked",
            CHECKER,
            id_,
            check=check.id,
            portfolio=check.portfolio,
            rulebook=check.rulebook,
            waivers=check.waivers,
            as_of=check.as_of,
            today=check.today,
            tool_version=check.tool_version,
            evaluator=check.evaluator,
            report=check.report,
            verdict=check.verdict,
            introduced_errors=check.introduced_errors,
        )
        return check

    return decide(service.database, service.clock, work)


def _kept(ledger: Ledger, submission: str, task: Task, judged: Judged) -> Check:
    """Keep a check with everything that it was made of."""
    connection = ledger.connection
    check = Check(
        id=new_id("chk", ledger.instant),
        submission=submission,
        portfolio=task.version,
        rulebook=task.rulebook,
        waivers=blobs.keep(connection, task.waivers) if task.waivers else "",
        today=task.today.isoformat(),
        as_of=judged.as_of,
        tool_version=judged.tool_version,
        evaluator=judged.evaluator,
        rulebook_digest=judged.rulebook_digest,
        report=blobs.keep(connection, judged.report),
        verdict=judged.verdict,
        introduced_errors=judged.errors,
        checked_at=ledger.now,
    )
    checks.add(connection, check)
    return check


def task_for(  # noqa: PLR0913, PLR0917 - all that a report depends on
    service: Service,
    connection: Connection,
    force: InForce,
    kind: Kind,
    name: str,
    body: bytes,
) -> Task:
    """Return the task of checking some bytes on what is in force."""
    return Task(
        rulebook=force.rulebook,
        rules=rulebooks.read(connection, force.rulebook),
        version=force.portfolio,
        portfolio=layers_of(connection, force.portfolio),
        submitted=files_of(name, body, AS_KEPT),
        whole=kind == "plan",
        waivers=waivers_file(connection),
        today=service.today,
        evaluator=service.settings.evaluator,
    )


def task_again(connection: Connection, check: Check) -> Task:
    """Return the task of a check that is kept, with all that it was made of then."""
    submission = submissions.one(connection, check.submission)
    body = blobs.read(connection, submission.body)
    return Task(
        rulebook=check.rulebook,
        rules=rulebooks.read(connection, check.rulebook),
        version=check.portfolio,
        portfolio=layers_of(connection, check.portfolio),
        submitted=files_of(submission.name, body, AS_KEPT),
        whole=submission.kind == "plan",
        waivers=blobs.read(connection, check.waivers) if check.waivers else b"",
        today=date.fromisoformat(check.today),
        evaluator=check.evaluator,
    )


Changed = Literal["portfolio", "rulebook", "waivers", "day"]


def changed_since(service: Service, connection: Connection, check: Check) -> tuple[Changed, ...]:
    """Return what is another one now than a check was made of.

    The day matters only where the plan does not say itself which date it is judged at.
    """
    force = in_force(connection)
    waived = waivers_file(connection)
    same: dict[Changed, bool] = {
        "portfolio": force.portfolio == check.portfolio,
        "rulebook": force.rulebook == check.rulebook,
        "waivers": check.waivers == (digest_of(waived) if waived else ""),
        "day": check.today == service.today.isoformat() or check.as_of != check.today,
    }
    return tuple(what for what, is_same in same.items() if not is_same)


def is_current(service: Service, connection: Connection, check: Check) -> bool:
    """Tell whether a check would be made of the same things again now."""
    return not changed_since(service, connection, check)
