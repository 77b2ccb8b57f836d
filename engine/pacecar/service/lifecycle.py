"""The life of a submission: submitted, checked, then accepted, rejected or withdrawn.

Each step is one transaction, or nothing happened. A check runs outside of any: what it was
made on is compared again when a submission is accepted, and if the portfolio or the rulebook
moved meanwhile it is checked anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from pacecar.rulebook.rule import Rulebook
from pacecar.service import rule_files
from pacecar.service.access import Principal
from pacecar.service.bodies import files_of
from pacecar.service.canonical import canonical, digest_of
from pacecar.service.checking import check_now, is_current, task_for
from pacecar.service.clock import new_id
from pacecar.service.judging import Judged
from pacecar.service.problems import (
    Contended,
    Forbidden,
    IllegalTransition,
    Invalid,
    NotAcceptable,
    TooLarge,
)
from pacecar.service.proposals import kind_of, take_in_plan, take_in_proposal
from pacecar.service.service import Service
from pacecar.service.storage import (
    blobs,
    checks,
    idempotency,
    jobs,
    portfolios,
    rulebooks,
    submissions,
)
from pacecar.service.storage.checks import Check
from pacecar.service.storage.ledger import Ledger, decide, in_force
from pacecar.service.storage.portfolios import Version
from pacecar.service.storage.submissions import Kind, State, Submission

MOST_ROUNDS: Final = 10
"""How often an acceptance checks anew because somebody else's came first."""

_KEY_LENGTH: Final = 255
_REASON_LENGTH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """A submission, and whether it is there because of an earlier request with the same key.

    Its state tells how far it is: while it is `submitted`, its check waits or runs.
    """

    submission: Submission
    replayed: bool


def submit(  # noqa: PLR0913 - what a request says
    service: Service,
    who: Principal,
    name: str,
    body: bytes,
    *,
    kind: Kind | None = None,
    key: str | None = None,
) -> Receipt:
    """Take in a whole plan or a proposal; when this returns it is on disk and waits for a check.

    Args:
        service: where.
        who: who submits.
        name: what the file is called; its ending (.yaml, .json, .zip) tells what it is.
        body: its bytes.
        kind: a whole plan or a proposal; None to tell by whether it has a header `plan`.
        key: an idempotency key: with the same body it gives the same submission again.

    Raises:
        Forbidden: the token may not submit, or it is a whole plan and it may not administer.
        TooLarge: the body is beyond the limit.
        Unreadable: it cannot be read, or a proposal holds what none may hold.
        IllegalTransition: it is a proposal, and there is no portfolio yet.
        KeyReused: the key came before with another body.
        Invalid: the key cannot be one.
    """
    who.need("submit")
    _check_key(key)
    chosen = _take_in(service, who, name, body, kind)
    request = digest_of(canonical([chosen, name, digest_of(body)]).encode())

    def work(ledger: Ledger) -> Receipt:
        connection = ledger.connection
        if key is not None:
            earlier = idempotency.earlier(connection, who.token, key, request)
            if earlier is not None:
                return Receipt(submissions.one(connection, earlier), replayed=True)
        if chosen == "proposal" and not ledger.portfolio:
            raise IllegalTransition(_NO_PORTFOLIO)
        submission = Submission(
            id=new_id("sub", ledger.instant),
            company=who.company,
            token=who.token,
            kind=chosen,
            state="submitted",
            name=name,
            body=blobs.keep(connection, body),
            submitted_at=ledger.now,
        )
        submissions.add(connection, submission)
        jobs.add(ledger, submission.id)
        if key is not None:
            idempotency.keep(connection, who.token, key, request, submission.id, ledger.now)
        ledger.record("submitted", who, submission.id, of=chosen, name=name, body=submission.body)
        return Receipt(submission, replayed=False)

    return decide(service.database, service.clock, work)


_NO_PORTFOLIO: Final = (
    "There is no portfolio yet that a proposal could change: "
    "an administrator submits the whole plan first."
)


def dry_run(  # noqa: PLR0913 - what a request says
    service: Service,
    who: Principal,
    name: str,
    body: bytes,
    *,
    kind: Kind | None = None,
    select: tuple[str, ...] = (),
) -> Judged:
    """Return what a check would say of a submission, and keep nothing.

    It may be judged by some rules only, also by such as are not enabled: nobody can accept it.

    Raises:
        Forbidden, TooLarge, Unreadable, IllegalTransition: as `submit`.
        CannotJudge: the check could not be run.
        Invalid: what is selected are no rules.
    """
    who.need("submit")
    chosen = _take_in(service, who, name, body, kind)
    with service.database.reading() as connection:
        force = in_force(connection)
        if chosen == "proposal" and not force.portfolio:
            raise IllegalTransition(_NO_PORTFOLIO)
        task = task_for(service, connection, force, chosen, name, body)
    return service.judge.judge(replace(task, select=select))


def accept(service: Service, who: Principal, id_: str) -> Submission:
    """Make a checked submission part of the portfolio, if it introduces no unwaived error.

    Accepting what is accepted already changes nothing and returns it.

    Raises:
        Forbidden: the token may not administer.
        NotFound: there is no such submission.
        IllegalTransition: it is not checked yet, rejected or withdrawn.
        NotAcceptable: it introduces errors, or could not be judged.
        Contended: others were faster every time; trying later helps.
        CannotJudge: it had to be checked anew, and could not.
    """
    who.need("administer")
    for _ in range(MOST_ROUNDS):
        with service.database.reading() as connection:
            submission = submissions.one(connection, id_, who)
            current = bool(submission.checked) and is_current(
                service, connection, checks.one(connection, submission.checked)
            )
        if submission.state == "checked" and not current:
            check_now(service, id_)
        accepted = decide(service.database, service.clock, _accepting(service, who, id_))
        if accepted is not None:
            return accepted
    raise Contended("The portfolio changed again and again meanwhile; try once more.")


def _accepting(service: Service, who: Principal, id_: str) -> Callable[[Ledger], Submission | None]:
    """Return the deciding transaction: None from it if the check is of something that was."""

    def work(ledger: Ledger) -> Submission | None:
        connection = ledger.connection
        submission = submissions.one(connection, id_, who)
        if submission.state == "accepted":
            return submission
        _expect(submission, "accepted", "checked")
        found = checks.one(connection, submission.checked)
        if not is_current(service, connection, found):
            return None
        _refuse_errors(found)
        ledger.portfolio += 1
        accepted = replace(
            submission,
            state="accepted",
            decided_at=ledger.now,
            decided_by=who.token,
            portfolio=ledger.portfolio,
        )
        submissions.keep(connection, accepted)
        portfolios.add(
            connection,
            Version(ledger.portfolio, accepted.kind, id_, found.id, who.token, ledger.now),
        )
        ledger.record(
            "accepted" if accepted.kind == "proposal" else "portfolio set",
            who,
            id_,
            check=found.id,
            report=found.report,
            before=ledger.portfolio - 1,
            after=ledger.portfolio,
        )
        return accepted

    return work


def _refuse_errors(check: Check) -> None:
    """Let a check pass that may be accepted: the first plan may have errors, nobody else."""
    if check.verdict == "not judged":
        raise NotAcceptable("It could not be judged; its report says why.", check.id)
    if check.introduced_errors and check.portfolio:
        count = check.introduced_errors
        errors = "an error" if count == 1 else f"{count} errors"
        raise NotAcceptable(
            f"It introduces {errors}, which its report shows; mend it, or have it waived.",
            check.id,
        )


def reject(service: Service, who: Principal, id_: str, reason: str) -> Submission:
    """Reject a submission, with a reason for those who sent it.

    Raises:
        Forbidden: the token may not administer.
        NotFound: there is no such submission.
        IllegalTransition: it is accepted or withdrawn.
        Invalid: the reason is empty or too long.
    """
    who.need("administer")
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH or "\x00" in reason:
        raise Invalid(f"A rejection needs a reason of at most {_REASON_LENGTH:,} characters.")
    return _conclude(service, who, id_, "rejected", reason)


def withdraw(service: Service, who: Principal, id_: str) -> Submission:
    """Withdraw a submission of one's own company before anything was decided.

    Raises:
        Forbidden: the token may not submit, or it is another company's submission.
        NotFound: there is no such submission for this token.
        IllegalTransition: it is accepted or rejected.
    """
    who.need("submit")
    return _conclude(service, who, id_, "withdrawn", "")


def _conclude(service: Service, who: Principal, id_: str, state: State, reason: str) -> Submission:
    def work(ledger: Ledger) -> Submission:
        submission = submissions.one(ledger.connection, id_, who)
        if state == "withdrawn" and not _own(submission, who):
            raise Forbidden(f"{id_} is another company's; only those who sent it withdraw it.")
        if submission.state == state:
            return submission
        _expect(submission, state, "submitted", "checked")
        concluded = replace(
            submission, state=state, decided_at=ledger.now, decided_by=who.token, reason=reason
        )
        submissions.keep(ledger.connection, concluded)
        jobs.done(ledger.connection, id_)
        if state == "rejected":
            ledger.record("rejected", who, id_, check=submission.checked, reason=reason)
        else:
            ledger.record("withdrawn", who, id_, check=submission.checked)
        return concluded

    return decide(service.database, service.clock, work)


def _own(submission: Submission, who: Principal) -> bool:
    return who.administers or submission.company == who.company


def _expect(submission: Submission, wanted: State, *states: State) -> None:
    """Go on only from some states."""
    if submission.state not in states:
        raise IllegalTransition(
            f"{submission.id} is {submission.state}; it cannot be {wanted} from there."
        )


def _check_key(key: str | None) -> None:
    if key is not None and not (key.isprintable() and 0 < len(key) <= _KEY_LENGTH):
        raise Invalid(f"An idempotency key has 1 to {_KEY_LENGTH} printable characters.")


def _take_in(service: Service, who: Principal, name: str, body: bytes, kind: Kind | None) -> Kind:
    """Refuse what cannot be taken in, and return which kind it is."""
    limits = service.settings
    if len(body) > limits.max_body_bytes:
        message = f"It has {len(body):,} bytes; {limits.max_body_bytes:,} is the most."
        raise TooLarge(message)
    files = files_of(name, body, limits)
    if kind is None:
        kind = kind_of(files) if who.administers else "proposal"
    if kind == "proposal":
        take_in_proposal(files, limits)
        return kind
    who.need("administer")

    def rulebook() -> Rulebook:
        with service.database.reading() as connection:
            name = in_force(connection).rulebook
            return rule_files.load(rulebooks.read(connection, name))

    take_in_plan(files, rulebook, limits, service.today)
    return kind
