"""The log: a run for each plan. Nothing in it depends on the machine or the hour."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from urllib.parse import quote

import pacecar
from pacecar.checking.report import Finding, Report, RuleResult
from pacecar.formats.json import (
    counts_of,
    known_of,
    plan_of,
    summary_of,
    undetermined_of,
    written,
)
from pacecar.formats.sarif.places import BASE, artifact, place_of
from pacecar.formats.sarif.results import message, results
from pacecar.formats.sarif.rules import descriptors
from pacecar.formats.view import View
from pacecar.formats.weight import unread

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_NOTIFICATIONS = {
    "could-not-run": "A rule could not be evaluated, so nothing says whether it is kept.",
    "not-read": "A file of the plan could not be read, so the plan is not judged.",
}


def render_all(reports: Sequence[Report], view: View) -> str:  # noqa: ARG001 - as every format
    """Return the reports as a log with a run for each."""
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": _runs(reports)}
    return written(log, indent=2) + "\n"


def _runs(reports: Sequence[Report]) -> list[dict[str, object]]:
    """Return the runs; each has a name of its own, by which code scanning tells them apart."""
    taken: dict[str, int] = {}
    runs = []
    for report in reports:
        name = _name(report)
        taken[name] = taken.get(name, 0) + 1
        runs.append(_run(report, name if taken[name] == 1 else f"{name}-{taken[name]}"))
    return runs


def _name(report: Report) -> str:
    """Return the folder of a plan, or its file if it is one: the same from check to check."""
    files = sorted(report.texts)
    if len(files) == 1:
        return files[0]
    folder = posixpath.commonprefix([posixpath.dirname(file).split("/") for file in files])
    return "/".join(folder) if folder else "."


def _run(report: Report, name: str) -> dict[str, object]:
    rules = descriptors(report)
    numbers = {str(rule["id"]): number for number, rule in enumerate(rules)}
    driver = {
        "name": "pacecar",
        "version": pacecar.__version__,
        "semanticVersion": pacecar.__version__,
        "shortDescription": {"text": "Checks proposed vehicle programs against a rulebook."},
        "rules": rules,
        "notifications": [
            {"id": own, "shortDescription": {"text": text}, "fullDescription": {"text": text}}
            for own, text in _NOTIFICATIONS.items()
        ],
        "properties": {"evaluator": report.evaluator},
    }
    return {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"pacecar/{quote(name, safe='/.-_~')}/"},
        "originalUriBaseIds": {BASE: {"description": {"text": "The folder Pacecar was run in."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, numbers)],
        "artifacts": [{"location": artifact(file)} for file in sorted(report.texts)],
        "results": results(report, numbers),
        "properties": _properties(report),
    }


def _properties(report: Report) -> dict[str, object]:
    """Return what SARIF has no place for: the plan, the verdict, what waits for values."""
    against = report.against
    return {
        "plan": plan_of(report),
        "rulebook": {"digest": report.rulebook_digest, "rules": report.rulebook_rules},
        "verdict": report.verdict,
        "summary": summary_of(report.summary),
        **({} if against is None else {"against": counts_of(against)}),
        **({} if against is None else {"resolved": [known_of(k) for k in against.resolved]}),
        "undetermined": [undetermined_of(entry) for entry in report.undetermined],
    }


def _invocation(report: Report, numbers: Mapping[str, int]) -> dict[str, object]:
    judged = report.verdict != "not judged"
    idle = [result for result in report.rules if result.outcome == "could not run"]
    told = [_could_not_run(result, numbers) for result in idle]
    told += [_not_read(finding, report, numbers) for finding in unread(report)]
    found: dict[str, object] = {"executionSuccessful": judged and not idle}
    return {**found, "toolExecutionNotifications": told} if told else found


def _could_not_run(result: RuleResult, numbers: Mapping[str, int]) -> dict[str, object]:
    return {
        "descriptor": {"id": "could-not-run", "index": 0},
        "associatedRule": {"id": result.rule, "index": numbers[result.rule]},
        "level": "error",
        "message": message(f"{result.rule} could not run: {result.problem}"),
    }


def _not_read(finding: Finding, report: Report, numbers: Mapping[str, int]) -> dict[str, object]:
    return {
        "descriptor": {"id": "not-read", "index": 1},
        "associatedRule": {"id": finding.rule, "index": numbers[finding.rule]},
        "level": "error",
        "message": message(finding.message),
        "locations": [place_of(finding, report)],
    }
