"""Counts and needs in the words of a planner, the same in every part of the text format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pacecar.checking.report import Finding, Report, RuleResult

_PATH = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+").fullmatch


def counted(number: int, one: str, many: str = "") -> str:
    """Return `1 error`, `2 errors`, `1,204 cases`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Join what is there with commas."""
    return ", ".join(part for part in parts if part)


def need(path: str) -> str:
    """Say in words which value a path means: `platform` of the follower's leader.

    Anything but a plain path is returned as it is.
    """
    if not _PATH(path):
        return path
    *owners, field = path.split(".")
    return f"{field} of the {"'s ".join(owners)}"


def findings_in_words(report: Report) -> str:
    """Return `10 errors, 16 warnings, 45 information, 2 waived`, leaving out what is zero."""
    summary = report.summary
    parts = [
        counted(summary.error, "error") if summary.error else "",
        counted(summary.warning, "warning") if summary.warning else "",
        counted(summary.info, "information", "information") if summary.info else "",
        f"{summary.waived:,} waived" if summary.waived else "",
    ]
    return listed(parts) or "no findings"


def titles(report: Report) -> Mapping[str, RuleResult]:
    """Return the results by rule; flaws of structure have none."""
    return {result.rule: result for result in report.rules}


Group = tuple[str, str, tuple[Finding, ...]]
"""A severity, a rule, and its findings of that severity."""


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """Group unwaived findings: errors first, flaws of structure before rules, then by rule.

    A flaw of structure goes first because what rules say beside it may follow from it.
    """
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.waived is None:
            groups.setdefault((finding.severity, finding.rule), []).append(finding)
    rank = {"error": 0, "warning": 1, "info": 2}
    order = sorted(groups, key=lambda key: (rank[key[0]], not key[1].startswith("plan/"), key[1]))
    return [(severity, rule, tuple(groups[severity, rule])) for severity, rule in order]
