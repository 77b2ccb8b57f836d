"""JUnit XML: what build servers show as tests.

A suite is a family of rules on a plan, a test case a rule. A case fails if its findings let the
check fail, is in error if it could not be judged, and is skipped if the plan has no case for it
or does not say enough; so the file has failures or errors just where the exit code is not 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from pacecar.checking.report import Finding, Report, RuleResult, Undetermined
from pacecar.formats.cells import shown
from pacecar.formats.structure import STRUCTURE
from pacecar.formats.view import View
from pacecar.formats.weight import RANK, fails, unread
from pacecar.formats.words import CHANGED, against_in_words, counted, listed, need, place

_NO_XML = re.compile("[\ufffe\uffff]")
"""Characters that XML has no way to write; `shown` has made the others visible."""


@dataclass(slots=True)
class _Case:
    """A rule on a plan: what is told, and whether it failed, erred, or was skipped."""

    rule: str
    title: str
    result: RuleResult | None = None
    findings: list[Finding] = field(default_factory=list)
    waits: list[Undetermined] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a test case: `kind` is failure, error, skipped, or "" for passed."""

    kind: str
    message: str = ""
    type: str = ""
    lines: tuple[str, ...] = ()


def render_all(reports: Sequence[Report], view: View) -> str:
    """Return the reports as one file."""
    total: Counter[str] = Counter()
    body: list[str] = []
    for report in reports:
        for family, cases in _families(report).items():
            body += _suite(report, family, cases, view, total)
    head = _tag("testsuites", name="pacecar", **_totals(total))
    return (
        "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *body, "</testsuites>"]) + "\n"
    )


def _families(report: Report) -> dict[str, list[_Case]]:
    """Return the cases of a report by family: the structure of the files, then the rules."""
    cases = {rule: _Case(rule, title) for rule, (title, _) in STRUCTURE.items()}
    for result in report.rules:
        cases[result.rule] = _Case(result.rule, result.title, result)
    for finding in report.findings:
        cases.setdefault(finding.rule, _Case(finding.rule, "")).findings.append(finding)
    for entry in report.undetermined:
        cases.setdefault(entry.rule, _Case(entry.rule, "")).waits.append(entry)
    families: dict[str, list[_Case]] = {}
    for rule in sorted(cases, key=lambda rule: (not rule.startswith("plan/"), rule)):
        families.setdefault(rule.partition("/")[0], []).append(cases[rule])
    return families


def _suite(
    report: Report, family: str, cases: Sequence[_Case], view: View, total: Counter[str]
) -> Iterator[str]:
    """Yield the lines of a suite, and add its counts to the total."""
    outcomes = [_outcome(case, report, view) for case in cases]
    counts = Counter(outcome.kind for outcome in outcomes)
    counts["tests"] = len(cases)
    total.update(counts)
    name = f"{shown(report.plan_name) or 'plan'}: {family}"
    yield "  " + _tag("testsuite", name=name, **_totals(counts), time="0")
    yield from _about(report)
    for case, outcome in zip(cases, outcomes, strict=True):
        yield from _case(case, outcome)
    yield "  </testsuite>"


def _about(report: Report) -> Iterator[str]:
    """Yield the properties of a suite: what was judged, by which rulebook."""
    properties = {
        "plan": report.plan_name,
        "plan digest": report.plan_digest,
        "as of": report.as_of,
        "rulebook digest": report.rulebook_digest,
        "verdict": report.verdict,
    }
    if report.against is not None:
        properties["compared"] = against_in_words(report.against)
    yield "    <properties>"
    for name, value in properties.items():
        yield "      " + _tag("property", name=name, value=value, end="/")
    yield "    </properties>"


def _case(case: _Case, outcome: _Outcome) -> Iterator[str]:
    """Yield the lines of a test case."""
    placed = next((f.location for f in case.findings if f.location is not None), None)
    attributes = {"classname": case.rule.partition("/")[0], "name": case.rule}
    if placed is not None:
        attributes["file"] = placed.file
        if not placed.in_workbook:
            attributes["line"] = str(placed.span.line)
    yield "    " + _tag("testcase", **attributes, time="0")
    if outcome.kind:
        start = _tag(outcome.kind, message=outcome.message, type=outcome.type)
        yield f"      {start}{_text(outcome.lines)}</{outcome.kind}>"
    if told := _told(case, outcome):
        yield f"      <system-out>{_text(told)}</system-out>"
    yield "    </testcase>"


def _outcome(case: _Case, report: Report, view: View) -> _Outcome:
    """Return what becomes of a case: error before failure before skipped."""
    result = case.result
    if result is not None and result.outcome == "could not run":
        return _Outcome("error", f"could not run: {result.problem}", "could not run")
    unjudged = [finding for finding in unread(report) if finding.rule == case.rule]
    failing = unjudged or [finding for finding in case.findings if fails(finding, view)]
    if failing:
        gravest = min((finding.severity for finding in failing), key=RANK.__getitem__)
        message = f"{counted(len(failing), 'finding')}: {failing[0].message}"
        lines = tuple(_finding(finding) for finding in failing)
        return _Outcome("error" if unjudged else "failure", message, gravest, lines)
    if case.waits:
        cases = counted(sum(entry.count for entry in case.waits), "case")
        waits = tuple(map(_wait, case.waits))
        kind = "failure" if view.undetermined == "reject" else "skipped"
        return _Outcome(kind, f"{cases} undetermined", "undetermined", waits)
    if result is not None and result.outcome == "not applicable":
        return _Outcome("skipped", "not applicable: the plan has no case for it", "not applicable")
    return _Outcome("")


def _told(case: _Case, outcome: _Outcome) -> tuple[str, ...]:
    """Return what is told beside the outcome: title, cases, and what let nothing fail."""
    result = case.result
    lines = [case.title] if case.title else []
    if result is not None and result.cases:
        lines.append(
            f"{counted(result.cases, 'case')}: {result.kept:,} kept, {result.broken:,} broken, "
            f"{result.undetermined:,} undetermined"
        )
    lines += [*map(_finding, case.findings), *map(_wait, case.waits)]
    return tuple(line for line in lines if line not in outcome.lines)


def _finding(finding: Finding) -> str:
    """Return a finding in a line: its place, and what it is beside severity and rule."""
    waived = finding.waived
    known = CHANGED.get(finding.change, "")
    marks = listed((known, f"waived until {waived.until}" if waived else ""))
    what = f"{finding.severity} {finding.rule}" + (f" ({marks})" if marks else "")
    hint = f" {finding.hint}" if finding.hint else ""
    return f"{place(finding)}: {what}: {finding.message}{hint}"


def _wait(entry: Undetermined) -> str:
    named = listed([subject.id for subject in entry.examples], "; ")
    waits = f"{counted(entry.count, 'case needs', 'cases need')} {need(entry.needs)}"
    return f"{waits}: {named}" if named else waits


def _totals(counts: Counter[str]) -> dict[str, str]:
    return {
        "tests": str(counts["tests"]),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
    }


def _tag(name: str, /, *, end: str = "", **attributes: str) -> str:
    written = "".join(f" {key}={quoteattr(_xml(value))}" for key, value in attributes.items())
    return f"<{name}{written}{end}>"


def _text(lines: Sequence[str]) -> str:
    return escape("\n".join(map(_xml, lines)))


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", shown(text))
