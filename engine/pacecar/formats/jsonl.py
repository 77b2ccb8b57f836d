"""`pacecar-report-lines/1`: the report as JSON Lines, for whoever reads while it is written.

Each line is an object whose `line` tells what it is: `report` opens the report of a plan, then
come the lines `finding`, `undetermined`, `rule` and, where the plan was compared, `resolved`,
and `end` closes it with the verdict and how many lines of each kind there were. A report whose
`end` is missing was cut off. Several plans follow each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pacecar.checking.report import Report
from pacecar.formats.json import (
    about,
    counts_of,
    finding_of,
    known_of,
    left_out_of,
    rule_of,
    summary_of,
    undetermined_of,
    written,
)
from pacecar.formats.view import View

FORMAT: Final = "pacecar-report-lines/1"


def render_all(reports: Sequence[Report], view: View) -> str:  # noqa: ARG001 - as every format
    """Return the lines of all reports."""
    return "".join(written(line) + "\n" for report in reports for line in lines(report))


def lines(report: Report) -> Iterator[dict[str, object]]:
    """Yield the lines of a report as what JSON knows."""
    against = report.against
    compared = {} if against is None else {"against": counts_of(against)}
    gone = () if against is None else against.resolved
    yield {"line": "report", "format": FORMAT, **about(report), **compared}
    for finding in report.findings:
        yield {"line": "finding", **finding_of(finding)}
    for known in gone:
        yield {"line": "resolved", **known_of(known)}
    for entry in report.undetermined:
        yield {"line": "undetermined", **undetermined_of(entry)}
    for result in report.rules:
        yield {"line": "rule", **rule_of(result)}
    yield {
        "line": "end",
        "verdict": report.verdict,
        "summary": summary_of(report.summary),
        "lines": {
            "finding": len(report.findings),
            "resolved": len(gone),
            "undetermined": len(report.undetermined),
            "rule": len(report.rules),
        },
        **left_out_of(report),
    }
