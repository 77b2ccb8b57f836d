"""What a report tells beside its findings: what could not run, waits for values, is waived."""

from __future__ import annotations

from pacecar.checking.report import Report, Undetermined
from pacecar.formats.cells import shown
from pacecar.formats.view import View
from pacecar.formats.words import (
    counted,
    listed,
    need,
    place,
    subject_in_words,
)

_NAMED = 5
"""Examples named before the rest is counted."""

_RESOLVED = 10
"""Resolved findings named before the rest is counted."""


def could_not_run(report: Report, view: View) -> list[str]:
    """Return the rules that could not run: nothing else says whether they are kept."""
    lines: list[str] = []
    for result in report.rules:
        if result.outcome == "could not run":
            label = f"could not run[{result.rule}]"
            lines += view.labelled(label, "error", shown(f": {result.problem}"))
    return lines


def resolved(report: Report, view: View) -> list[str]:
    """Return the findings of the earlier state that are gone, each in a line."""
    gone = report.against.resolved if report.against else ()
    if not gone:
        return []
    lines = view.labelled(f"resolved: {counted(len(gone), 'finding')}", "good", "")
    named = gone if view.show == "all" else gone[:_RESOLVED]
    for known in named:
        about = subject_in_words(known.subject) or "the plan"
        text = shown(f"{about}: {known.severity}[{known.rule}]: {known.message}")
        lines += view.wrap(text, "  ", "      ")
    more = len(gone) - len(named)
    return [*lines, f"  {more:,} more, to see them: --show all"] if more else lines


def left(report: Report, view: View) -> list[str]:
    """Return how many findings were there before, where the report does not hold them."""
    held = any(finding.change == "left" for finding in report.findings)
    if report.against is None or not report.against.left or held:
        return []
    many = counted(report.against.left, "finding")
    return view.labelled("left as before", "strong", f": {many}; to see each: --show all")


def undetermined(report: Report, view: View) -> list[str]:
    """Return by rule which values are not known and decide, and for how many cases."""
    by_rule: dict[str, list[Undetermined]] = {}
    for entry in report.undetermined:
        by_rule.setdefault(entry.rule, []).append(entry)
    if not by_rule:
        return []
    titles = {result.rule: result.title for result in report.rules}
    cases = counted(report.summary.undetermined, "case")
    label = f"undetermined: {cases} that the plan does not say enough about"
    lines = view.labelled(label, "strong", "")
    for rule, entries in by_rule.items():
        title = titles.get(rule, "")
        lines += view.labelled(f"  {rule}", "warning", shown(f": {title}" if title else ""))
        for entry in entries:
            named = [shown(subject.id) for subject in entry.examples[:_NAMED]]
            more = entry.count - len(named)
            named += [f"{more:,} more"] if named and more > 0 else []
            waits = f"{counted(entry.count, 'case needs', 'cases need')} {need(entry.needs)}"
            text = f"{waits}: {listed(named, '; ')}" if named else waits
            lines += view.wrap(text, "    ", "        ")
    return lines


def waived(report: Report, view: View) -> list[str]:
    """Return the findings that a waiver covers, each with the waiver's end and reason."""
    found = [(f, f.waived) for f in report.findings if f.waived is not None]
    if not found:
        return []
    lines = view.labelled(f"waived: {counted(len(found), 'finding')}", "strong", "")
    for finding, waiver in found:
        what = shown(f"{place(finding)}: {finding.severity}[{finding.rule}]: {finding.message}")
        by = f", by {listed(waiver.approved_by)}" if waiver.approved_by else ""
        lines += view.wrap(what, "  ", "      ")
        lines += view.wrap(shown(f"until {waiver.until}{by}: {waiver.reason}"), "    ", "      ")
    return lines
