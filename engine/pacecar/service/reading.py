"""What can be looked up: submissions, their checks, reports and bytes, rulebooks; by who may."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from pacecar.service.access import Principal
from pacecar.service.checking import Changed, changed_since
from pacecar.service.problems import Forbidden, NotFound
from pacecar.service.rule_files import RuleFile
from pacecar.service.service import Service
from pacecar.service.storage import blobs, checks, decisions, jobs, rulebooks, submissions
from pacecar.service.storage.checks import Check
from pacecar.service.storage.decisions import Decision
from pacecar.service.storage.jobs import Job
from pacecar.service.storage.ledger import in_force
from pacecar.service.storage.submissions import State, Submission


@dataclass(frozen=True, slots=True)
class Whole:
    """A submission and what belongs to it, all of one moment.

    Attributes:
        submission: itself.
        check: the latest check, None before the first.
        report: the bytes of that check's report.
        job: its check as something that waits, runs, is done or failed; None for a partner's.
        outdated: what is another one now than the check was made of; nothing once it is decided.
    """

    submission: Submission
    check: Check | None
    report: bytes
    job: Job | None
    outdated: tuple[Changed, ...]


def submission(service: Service, who: Principal, id_: str) -> Submission:
    """Return a submission.

    A token that may submit but not read sees what was sent with it, here and below.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is none, or it is another company's and not accepted.
    """
    with service.database.reading() as connection:
        return _seen(connection, who, id_)


def _seen(connection: Connection, who: Principal, id_: str) -> Submission:
    """Return a submission that somebody may read.

    Raises:
        Forbidden, NotFound: as `submission`.
    """
    if who.reads or "submit" not in who.scopes:
        who.need("read")
        return submissions.one(connection, id_, who)
    try:
        found = submissions.one(connection, id_, who)
    except NotFound:
        found = None
    if found is None or found.token != who.token:
        # The same for what there is not: the token is not to learn what others sent.
        raise Forbidden(
            "This token has no scope read: it sees only what was sent with it. "
            "Ask an administrator for one that reads."
        )
    return found


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
        Forbidden: the token may neither read nor submit.
    """
    only = ""
    if not who.reads:
        if "submit" not in who.scopes:
            who.need("read")
        only = who.token
    with service.database.reading() as connection:
        return submissions.page(
            connection, who, state=state, company=company, token=only, before=before, limit=limit
        )


def body(service: Service, who: Principal, id_: str) -> bytes:
    """Return the bytes of a submission as they were sent.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token.
    """
    with service.database.reading() as connection:
        return blobs.read(connection, _seen(connection, who, id_).body)


def latest_check(service: Service, who: Principal, id_: str) -> tuple[Check, bytes] | None:
    """Return a submission's latest check and its report, None while it waits.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token.
    """
    with service.database.reading() as connection:
        found = _seen(connection, who, id_)
        if not found.checked:
            return None
        check = checks.one(connection, found.checked)
        return check, blobs.read(connection, check.report)


def whole(service: Service, who: Principal, id_: str, *, has_acted: bool = False) -> Whole:
    """Return a submission with all that belongs to it.

    Args:
        service: where.
        who: who asks.
        id_: the submission.
        has_acted: who asks has just taken a step of the submission's life, and sees what came of
            it whether or not the token reads.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token.
    """
    with service.database.reading() as connection:
        found = submissions.one(connection, id_, who) if has_acted else _seen(connection, who, id_)
        own = who.administers or found.company == who.company
        waiting = jobs.of_submission(connection, id_) if own else None
        if not found.checked:
            return Whole(found, None, b"", waiting, ())
        check = checks.one(connection, found.checked)
        is_open = found.state == "checked"
        outdated = changed_since(service, connection, check) if is_open else ()
        return Whole(found, check, blobs.read(connection, check.report), waiting, outdated)


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
    with service.database.reading() as connection:
        _seen(connection, who, id_)
        return jobs.of_submission(connection, id_)


def history(service: Service, who: Principal, id_: str) -> list[Decision]:
    """Return what was decided about a submission, the first decision first.

    Raises:
        Forbidden: the token may not read.
        NotFound: there is no such submission for this token, or only its acceptance is shown.
    """
    with service.database.reading() as connection:
        found = _seen(connection, who, id_)
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
