"""Portfolio, rulebook, waivers and readiness, as the API answers with them."""

from __future__ import annotations

from typing import Any, Final, Literal, Self

from pydantic import ConfigDict, Field

from pacecar.service.api.models import Model
from pacecar.service.api.parameters import DIGEST, SUBMISSION_ID, WAIVER_ID
from pacecar.service.storage.portfolios import Version
from pacecar.service.storage.submissions import Kind
from pacecar.service.storage.waivers import Waiver

_VERSION_EXAMPLE: Final[Any] = {
    "version": 3,
    "kind": "proposal",
    "submission": SUBMISSION_ID,
    "recorded_at": "2026-11-25T18:31:00.000000Z",
    "links": {
        "self": "/v1/portfolio?version=3",
        "submission": f"/v1/submissions/{SUBMISSION_ID}",
    },
}
_WAIVER_IN_EXAMPLE: Final[Any] = {
    "rule": "twins/share-a-plant",
    "subject": "r-kadjar",
    "until": "2027-06-30",
    "reason": "Palencia is already tooled.",
}
_WAIVER_EXAMPLE: Final[Any] = {
    "id": WAIVER_ID,
    **_WAIVER_IN_EXAMPLE,
    "company": "renault",
    "given_at": "2026-11-25T18:30:00.000000Z",
    "revoked_at": None,
}


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

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "version": _VERSION_EXAMPLE,
                    "report_digest": DIGEST,
                    "report": {"format": "pacecar-report/1", "verdict": "accepted", "findings": []},
                }
            ]
        }
    )

    version: VersionOut
    report_digest: str
    report: dict[str, Any]


class VersionPage(Model):
    """Versions of the portfolio, the latest first."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_VERSION_EXAMPLE], "next": None}]}
    )

    items: list[VersionOut]
    next: str | None


class RuleFileOut(Model):
    """A file of a rulebook."""

    name: str
    text: str


class RulebookOut(Model):
    """A rulebook: its digest, as reports name it, and its files as they were loaded."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "digest": DIGEST,
                    "rules": 1,
                    "files": [
                        {"name": "twins/share-a-plant.yaml", "text": "id: twins/share-a-plant"}
                    ],
                }
            ]
        }
    )

    digest: str
    rules: int
    files: list[RuleFileOut]


class WaiverIn(Model):
    """A waiver to be given."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WAIVER_IN_EXAMPLE]})

    rule: str = Field(min_length=1, max_length=200)
    subject: str = Field(min_length=1, max_length=2000)
    until: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="Its last day.")
    reason: str = Field(min_length=1, max_length=2000)


class WaiverOut(Model):
    """A waiver, and the company that approved it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_WAIVER_EXAMPLE]})

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

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"items": [_WAIVER_EXAMPLE], "next": None}]}
    )

    items: list[WaiverOut]
    next: str | None


class Ready(Model):
    """Whether the service can do its work."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "ready", "rulebook": "in force"}]}
    )

    status: Literal["ready"]
    rulebook: Literal["in force", "replaced"] = Field(
        description="Whether the rulebook that this process was started with is in force, or "
        "another process put another one in its place."
    )
