"""GitHub's workflow commands: findings as annotations on the lines they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pacecar.checking.report import Finding, Report
from pacecar.formats.cells import shown
from pacecar.formats.structure import titles
from pacecar.formats.view import View
from pacecar.formats.weight import RANK
from pacecar.formats.words import (
    CHANGED,
    against_in_words,
    counted,
    findings_in_words,
    listed,
    subject_in_words,
)
from pacecar.rulebook.severity import Severity

SHOWN: Final = 10
"""Annotations of one kind that GitHub shows for a step; the log has them all."""

_COMMANDS: Final[dict[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def render_all(reports: Sequence[Report], view: View) -> str:  # noqa: ARG001 - as every format
    """Return a command for each finding, the gravest first, then a line that sums them up.

    What a waiver covers is only counted.
    """
    commands: list[tuple[Severity, str]] = []
    for report in reports:
        commands += _commands(report)
    commands.sort(key=lambda command: RANK[command[0]])
    used = Counter(severity for severity, _ in commands)
    lines = [command for _, command in commands]
    lines += [_sum(report) for report in reports]
    hidden = [
        f"{SHOWN} of {counted(used[severity], _COMMANDS[severity])}"
        for severity in RANK
        if used[severity] > SHOWN
    ]
    if hidden:
        lines.append(f"GitHub shows {listed(hidden)} of a step; this log has them all.")
    return "".join(f"{line}\n" for line in lines)


def _commands(report: Report) -> Iterator[tuple[Severity, str]]:
    named = titles(report)
    for result in report.rules:
        if result.outcome == "could not run":
            yield (
                "error",
                _command("error", {"title": result.rule}, f"could not run: {result.problem}"),
            )
    # What is new comes first: GitHub shows only so many.
    unwaived = [finding for finding in report.findings if finding.waived is None]
    for finding in sorted(unwaived, key=lambda finding: finding.change == "left"):
        yield finding.severity, _annotation(finding, named.get(finding.rule, ""))


def _annotation(finding: Finding, title: str) -> str:
    """Return the command for a finding.

    Columns are given for a span within a line only; GitHub takes none where lines differ.
    """
    properties: dict[str, str] = {}
    before = ""
    location = finding.location
    if location is None:
        before = f"{subject_in_words(finding.subject)}: "
    elif location.in_workbook:
        properties["file"] = location.file
    else:
        span = location.span
        properties = {"file": location.file, "line": str(span.line), "col": str(span.column)}
        if span.line == span.end_line:
            properties["endLine"] = str(span.end_line)
            properties["endColumn"] = str(span.end_column)
    if location is not None and location.cell:
        before = f"{location.cell}: "
    changed = f" ({CHANGED[finding.change]})" if finding.change in CHANGED else ""
    properties["title"] = listed((finding.rule + changed, title), ": ")
    text = before + listed((finding.message, finding.hint), "\n")
    return _command(_COMMANDS[finding.severity], properties, text)


def _sum(report: Report) -> str:
    """Return the verdict in a line; nothing in it begins a command of the older form."""
    parts = (
        f"{report.plan_name or 'plan'}: {report.verdict}: {findings_in_words(report)}",
        against_in_words(report.against) if report.against else "",
    )
    return "pacecar: " + shown(listed(parts, "; ")).replace("##[", "# #[")


def _command(name: str, properties: dict[str, str], text: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(text)}"


def _data(text: str) -> str:
    """Write a message; its line breaks stay, everything else that steers is made visible."""
    lines = (shown(line).replace("%", "%25") for line in text.splitlines())
    return "%0A".join(lines)


def _property(text: str) -> str:
    return shown(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
