"""Submissions, as the API answers with them; the OpenAPI document is made of these."""

from __future__ import annotations

from typing import Any, Final, Literal, Self

from pydantic import ConfigDict, Field

from pacecar.service.api.models import Model
from pacecar.service.api.parameters import DIGEST, SUBMISSION_ID
from pacecar.service.checking import Changed
from pacecar.service.reading import Whole
from pacecar.service.storage.checks import Check
from pacecar.service.storage.decisions import Decision
from pacecar.service.storage.jobs import Job
from pacecar.service.storage.submissions import Kind, State, Submission

_HASH = DIGEST.removeprefix("sha256:")
_CHECK_EXAMPLE: Final[Any] = {
    "id": "chk-01kb4c8xv9d3m5n7p9r1s3t5v7",
    "portfolio": 3,
    "rulebook_digest": DIGEST,
    "as_of": "2026-11-25",
    "tool_version": "0.1.0",
    "evaluator": "durable",
    "verdict": "rejected",
    "introduced_errors": 1,
    "report_digest": DIGEST,
    "checked_at": "2026-11-25T18:30:00.412000Z",
}
_EXAMPLE: Final[Any] = {
    "id": SUBMISSION_ID,
    "company": "renault",
    "kind": "proposal",
    "state": "checked",
    "name": "kadjar.yaml",
    "digest": DIGEST,
    "submitted_at": "2026-11-25T18:30:00.000000Z",
    "decided_at": None,
    "reason": None,
    "portfolio": None,
    "progress": {"state": "done", "attempts": 1, "problem": ""},
    "check": _CHECK_EXAMPLE,
    "outdated": [],
    "links": {
        "self": f"/v1/submissions/{SUBMISSION_ID}",
        "body": f"/v1/submissions/{SUBMISSION_ID}/body",
        "history": f"/v1/submissions/{SUBMISSION_ID}/history",
        "report": f"/v1/submissions/{SUBMISSION_ID}/report",
    },
}
REPORT_EXAMPLE: Final[Any] = {
    "format": "pacecar-report/1",
    "verdict": "rejected",
    "summary": {"error": 1, "warning": 0, "info": 0, "waived": 0, "undetermined": 0},
    "findings": [
        {
            "rule": "twins/share-a-platform",
            "severity": "error",
            "message": "Renault Kadjar II is on cmf-b; its leader, Nissan Qashqai, on cmf-cd.",
            "location": {"file": "kadjar.yaml", "line": 7, "column": 15},
        }
    ],
}


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

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

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
    outdated: list[Changed] = Field(
        description="What is another one than the latest check was made of, while nothing is "
        "decided: `checkSubmission` checks again."
    )
    links: dict[str, str]

    @classmethod
    def of(cls, whole: Whole) -> Self:
        """Show a submission."""
        submission, check, job = whole.submission, whole.check, whole.job
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
            outdated=list(whole.outdated),
            links=links,
        )

    @property
    def is_under_way(self) -> bool:
        """Whether its check waits or runs, so that asking again soon tells more."""
        return self.progress is not None and self.progress.state in ("waiting", "running")


class Submitted(Model):
    """A submission that was taken in, with its report where that is there and small."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"submission": _EXAMPLE, "report": REPORT_EXAMPLE}]}
    )

    submission: SubmissionOut
    report: dict[str, Any] | None = Field(description="A `pacecar-report/1`; see `links.report`.")


class DryRun(Model):
    """What a check would say; nothing was kept."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"verdict": "rejected", "introduced_errors": 1, "report": REPORT_EXAMPLE}]
        }
    )

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


_ITEM_EXAMPLE: Final[Any] = {
    **{key: _EXAMPLE[key] for key in ("id", "company", "kind", "state", "name")},
    "submitted_at": "2026-11-25T18:30:00.000000Z",
    "decided_at": None,
    "portfolio": None,
    "links": {"self": f"/v1/submissions/{SUBMISSION_ID}"},
}


class SubmissionPage(Model):
    """Submissions, the latest first; `next` is where the page after this one is, or null."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_ITEM_EXAMPLE], "next": None}]}
    )

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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {
                            "sequence": 12,
                            "kind": "submitted",
                            "detail": {"submission": SUBMISSION_ID, "by": "tok-01kb4c8xv9"},
                            "previous": _HASH,
                            "hash": _HASH,
                        }
                    ]
                }
            ]
        }
    )

    items: list[DecisionOut]
