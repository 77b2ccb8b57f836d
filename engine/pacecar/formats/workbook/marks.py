"""What is to be said at each cell of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from pacecar.checking.report import Finding, Report
from pacecar.formats.cells import shown
from pacecar.formats.words import place, position, subject_in_words
from pacecar.formats.workbook.cells import Cell, reference, sheet_and_cell
from pacecar.formats.workbook.comments import Lines

Severity = Literal["error", "warning", "info", "waived"]

_RANK: Final[dict[Severity, int]] = {"error": 0, "warning": 1, "info": 2, "waived": 3}
_MOST: Final = 4
"""Findings told in full in one comment; the sheet has them all."""

_RELATED: Final = 5


@dataclass(slots=True)
class Mark:
    """The findings at one cell, the gravest first."""

    findings: list[Finding] = field(default_factory=list)

    @property
    def severity(self) -> Severity:
        """Return the severity that colours the cell."""
        return severity_of(self.findings[0])


Marks = dict[str, dict[Cell, Mark]]
"""By the names of sheets, then by cell."""


def severity_of(finding: Finding) -> Severity:
    """Return a finding's severity; one that a waiver covers is no error any more."""
    return "waived" if finding.waived else finding.severity


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, of one severity flaws of structure first."""
    return sorted(findings, key=lambda f: (_RANK[severity_of(f)], not f.rule.startswith("plan/")))


def cell_in(finding: Finding, file: str) -> tuple[str, Cell] | None:
    """Return sheet and cell of a finding that is in the workbook `file`, None if it is not."""
    location = finding.location
    if location is None or location.file != file or not location.cell:
        return None
    return sheet_and_cell(location.cell)


def marks_of(report: Report, file: str) -> Marks:
    """Return the marks for the cells of the workbook `file`."""
    marks: Marks = {}
    for finding in gravest_first(report.findings):
        found = cell_in(finding, file)
        if found is not None:
            sheet, cell = found
            marks.setdefault(sheet, {}).setdefault(cell, Mark()).findings.append(finding)
    return marks


def lines_of(mark: Mark, file: str, sheet: str) -> Lines:
    """Return what the comment of a cell says; `sheet` is where all findings are listed."""
    lines: Lines = []
    for finding in mark.findings[:_MOST]:
        lines.append((f"{severity_in_words(finding)}: {shown(finding.message)}", True))
        if finding.waived:
            lines.append((waiver_in_words(finding), False))
        elif finding.hint:
            lines.append((f"Hint: {shown(finding.hint)}", False))
        lines += [(f"See {text}", False) for text in related_in_words(finding, file)]
        lines.append((f"Rule: {finding.rule}", False))
    more = len(mark.findings) - _MOST
    if more > 0:
        lines.append((f'{more} more in the sheet "{sheet}".', False))
    return lines


def severity_in_words(finding: Finding) -> str:
    """Return `Error`, `Warning`, `Info, legacy` or `Waived`."""
    return severity_of(finding).capitalize() + (", legacy" if finding.legacy else "")


def waiver_in_words(finding: Finding) -> str:
    """Return why a finding is waived, until when, and who agreed; "" if it is not."""
    waived = finding.waived
    if waived is None:
        return ""
    approved = f", approved by {', '.join(waived.approved_by)}" if waived.approved_by else ""
    return shown(f"Waived until {waived.until}{approved}: {waived.reason}")


def related_in_words(finding: Finding, file: str) -> Sequence[str]:
    """Return the other places of a finding; those in the workbook itself by their cell alone."""
    told: list[str] = []
    for related in finding.related[:_RELATED]:
        location = related.location
        if location is None:
            where = subject_in_words(related.subject)
        elif location.file == file and (found := sheet_and_cell(location.cell)):
            where = reference(*found)
        else:
            where = position(location)
        told.append(f"{where}: {shown(related.message)}")
    more = finding.related_total - len(told)
    return [*told, f"{more} more places"] if more > 0 else told


def where_in_words(finding: Finding, file: str) -> str:
    """Return where a finding is: a cell of the workbook, a place elsewhere, or a subject."""
    found = cell_in(finding, file)
    return reference(*found) if found else place(finding)
