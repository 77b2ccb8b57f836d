"""The shape of `pacecar-report/1` and of its lines, for tests, and for their JSON Schema.

A check does not import this module: pydantic would cost it its quick start.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Severity = Literal["error", "warning", "info"]


class _Part(BaseModel):
    """A part of a report: every key is there, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Tool(_Part):
    """What made the report; the only part that differs between evaluators."""

    name: Literal["pacecar"]
    version: str
    evaluator: str
    note: str = Field(default="", description="What is to be said of who judged, if anything.")


class Plan(_Part):
    """What was checked, by digest, and the date it was judged at."""

    name: str
    digest: str
    as_of: str
    programs: int = Field(ge=0)


class Rulebook(_Part):
    """What it was checked against."""

    digest: str
    rules: int = Field(ge=0)


class Summary(_Part):
    """Unwaived findings by severity; waived findings; undetermined cases; unplaced members."""

    error: int = Field(ge=0)
    warning: int = Field(ge=0)
    info: int = Field(ge=0)
    waived: int = Field(ge=0)
    undetermined: int = Field(ge=0)
    unplaced: int = Field(ge=0)


class Rule(_Part):
    """The outcome of a rule over its cases; `problem` says why a rule could not run."""

    rule: str
    outcome: Literal["broken", "undetermined", "kept", "not applicable", "could not run"]
    cases: int = Field(ge=0)
    kept: int = Field(ge=0)
    broken: int = Field(ge=0)
    undetermined: int = Field(ge=0)
    problem: str = ""


class Subject(_Part):
    """An entity, a group by its keys, a leadership by its scope; and the field concerned."""

    collection: str
    id: str
    field: str


class Example(_Part):
    """A subject of an undetermined case."""

    collection: str
    id: str


class Location(_Part):
    """A place: lines and columns from 1, columns in code points, the end exclusive."""

    file: str
    line: int = Field(ge=1)
    column: int = Field(ge=1)
    end_line: int = Field(ge=1)
    end_column: int = Field(ge=1)
    pointer: str
    cell: str = ""


class Related(_Part):
    """Another place that belongs to a finding."""

    subject: Subject
    location: Location | None
    message: str


class Waived(_Part):
    """The waiver that covers a finding."""

    reason: str
    until: str
    approved_by: list[str]


class Finding(_Part):
    """A broken case, or a flaw of the plan's structure; `change` if the plan was compared."""

    rule: str
    severity: Severity
    change: Literal["", "introduced", "changed", "left"] = ""
    legacy: bool
    waived: Waived | None
    message: str
    hint: str
    subject: Subject
    location: Location | None
    related: list[Related] = Field(max_length=20)
    related_total: int = Field(ge=0)
    values: dict[str, Any]
    values_digest: str
    fingerprint: str


class Undetermined(_Part):
    """Cases of a rule that wait for one unknown value; `count` tells how many there are."""

    rule: str
    needs: str
    count: int = Field(ge=0)
    examples: list[Example] = Field(max_length=20)


class Known(_Part):
    """A finding of an earlier state."""

    rule: str
    severity: Severity
    message: str
    subject: Subject
    values_digest: str
    fingerprint: str


class Compared(_Part):
    """What the plan was compared with, and how many findings it introduces, changes, leaves."""

    what: str
    introduced: int = Field(ge=0)
    changed: int = Field(ge=0)
    left: int = Field(ge=0)


class Against(Compared):
    """What the plan was compared with; of the findings there, those that it resolves."""

    resolved: list[Known]


class LeftOut(_Part):
    """How many findings of a rule a report has no room for; a check of very many programs has."""

    rule: str
    severity: Severity
    count: int = Field(ge=1)


class ReportV1(_Part):
    """The whole report."""

    format: Literal["pacecar-report/1"]
    tool: Tool
    plan: Plan
    rulebook: Rulebook
    verdict: Literal["accepted", "rejected", "not judged"]
    summary: Summary
    against: Against | None = None
    rules: list[Rule]
    findings: list[Finding]
    left_out: list[LeftOut] | None = None
    undetermined: list[Undetermined]


class ReportLine(_Part):
    """Opens the lines of a report."""

    line: Literal["report"]
    format: Literal["pacecar-report-lines/1"]
    tool: Tool
    plan: Plan
    rulebook: Rulebook
    against: Compared | None = None


class FindingLine(Finding):
    """A finding."""

    line: Literal["finding"]


class ResolvedLine(Known):
    """A finding of the earlier state that is gone."""

    line: Literal["resolved"]


class UndeterminedLine(Undetermined):
    """Cases that wait for one unknown value."""

    line: Literal["undetermined"]


class RuleLine(Rule):
    """The outcome of a rule."""

    line: Literal["rule"]


class Lines(_Part):
    """How many lines of each kind there were."""

    finding: int = Field(ge=0)
    resolved: int = Field(ge=0)
    undetermined: int = Field(ge=0)
    rule: int = Field(ge=0)


class EndLine(_Part):
    """Closes the lines of a report."""

    line: Literal["end"]
    verdict: Literal["accepted", "rejected", "not judged"]
    summary: Summary
    lines: Lines
    left_out: list[LeftOut] | None = None


Line = Annotated[
    ReportLine | FindingLine | ResolvedLine | UndeterminedLine | RuleLine | EndLine,
    Field(discriminator="line"),
]
LINE_V1: Final[TypeAdapter[Line]] = TypeAdapter(Line)
"""Any line of `pacecar-report-lines/1`."""


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `pacecar-report/1`."""
    return _with_dialect(ReportV1.model_json_schema())


def lines_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of `pacecar-report-lines/1`."""
    return _with_dialect(LINE_V1.json_schema())


def _with_dialect(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
