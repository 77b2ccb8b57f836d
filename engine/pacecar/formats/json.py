"""`pacecar-report/1`: the report for programs, stable from the first release on.

Keys and their order are part of the format; a change of meaning is a new version of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pacecar
from pacecar.checking.report import (
    Against,
    Finding,
    Known,
    Related,
    Report,
    RuleResult,
    Subject,
    Summary,
    Undetermined,
)
from pacecar.formats.view import View
from pacecar.plan.nodes import Location

FORMAT: Final = "pacecar-report/1"
EXAMPLES: Final = 20
"""How many related places and examples are given; beside them stands the total."""

# JSON allows these characters as they are, but they steer terminals, turn the direction of
# what follows, or cannot be encoded.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def render(report: Report) -> str:
    """Return the report as JSON: two spaces of indent, not only ASCII, a line break at the end."""
    return written(document(report), indent=2) + "\n"


def render_all(reports: Sequence[Report], view: View) -> str:  # noqa: ARG001 - as every format
    """Return the one report as JSON."""
    (report,) = reports
    return render(report)


def written(value: object, indent: int | None = None) -> str:
    """Return a value as JSON, with whatever might steer a terminal as escapes."""
    separators = None if indent else (",", ":")
    text = json.dumps(
        value, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False
    )
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def document(report: Report) -> dict[str, object]:
    """Return the report as what JSON knows: dicts, lists, texts, numbers, truths, None."""
    compared = {} if report.against is None else {"against": against_of(report.against)}
    return {
        "format": FORMAT,
        **about(report),
        "verdict": report.verdict,
        "summary": summary_of(report.summary),
        **compared,
        "rules": [rule_of(result) for result in report.rules],
        "findings": [finding_of(finding) for finding in report.findings],
        **left_out_of(report),
        "undetermined": [undetermined_of(entry) for entry in report.undetermined],
    }


def about(report: Report) -> dict[str, object]:
    """Return what made the report, of which plan, by which rulebook."""
    return {
        "tool": tool_of(report),
        "plan": plan_of(report),
        "rulebook": {"digest": report.rulebook_digest, "rules": report.rulebook_rules},
    }


def tool_of(report: Report) -> dict[str, object]:
    """Return what made the report; a note only where there is something to say."""
    note = {"note": report.evaluator_note} if report.evaluator_note else {}
    return {
        "name": "pacecar",
        "version": pacecar.__version__,
        "evaluator": report.evaluator,
        **note,
    }


def plan_of(report: Report) -> dict[str, object]:
    """Return which plan was checked, and as of when."""
    return {
        "name": report.plan_name,
        "digest": report.plan_digest,
        "as_of": report.as_of,
        "programs": report.programs,
    }


def summary_of(summary: Summary) -> dict[str, object]:
    """Return how many there are of everything."""
    return {
        "error": summary.error,
        "warning": summary.warning,
        "info": summary.info,
        "waived": summary.waived,
        "undetermined": summary.undetermined,
        "unplaced": summary.unplaced,
    }


def left_out_of(report: Report) -> dict[str, object]:
    """Return how many findings of each rule are not in the report, if there are any."""
    if not report.left_out:
        return {}
    left = [
        {"rule": rule, "severity": severity, "count": count}
        for (severity, rule), count in sorted(report.left_out.items())
    ]
    return {"left_out": left}


def against_of(against: Against) -> dict[str, object]:
    """Return what a report was compared with, and what became of the findings there."""
    return {
        **counts_of(against),
        "resolved": [known_of(known) for known in against.resolved],
    }


def counts_of(against: Against) -> dict[str, object]:
    """Return what a report was compared with, and how many findings are new, changed, left."""
    return {
        "what": against.what,
        "introduced": against.introduced,
        "changed": against.changed,
        "left": against.left,
    }


def known_of(known: Known) -> dict[str, object]:
    """Return a finding of the earlier state."""
    return {
        "rule": known.rule,
        "severity": known.severity,
        "message": known.message,
        "subject": subject_of(known.subject),
        "values_digest": known.values_digest,
        "fingerprint": known.fingerprint,
    }


def rule_of(result: RuleResult) -> dict[str, object]:
    """Return a rule's outcome; `problem` is there only for a rule that could not run."""
    entry: dict[str, object] = {
        "rule": result.rule,
        "outcome": result.outcome,
        "cases": result.cases,
        "kept": result.kept,
        "broken": result.broken,
        "undetermined": result.undetermined,
    }
    if result.outcome == "could not run":
        entry["problem"] = result.problem
    return entry


def finding_of(finding: Finding) -> dict[str, object]:
    """Return a finding; `change` is there only where the plan was compared."""
    waived = finding.waived
    compared = {"change": finding.change} if finding.change else {}
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        **compared,
        "legacy": finding.legacy,
        "waived": None
        if waived is None
        else {
            "reason": waived.reason,
            "until": waived.until,
            "approved_by": list(waived.approved_by),
        },
        "message": finding.message,
        "hint": finding.hint,
        "subject": subject_of(finding.subject),
        "location": _location(finding.location),
        "related": [related_of(related) for related in finding.related[:EXAMPLES]],
        "related_total": finding.related_total,
        "values": {name: _plain(value) for name, value in finding.values.items()},
        "values_digest": finding.values_digest,
        "fingerprint": finding.fingerprint,
    }


def undetermined_of(entry: Undetermined) -> dict[str, object]:
    """Return the cases that wait for one value; `count` tells how many there are."""
    examples = [{"collection": s.collection, "id": s.id} for s in entry.examples[:EXAMPLES]]
    return {"rule": entry.rule, "needs": entry.needs, "count": entry.count, "examples": examples}


def related_of(related: Related) -> dict[str, object]:
    """Return a related place."""
    return {
        "subject": subject_of(related.subject),
        "location": _location(related.location),
        "message": related.message,
    }


def subject_of(subject: Subject) -> dict[str, object]:
    """Return a subject."""
    return {"collection": subject.collection, "id": subject.id, "field": subject.field}


def _location(location: Location | None) -> dict[str, object] | None:
    """Return a location; `cell` is there only for workbooks and CSV files."""
    if location is None:
        return None
    entry: dict[str, object] = {
        "file": location.file,
        "line": location.span.line,
        "column": location.span.column,
        "end_line": location.span.end_line,
        "end_column": location.span.end_column,
        "pointer": location.pointer,
    }
    if location.cell:
        entry["cell"] = location.cell
    return entry


def _plain(value: object) -> object:
    """Return a value of a finding as JSON has it; exact decimals and dates become texts."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(item) for item in value]
    if isinstance(value, Collection) and not isinstance(value, str | bytes):
        return sorted((_plain(item) for item in value), key=str)
    # Bounds may be infinite, for which JSON has no number.
    infinite = isinstance(value, float) and value - value != 0
    known = value is None or isinstance(value, str | bool | int | float)
    return value if known and not infinite else str(value)
