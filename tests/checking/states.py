"""Findings and reports made by hand, for comparing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pacecar.checking.report import Finding, Report, RuleResult, Subject, Summary, Waived
from pacecar.rulebook.severity import Severity

WAIVED = Waived("Tooled already", "2026-06-30", ("renault", "nissan"))


def finding(
    name: str, values: str = "v", severity: Severity = "error", *, waived: bool = False
) -> Finding:
    """Return a finding of `twins/x` on a program; its fingerprint is the program's name."""
    return Finding(
        rule="twins/x",
        severity=severity,
        legacy=False,
        waived=WAIVED if waived else None,
        message=f"{name} has {values}.",
        hint="",
        subject=Subject("programs", name, "platform", name.title()),
        location=None,
        related=(),
        related_total=0,
        values={"follower.platform": values},
        fingerprint=name,
        values_digest=values,
    )


def report_of(findings: Sequence[Finding], rules: Iterable[str] = ("twins/x",)) -> Report:
    """Return a report with findings, in their order, of a plan that was judged."""
    counts = Counter("waived" if f.waived else f.severity for f in findings)
    rejected = any(f.severity == "error" and f.waived is None for f in findings)
    result = RuleResult("", "", "error", "broken", 1, 0, 1, 0, 0, "", ())
    return Report(
        evaluator="builtin",
        plan_name="Plan",
        plan_digest="sha256:0",
        as_of="2025-12-31",
        programs=1,
        rulebook_digest="sha256:1",
        rulebook_rules=1,
        verdict="rejected" if rejected else "accepted",
        summary=Summary(
            counts["error"], counts["warning"], counts["info"], counts["waived"], 0, 0, 0, 0
        ),
        rules=tuple(replace(result, rule=rule) for rule in rules),
        findings=tuple(findings),
        undetermined=(),
        texts={},
    )
