"""Writing a baseline: the findings that are known, a line each, so that two branches merge."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pacecar.checking.keeping import BASELINE
from pacecar.checking.report import Finding, Report, Undetermined


def baseline_of(report: Report) -> str:
    """Return the baseline of a report that has every finding of its plan, compared or not.

    A line of JSON for each finding, sorted by rule, subject and fingerprint, then one for each
    value that undetermined cases wait for. Nothing in it depends on lines or files of the plan.
    """
    findings = sorted(report.findings, key=_order)
    undetermined = report.against.undetermined if report.against else report.undetermined
    waiting = sorted(undetermined, key=lambda entry: (entry.rule, entry.needs))
    lines: list[Mapping[str, object]] = [
        {"format": BASELINE},
        *map(_finding, findings),
        *map(_undetermined, waiting),
    ]
    return "".join(f"{_written(line)}\n" for line in lines)


def _order(finding: Finding) -> tuple[str, ...]:
    subject = finding.subject
    where = (subject.collection, subject.id, subject.field)
    digests = (finding.fingerprint, finding.values_digest)
    return (finding.rule, *where, *digests, finding.severity, finding.message)


def _finding(finding: Finding) -> Mapping[str, object]:
    subject = finding.subject
    line: dict[str, object] = {
        "rule": finding.rule,
        "subject": {"collection": subject.collection, "id": subject.id, "field": subject.field},
        "severity": finding.severity,
        "message": finding.message,
        "values": finding.values_digest,
        "fingerprint": finding.fingerprint,
    }
    if finding.waived is not None:
        line["waived"] = True
    return line


def _undetermined(entry: Undetermined) -> Mapping[str, object]:
    return {"rule": entry.rule, "undetermined": entry.needs, "count": entry.count}


def _written(line: Mapping[str, object]) -> str:
    """Return a line of JSON; what might steer a terminal or an editor is escaped."""
    text = json.dumps(line, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)
