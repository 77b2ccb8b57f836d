"""Where a finding is, in SARIF's words: a file by its URI, a region, a cell."""

from __future__ import annotations

from urllib.parse import quote

from pacecar.checking.report import Finding, Report, Subject
from pacecar.plan.nodes import Location, Span

BASE = "%SRCROOT%"
"""Stands for the folder that Pacecar was run in; whoever reads the log knows where that is."""

_SAFE = "/-._~!$&'()*+,;=@"
"""What a path has in a URI as it is; a colon could be taken for the end of a scheme."""


def place_of(finding: Finding, report: Report) -> dict[str, object]:
    """Return where a finding is.

    What stands in no file is given the first file of the plan, because code scanning takes no
    result without one; the result's property `placed` tells.
    """
    if finding.location is not None:
        return place(finding.location, finding.subject)
    files = sorted(report.texts)
    where = Location(files[0] if files else "-", Span(1, 1, 1, 1), "")
    return place(where, finding.subject)


def place(location: Location, subject: Subject) -> dict[str, object]:
    """Return a location; in a workbook, which has no lines, that is the name of a cell.

    Its first line stands for the lines there, because code scanning takes no result without.
    """
    where: dict[str, object] = {"startLine": 1} if location.in_workbook else region(location.span)
    physical = {"artifactLocation": artifact(location.file), "region": where}
    logical: dict[str, object] = {}
    if location.cell:
        logical = {"fullyQualifiedName": location.cell, "kind": "cell"}
    elif location.pointer:
        logical = {"fullyQualifiedName": location.pointer, "kind": "value"}
    if subject.id:
        logical["name"] = subject.id
    found: dict[str, object] = {"physicalLocation": physical}
    return {**found, "logicalLocations": [logical]} if logical else found


def artifact(file: str) -> dict[str, object]:
    """Return a file by its URI: relative to the working folder where it is below."""
    uri = quote(file.encode("utf-8", "surrogatepass"), safe=_SAFE)
    if file.startswith("/"):
        return {"uri": f"file://{uri}"}
    outside = file.split("/", 1)[0] == ".."
    return {"uri": uri} if outside else {"uri": uri, "uriBaseId": BASE}


def region(span: Span) -> dict[str, object]:
    """Return a span: columns count code points from 1, the end is exclusive."""
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
