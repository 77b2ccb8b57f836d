"""One line a finding, for editors: `file:line:column: severity rule: message`."""

from __future__ import annotations

from collections.abc import Sequence

from pacecar.checking.report import Report
from pacecar.formats.cells import shown
from pacecar.formats.view import View
from pacecar.formats.words import CHANGED

_NOWHERE = "-:0:0"
"""The place of what stands in no file."""


def render_all(reports: Sequence[Report], view: View) -> str:  # noqa: ARG001 - as every format
    """Return the lines of all reports."""
    return "".join(render(report) for report in reports)


def render(report: Report) -> str:
    """Return a line for each unwaived finding, and for each rule that could not run."""
    lines = [
        f"{_NOWHERE}: error {result.rule}: could not run: {result.problem}"
        for result in report.rules
        if result.outcome == "could not run"
    ]
    for finding in report.findings:
        if finding.waived is None:
            place = _NOWHERE
            if finding.location is not None:
                file, span, _ = finding.location
                place = f"{file}:{span.line}:{span.column}"
                if finding.location.in_workbook:
                    place = f"{file}:{span.cell}"
            changed = f" ({CHANGED[finding.change]})" if finding.change in CHANGED else ""
            what = f"{finding.severity} {finding.rule}: {finding.message}{changed}"
            lines.append(f"{place}: {what}")
    return "".join(shown(line) + "\n" for line in lines)
