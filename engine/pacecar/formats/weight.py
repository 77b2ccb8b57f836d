"""Which findings count: what the verdict is about, and what lets the check fail."""

from __future__ import annotations

from typing import Final

from pacecar.checking.report import Finding, Report
from pacecar.formats.view import View
from pacecar.rulebook.severity import Severity

RANK: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "info": 2}
"""The severities, the gravest first."""


def counts(finding: Finding) -> bool:
    """Whether the verdict is about a finding: no waiver covers it, and it was not there before."""
    return finding.waived is None and finding.change != "left"


def fails(finding: Finding, view: View) -> bool:
    """Whether a finding lets the check fail."""
    return counts(finding) and RANK[finding.severity] <= RANK[view.fail_level]


def unread(report: Report) -> list[Finding]:
    """Return the findings about what could not be read, and let the plan go without judgement."""
    if report.verdict != "not judged":
        return []
    for rule in ("plan/unreadable", "plan/over-limit"):
        found = [finding for finding in report.findings if finding.rule == rule]
        if found:
            return found
    return []
