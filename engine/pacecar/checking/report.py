"""The result of a check: everything that any format shows, and nothing that needs a rule.

Formats turn a Report into text or JSON; they compute nothing themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pacecar.plan.nodes import Location
from pacecar.rulebook.severity import Severity

MOST_EXAMPLES: Final = 20
"""How many subjects of undetermined cases are told."""

Verdict = Literal["accepted", "rejected", "not judged"]
RuleOutcome = Literal["broken", "undetermined", "kept", "not applicable", "could not run"]
Change = Literal["", "introduced", "changed", "left"]
"""What a finding is beside an earlier state: new, the same with other values, or the same.

The empty text stands in a report that was compared with nothing.
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about: an entity, a group, a leadership in words; and which field.

    `company` is the name of the company that the entity belongs to, "" where none is known or
    several have a part in it.
    """

    collection: str
    id: str
    field: str
    name: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that belongs to a finding, with a short text."""

    subject: Subject
    location: Location | None
    message: str


@dataclass(frozen=True, slots=True)
class Waived:
    """The waiver that covers a finding."""

    reason: str
    until: str
    approved_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken case, or one flaw of the plan's structure.

    `values` are what decided, by the path as written in the rule. `fingerprint` depends on
    rule, subject and field, never on lines or order; `values_digest` on the values.
    `related_total` tells how many related places there are (`related` is capped at 20).
    `change` tells what the finding is beside the state that the report was compared with.
    """

    rule: str
    severity: Severity
    legacy: bool
    waived: Waived | None
    message: str
    hint: str
    subject: Subject
    location: Location | None
    related: tuple[Related, ...]
    related_total: int
    values: Mapping[str, object]
    fingerprint: str
    values_digest: str
    change: Change = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A finding of an earlier state, as a report or a baseline keeps it."""

    rule: str
    severity: Severity
    subject: Subject
    message: str
    fingerprint: str
    values_digest: str
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Against:
    """What a report was compared with, and what became of the findings there.

    `what` says it in words ("revision HEAD", "baseline known.json"). A finding is
    `introduced` if the earlier state has none of its fingerprint, `changed` if it has one
    with other values, of a lower severity, or waived where this one is not, else `left`.
    `resolved` are those of the earlier state that are gone. `undetermined` is what the whole
    plan's undetermined cases wait for; those of the report are the ones that are more.
    """

    what: str
    introduced: int
    changed: int
    left: int
    resolved: tuple[Known, ...]
    undetermined: tuple[Undetermined, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The outcome of one rule over all its cases, and what a report says about the rule."""

    rule: str
    title: str
    severity: Severity
    outcome: RuleOutcome
    cases: int
    kept: int
    broken: int
    undetermined: int
    unplaced: int
    rationale: str
    quotes: tuple[tuple[str, str], ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Undetermined:
    """Cases of one rule that wait for one unknown value."""

    rule: str
    needs: str
    count: int
    examples: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """How many there are of everything.

    Unwaived findings by severity, waived findings, undetermined cases, unplaced members of
    groups, and over all rules the cases kept and broken.
    """

    error: int
    warning: int
    info: int
    waived: int
    undetermined: int
    unplaced: int
    kept: int
    broken: int


@dataclass(frozen=True, slots=True)
class Report:
    """A check's whole result.

    `texts` are the plan's files by name, for snippets. Findings are sorted by file, line,
    column, rule, fingerprint. `against` is there where the plan was compared with an earlier
    state; the verdict and the summary are then about what the plan introduces or changes.
    `left_out` counts by severity and rule the findings that are not among these, where a plan
    has more than a report holds; the summary and the rules count them, too.
    `evaluator_note` is what is to be said of who judged, "" if nothing is.
    """

    evaluator: str
    plan_name: str
    plan_digest: str
    as_of: str
    programs: int
    rulebook_digest: str
    rulebook_rules: int
    verdict: Verdict
    summary: Summary
    rules: tuple[RuleResult, ...]
    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    texts: Mapping[str, str]
    against: Against | None = None
    left_out: Mapping[tuple[Severity, str], int] = field(default_factory=dict)
    evaluator_note: str = ""
