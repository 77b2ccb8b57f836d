"""What is reported about a plan that breaks every rule that comes with Pacecar, whole.

`REGENERATE=1 pytest tests/everything` writes the report anew; look at the difference then.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from pacecar.checking.check import check
from pacecar.checking.report import Finding, Report
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from tests.formats.snapshots import same

HERE = Path(__file__).parent
TWO_SIDED = {
    "leadership/one-leader-per-model-line",
    "leadership/one-leader-per-region",
    "leadership/one-leader-per-technology",
}
"""Rules that report each of two leaderships that contradict each other: there is no plan with
one finding of theirs, as neither side is more wrong than the other."""

_MARK = re.compile(r"# breaks (?P<rules>.+)")


@pytest.fixture(scope="module")
def rules() -> list[str]:
    """Return the ids of all rules that come with Pacecar, those that are off, too."""
    return [rule.id for rule in load_rulebook([bundled("rules")]).rules]


@pytest.fixture(params=["builtin", "auto", "duckdb"])
def report(
    request: pytest.FixtureRequest, rules: list[str], monkeypatch: pytest.MonkeyPatch
) -> Report:
    """Check the plan against all rules, with each evaluator there is."""
    monkeypatch.chdir(HERE)
    return check(
        ["plan"],
        rules=[bundled("rules")],
        select=rules,
        today=date(2026, 1, 1),
        evaluator=request.param,
    )


def test_every_rule_has_its_finding(report: Report, rules: list[str]) -> None:
    """Each rule has one finding, or one for each side of a contradiction, and nothing else has."""
    expected = {rule: 1 + (rule in TWO_SIDED) for rule in rules}
    assert Counter(finding.rule for finding in report.findings) == expected


def test_findings_stand_where_the_plan_says(report: Report) -> None:
    """Each finding stands on a line that says which rule it breaks, and each such line has one."""
    marked = [
        (f"plan/{file.name}", number, rule)
        for file in (HERE / "plan").iterdir()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if not line.startswith("#") and (found := _MARK.search(line))
        for rule in found["rules"].split(", ")
    ]
    assert sorted(marked) == sorted((*_place(found)[:2], found.rule) for found in report.findings)


def test_the_whole_report(report: Report) -> None:
    """All that is said about each finding is what was read and found right before."""
    same(HERE / "expected.txt", "\n".join(map(_told, report.findings)))


def _told(finding: Finding) -> str:
    """Return all that is said about a finding."""
    file, line, column = _place(finding)
    subject = finding.subject
    about = f"{subject.collection} {subject.id}, {subject.field}".removesuffix(", ")
    return (
        f"{file}:{line}:{column}\n"
        f"  {finding.severity} {finding.rule}\n"
        f"  subject: {about}\n"
        f"  message: {finding.message}\n"
        f"  hint:    {finding.hint}\n"
    )


def _place(finding: Finding) -> tuple[str, int, int]:
    """Return file, line and column of a finding; all of these have one."""
    location = finding.location
    assert location is not None
    return location.file, location.span.line, location.span.column
