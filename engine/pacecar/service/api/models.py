"""What the API answers with; the OpenAPI document is made of these."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from pacecar.service.storage.checks import Check
from pacecar.service.storage.decisions import Decision
from pacecar.service.storage.jobs import Job
from pacecar.service.storage.portfolios import Version
from pacecar.service.storage.submissions import Kind, State, Submission
from pacecar.service.storage.waivers import Waiver

SUBMISSION_ID = "sub-01kb4c8xv9d3m5n7p9r1s3t5v7"


class Model(BaseModel):
    """A part of an answer: every key is there, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CheckOut(Model):
    """A check of a submission, and what it was made of."""

    id: str
    portfolio: int = Field(description="The version of the portfolio it was checked on; 0: none.")
    rulebook_digest: str
    as_of: str = Field(description="The date it was judged at.")
    tool_version: str
    evaluator: str
    verdict: Literal["accepted", "rejected", "not judged"] = Field(
        description="By what the proposal introduces; of a first plan, by all of it."
    )
    introduced_errors: int = Field(description="Unwaived errors that it introduces.")
    report_digest: str
    checked_at: str

    @classmethod
    def of(cls, check: Check) -> Self:
        """Show a check."""
        return cls(
            id=check.id,
            portfolio=check.portfolio,
            rulebook_digest=check.rulebook_digest,
            as_of=check.as_of,
            tool_version=check.tool_version,
            evaluator=check.evaluator,
            verdict=check.verdict,  # type: ignore[arg-type]
            introduced_errors=check.introduced_errors,
            report_digest=check.report,
            checked_at=check.checked_at,
        )


class Progress(Model):
    """How far a submission's check is."""

    state: Literal["waiting", "running", "done", "failed"]
    attempts: int
    problem: str = Field(description="Why it could not be run, the last time; else empty.")

    @classmethod
    def of(cls, job: Job) -> Self:
        """Show a job."""
        state: Any = "running" if job.state == "claimed" else job.state
        return cls(state=state, attempts=job.attempts, problem=job.problem)


class SubmissionOut(Model):
    """A submission."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": SUBMISSION_ID,
                    "company": "renault",
                    "kind": "proposal",
                    "state": "checked",
                    "name": "kadjar.yaml",
                    "digest": "sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
                    "submitted_at": "2026-11-25T18:30:00.000000Z",
                    "decided_at": None,
                    "reason": None,
                    "portfolio": None,
                    "progress": {"state": "done", "attempts": 1, "problem": ""},
                    "check": None,
                    "links": {"self": f"/v1/submissions/{SUBMISSION_ID}"},
                }
            ]
        }
    )

    id: str
    company: str
    kind: Kind
    state: State
    name: str = Field(description="What the file that was sent is called.")
    digest: str = Field(description="The digest of its bytes.")
    submitted_at: str
    decided_at: str | None
    reason: str | None = Field(description="Why it was rejected.")
    portfolio: int | None = Field(description="The version of the portfolio that it became.")
    progress: Progress | None = Field(description="How far its check is; null for another's.")
    check: CheckOut | None = Field(description="The latest check; null before the first.")
    links: dict[str, str]

    @classmethod
    def of(cls, submission: Submission, check: Check | None, job: Job | None) -> Self:
        """Show a submission."""
        here = f"/v1/submissions/{submission.id}"
        links = {"self": here, "body": f"{here}/body", "history": f"{here}/history"}
        if check is not None:
            links["report"] = f"{here}/report"
        return cls(
            id=submission.id,
            company=submission.company,
            kind=submission.kind,
            state=submission.state,
            name=submission.name,
            digest=submission.body,
            submitted_at=submission.submitted_at,
            decided_at=submission.decided_at or None,
            reason=submission.reason or None,
            portfolio=submission.portfolio or None,
            progress=Progress.of(job) if job else None,
            check=CheckOut.of(check) if check else None,
            links=links,
        )


class Submitted(Model):
    """A submission that was taken in, with its report where that is there and small."""

    submission: SubmissionOut
    report: dict[str, Any] | None = Field(description="A `pacecar-report/1`; see `links.report`.")


class DryRun(Model):
    """What a check would say; nothing was kept."""

    verdict: Literal["accepted", "rejected", "not judged"]
    introduced_errors: int
    report: dict[str, Any]


class SubmissionItem(Model):
    """A submission in a list."""

    id: str
    company: str
    kind: Kind
    state: State
    name: str
    submitted_at: str
    decided_at: str | None
    portfolio: int | None
    links: dict[str, str]

    @classmethod
    def of(cls, submission: Submission) -> Self:
        """Show a submission."""
        return cls(
            id=submission.id,
            company=submission.company,
            kind=submission.kind,
            state=submission.state,
            name=submission.name,
            submitted_at=submission.submitted_at,
            decided_at=submission.decided_at or None,
            portfolio=submission.portfolio or None,
            links={"self": f"/v1/submissions/{submission.id}"},
        )


class SubmissionPage(Model):
    """Submissions, the latest first; `next` is where the page after this one is, or null."""

    items: list[SubmissionItem]
    next: str | None


class Rejection(Model):
    """Why a submission is rejected."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "Decided for the other platform."}]}
    )

    reason: str = Field(min_length=1, max_length=2000)


class DecisionOut(Model):
    """An entry of the decision log: what happened, and the hash that seals it."""

    sequence: int
    kind: str
    detail: dict[str, Any]
    previous: str
    hash: str

    @classmethod
    def of(cls, decision: Decision) -> Self:
        """Show an entry."""
        return cls(
            sequence=decision.sequence,
            kind=decision.kind,
            detail=dict(decision.said),
            previous=decision.previous,
            hash=decision.hash,
        )


class History(Model):
    """What was decided about a submission, the first decision first."""

    items: list[DecisionOut]


class VersionOut(Model):
    """A version of the portfolio."""

    version: int
    kind: Kind
    submission: str
    recorded_at: str
    links: dict[str, str]

    @classmethod
    def of(cls, version: Version) -> Self:
        """Show a version."""
        return cls(
            version=version.version,
            kind=version.kind,
            submission=version.submission,
            recorded_at=version.recorded_at,
            links={
                "self": f"/v1/portfolio?version={version.version}",
                "submission": f"/v1/submissions/{version.submission}",
            },
        )


class PortfolioOut(Model):
    """The accepted portfolio: its version, and its report by what is in force now."""

    version: VersionOut
    report_digest: str
    report: dict[str, Any]


class VersionPage(Model):
    """Versions of the portfolio, the latest first."""

    items: list[VersionOut]
    next: str | None


class RuleFileOut(Model):
    """A file of a rulebook."""

    name: str
    text: str


class RulebookOut(Model):
    """A rulebook: its digest, as reports name it, and its files as they were loaded."""

    digest: str
    rules: int
    files: list[RuleFileOut]


class WaiverIn(Model):
    """A waiver to be given."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "rule": "twins/share-a-plant",
                    "subject": "r-kadjar",
                    "until": "2027-06-30",
                    "reason": "Palencia is already tooled.",
                }
            ]
        }
    )

    rule: str = Field(min_length=1, max_length=200)
    subject: str = Field(min_length=1, max_length=2000)
    until: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$", description="Its last day.")
    reason: str = Field(min_length=1, max_length=2000)


class WaiverOut(Model):
    """A waiver, and the company that approved it."""

    id: str
    rule: str
    subject: str
    until: str
    reason: str
    company: str
    given_at: str
    revoked_at: str | None

    @classmethod
    def of(cls, waiver: Waiver) -> Self:
        """Show a waiver."""
        return cls(
            id=waiver.id,
            rule=waiver.rule,
            subject=waiver.subject,
            until=waiver.until,
            reason=waiver.reason,
            company=waiver.company,
            given_at=waiver.given_at,
            revoked_at=waiver.revoked_at or None,
        )


class WaiverPage(Model):
    """Waivers, the latest first."""

    items: list[WaiverOut]
    next: str | None


class Ready(Model):
    """Whether the service can do its work."""

    status: Literal["ready"]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    request_id: str
