"""What can be looked up: submissions, their checks, reports and bytes, rulebooks; by who may."""

from __future__ import annotations

from pacecar.service.access import Principal, Scope
from pacecar.service.problems import NotFound
from pacecar.service.rule_files import RuleFile
from pacecar.service.service import Service
from pacecar.service.storage import blobs, checks, decisions, jobs, rulebooks, submissions
from pacecar.service.storage.checks import Check
from pacecar.service.storage.decisions import Decision
from pacecar.service.storage.jobs import Job
from pacecar.service.storage.ledger import in_force
from pacecar.service.storage.submissions import State, Submission


def submission(service: Service, who: Principal, id_: str) -> Submission:
    """Return a submission.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is none, or it is another company's and not accepted.
    """
    who.need("read")
    with service.database.reading() as connection:
        return submissions.one(connection, id_, who)


def list_submissions(  # noqa: PLR0913 - the filters
    service: Service,
    who: Principal,
    *,
    state: State | None = None,
    company: str | None = None,
    before: str | None = None,
    limit: int = 50,
) -> list[Submission]:
    """Return submissions, the latest first; `before` is the last id of the page before.

    Raises:
        Forbidden: the token may not read.
    """
    who.need("read")
    with service.database.reading() as connection:
        return submissions.page(
            connection, who, state=state, company=company, before=before, limit=limit
        )


def body(service: Service, who: Principal, id_: str) -> bytes:
    """Return the bytes of a submission as they were sent.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token.
    """
    who.need("read")
    with service.database.reading() as connection:
        return blobs.read(connection, submissions.one(connection, id_, who).body)


def latest_check(service: Service, who: Principal, id_: str) -> tuple[Check, bytes] | None:
    """Return a submission's latest check and its report, None while it waits.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token.
    """
    who.need("read")
    with service.database.reading() as connection:
        found = submissions.one(connection, id_, who)
        if not found.checked:
            return None
        check = checks.one(connection, found.checked)
        return check, blobs.read(connection, check.report)


def whole(
    service: Service, who: Principal, id_: str, scope: Scope | None = "read"
) -> tuple[Submission, tuple[Check, bytes] | None, Job | None]:
    """Return a submission, its latest check with the report, and its job, all of one moment.

    Args:
        service: where.
        who: who asks.
        id_: the submission.
        scope: what the token needs; None where it has just taken a step of the submission's life.

    Raises:
        Forbidden: the token does not have the scope.
        NotFound: there is no such submission for this token.
    """
    if scope is not None:
        who.need(scope)
    with service.database.reading() as connection:
        found = submissions.one(connection, id_, who)
        own = who.administers or found.company == who.company
        waiting = jobs.of_submission(connection, id_) if own else None
        if not found.checked:
            return found, None, waiting
        check = checks.one(connection, found.checked)
        return found, (check, blobs.read(connection, check.report)), waiting


def is_settled(service: Service, id_: str) -> bool:
    """Tell whether a submission no longer waits for its check: it ended, or failed for good."""
    with service.database.reading() as connection:
        found = jobs.of_submission(connection, id_)
        return found is None or found.state in ("done", "failed")


def job(service: Service, who: Principal, id_: str) -> Job | None:
    """Return the job of a submission's check: whether it waits, runs, or failed and why.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token.
    """
    who.need("read")
    with service.database.reading() as connection:
        submissions.one(connection, id_, who)
        return jobs.of_submission(connection, id_)


def history(service: Service, who: Principal, id_: str) -> list[Decision]:
    """Return what was decided about a submission, the first decision first.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token, or only its acceptance is shown.
    """
    who.need("read")
    with service.database.reading() as connection:
        found = submissions.one(connection, id_, who)
        if not who.administers and found.company != who.company:
            raise NotFound(f"How {id_} came to be accepted is shown to its own company.")
        return decisions.of_submission(connection, id_)


def rulebook(
    service: Service, who: Principal, digest: str | None = None
) -> tuple[str, tuple[RuleFile, ...]]:
    """Return the name and files of the rulebook in force, or of that which reports call `digest`.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such rulebook.
    """
    who.need("read")
    with service.database.reading() as connection:
        if digest is None:
            name = in_force(connection).rulebook
        else:
            name = rulebooks.named(connection, digest)
        return name, rulebooks.read(connection, name)
