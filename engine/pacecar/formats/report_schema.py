"""The shape of `pacecar-report/1`, for tests and for those who want its JSON Schema.

A check does not import this module: pydantic would cost it its quick start.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["error", "warning", "info"]


class _Part(BaseModel):
    """A part of a report: every key is there, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Tool(_Part):
    """What made the report; the only part that differs between evaluators."""

    name: Literal["pacecar"]
    version: str
    evaluator: str


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
    """A broken case, or a flaw of the plan's structure."""

    rule: str
    severity: Severity
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


class ReportV1(_Part):
    """The whole report."""

    format: Literal["pacecar-report/1"]
    tool: Tool
    plan: Plan
    rulebook: Rulebook
    verdict: Literal["accepted", "rejected", "not judged"]
    summary: Summary
    rules: list[Rule]
    findings: list[Finding]
    undetermined: list[Undetermined]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of the format."""
    return ReportV1.model_json_schema()
