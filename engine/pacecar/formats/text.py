"""The format for people: what matters first on top, each finding at its place, the sum below.

It may change with any release; programs read `json`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pacecar.checking.report import Report
from pacecar.formats.blocks import Blocks
from pacecar.formats.remainders import could_not_run, left, resolved, undetermined, waived
from pacecar.formats.snippet import Sources
from pacecar.formats.sums import foot, head, overview
from pacecar.formats.view import View
from pacecar.formats.words import Group, grouped

FULL = 5
"""Findings of one rule shown with their source; the others take a line each."""


def render_all(reports: Sequence[Report], view: View) -> str:
    """Return the reports as text, an empty line between them."""
    return "\n".join(render(report, view) for report in reports)


def render(report: Report, view: View) -> str:
    """Return the report as text, ending with a line break."""
    groups = grouped(finding for finding in report.findings if finding.waived is None)
    sections = [
        head(report, view),
        could_not_run(report, view),
        overview(report, groups, view),
        *_findings(report, groups, view),
        resolved(report, view),
        left(report, view),
        undetermined(report, view),
        waived(report, view),
        foot(report, view),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _findings(report: Report, groups: Sequence[Group], view: View) -> list[list[str]]:
    """Return the findings: of each rule the first few with their source, and its reasons once."""
    blocks = Blocks(Sources(report.texts), view)
    reasons = {result.rule: result for result in report.rules}
    sections: list[list[str]] = []
    for severity, rule, found in groups:
        if severity == "info" and view.show != "all":
            continue
        full = len(found) if view.show == "all" else FULL
        sections += [blocks.full(finding, reasons.pop(rule, None)) for finding in found[:full]]
        if rest := found[full:]:
            more = f": {len(rest):,} more, to see their source: --show all"
            lines = view.labelled(f"{severity}[{rule}]", severity, more)
            for finding in rest:
                lines += blocks.short(finding)
            sections.append(lines)
        if beyond := report.left_out.get((severity, rule)):
            more = f": {beyond:,} more are only counted here"
            sections.append(view.labelled(f"{severity}[{rule}]", severity, more))
    return sections
