"""Findings as SARIF's results."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pacecar.checking.report import Change, Finding, Report, Waived
from pacecar.formats.json import EXAMPLES, subject_of
from pacecar.formats.sarif.places import place, place_of
from pacecar.formats.sarif.rules import LEVELS
from pacecar.formats.words import listed

_STATES: Mapping[Change, str] = {"introduced": "new", "changed": "updated", "left": "unchanged"}

_LINK = re.compile(r"\[(?=[^\[\]]*\]\()")
"""The begin of what a viewer would take for a link, `[text](target)`."""


def results(report: Report, numbers: Mapping[str, int]) -> list[dict[str, object]]:
    """Return the findings as results; `numbers` are the places of the rules among the rules."""
    waivers = any(finding.waived for finding in report.findings)
    return [_result(finding, report, numbers, waivers=waivers) for finding in report.findings]


def message(text: str) -> dict[str, object]:
    """Return a text as a message: it has no links, whatever a planner called something."""
    return {"text": _LINK.sub(r"\\[", text)}


def _result(
    finding: Finding, report: Report, numbers: Mapping[str, int], *, waivers: bool
) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": numbers[finding.rule],
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": message(listed((finding.message, finding.hint), "\n")),
        "locations": [place_of(finding, report)],
    }
    related = [
        {"id": number, **place(one.location, one.subject), "message": message(one.message)}
        for number, one in enumerate(finding.related[:EXAMPLES], 1)
        if one.location is not None
    ]
    if related:
        result["relatedLocations"] = related
    result["partialFingerprints"] = {"pacecar/v1": finding.fingerprint}
    if finding.change:
        result["baselineState"] = _STATES[finding.change]
    if waivers:
        # Where one result tells of its suppression, silence of another would mean "not known".
        result["suppressions"] = [_suppression(finding.waived)] if finding.waived else []
    result["properties"] = {
        "subject": subject_of(finding.subject),
        "legacy": finding.legacy,
        "placed": finding.location is not None,
        "relatedTotal": finding.related_total,
        "valuesDigest": finding.values_digest,
    }
    return result


def _suppression(waived: Waived) -> dict[str, object]:
    by = listed(waived.approved_by)
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{waived.reason} (until {waived.until}, approved by {by})",
        "properties": {"until": waived.until, "approvedBy": list(waived.approved_by)},
    }
