"""What a report comes to: the verdict on top, the overview of rules, the sum at the end."""

from __future__ import annotations

from collections.abc import Sequence

from pacecar.checking.report import Finding, Report
from pacecar.formats.cells import shown, width
from pacecar.formats.colour import Role
from pacecar.formats.view import View
from pacecar.formats.words import Group, against_in_words, counted, findings_in_words, listed

_NAMED = 5
"""Rules named before the rest is counted."""

_SHORTEST = 24
"""Cells below which a title says too little to be shown."""

_VERDICTS: dict[str, Role] = {"accepted": "good", "rejected": "error", "not judged": "warning"}


def head(report: Report, view: View) -> list[str]:
    """Return the verdict, and on what."""
    label = f"{shown(report.plan_name) or 'plan'}: {report.verdict}"
    about = f"{counted(report.programs, 'program')}, judged as of {report.as_of}"
    text = f": {findings_in_words(report)} ({about})"
    lines = view.labelled(label, _VERDICTS[report.verdict], text)
    if report.against is not None:
        lines += view.wrap(against_in_words(report.against), "  ", "    ")
    return lines


def overview(report: Report, groups: Sequence[Group], view: View) -> list[str]:
    """Return a line for each rule with findings; nothing if a single rule is shown anyway."""
    hidden = view.show != "all" and any(severity == "info" for severity, _, _ in groups)
    if len(groups) <= 1 and not hidden:
        return []
    titles = {result.rule: result.title for result in report.rules}
    numbers = {
        (severity, rule): len(found) + report.left_out.get((severity, rule), 0)
        for severity, rule, found in groups
    }
    digits = max(len(f"{number:,}") for number in numbers.values())
    longest = max(len(rule) for _, rule, _ in groups)
    lines: list[str] = []
    for severity, rule, found in groups:
        number = numbers[severity, rule]
        begin = f"{'':<{7 - len(severity)}}  {number:>{digits},}  {rule:<{longest}}  "
        title = titles.get(rule, "")
        if view.limit is not None and view.limit - len(begin) - 9 < _SHORTEST:
            title = ""
        row = begin + shown(listed((_legacy(found), title), " "))
        row = row if view.limit is None else _cut(row, view.limit - 2 - len(severity))
        lines.append(f"  {view.paint(severity, severity)}{row.rstrip()}")
    if hidden:
        lines.append(view.paint("  Info is only counted here; to see each: --show all", "quiet"))
    return lines


def foot(report: Report, view: View) -> list[str]:
    """Return the sum: verdict, cases, rules."""
    summary = report.summary
    cases = (
        f"{summary.kept:,} kept" if summary.kept else "",
        f"{summary.broken:,} broken" if summary.broken else "",
        f"{summary.undetermined:,} undetermined" if summary.undetermined else "",
        f"{summary.unplaced:,} unplaced (a key of their group is unknown)"
        if summary.unplaced
        else "",
    )
    outcomes = ("could not run", "broken", "undetermined", "kept", "not applicable")
    rules = [_rules(report, outcome, view) for outcome in outcomes]
    found = f": {findings_in_words(report)}"
    return [
        *view.labelled(report.verdict, _VERDICTS[report.verdict], found),
        *view.labelled("  cases: ", "quiet", listed(cases) or "none", " " * 9),
        *view.labelled("  rules: ", "quiet", listed(rules) or "none", " " * 9),
    ]


def _rules(report: Report, outcome: str, view: View) -> str:
    """Return how many rules have an outcome; their names where nothing else tells them."""
    named = [result.rule for result in report.rules if result.outcome == outcome]
    if not named or outcome != "not applicable":
        return f"{len(named):,} {outcome}" if named else ""
    shown_here = named if view.show == "all" else named[:_NAMED]
    more = len(named) - len(shown_here)
    return f"{len(named):,} {outcome} ({listed(shown_here)}{f', {more:,} more' if more else ''})"


def _legacy(found: Sequence[Finding]) -> str:
    """Return how many of a rule's findings are about programs from before the model."""
    legacy = sum(finding.legacy for finding in found)
    if not legacy:
        return ""
    return "(legacy)" if legacy == len(found) else f"({legacy:,} legacy)"


def _cut(row: str, limit: int) -> str:
    """Cut a row to `limit` cells."""
    if width(row) <= limit:
        return row
    while width(row) > limit - 3:
        row = row[:-1]
    return row.rstrip() + "..."
