"""Workbooks as planners keep them, and reports about them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import xlsxwriter

from pacecar.checking.report import Finding, Related, Report, Subject, Waived
from pacecar.formats.workbook.cells import cell_of
from pacecar.plan.nodes import Location, Span
from pacecar.rulebook.severity import Severity
from tests.formats.samples import REJECTED

FILE = "plans/new/plan.xlsx"


def location(cell: str, file: str = FILE) -> Location:
    """Return the location of a cell."""
    found = cell_of(cell.rpartition("!")[2])
    assert found is not None
    row, column = found
    return Location(file, Span(row, column, row, column + 1, cell), "/programs/0/leader")


def finding(
    cell: str,
    severity: Severity = "error",
    message: str = "Kadjar follows nobody.",
    *,
    rule: str = "twins/have-a-leader",
    hint: str = "Name its leader.",
    related: Sequence[tuple[str, str]] = (),
    waived: Waived | None = None,
) -> Finding:
    """Return a finding at a cell."""
    subject = Subject("programs", "r-kadjar", "leader", "Renault Kadjar")
    places = tuple(Related(subject, location(at), text) for at, text in related)
    return Finding(
        rule=rule,
        severity=severity,
        legacy=False,
        waived=waived,
        message=message,
        hint=hint,
        subject=subject,
        location=location(cell),
        related=places,
        related_total=len(places),
        values={},
        fingerprint=f"{rule}{cell}",
        values_digest="",
    )


def report(*findings: Finding) -> Report:
    """Return a report of findings."""
    return replace(REJECTED, findings=findings, plan_name="New plan")


def parts(data: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> Any:
    """Return a workbook as another library reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


def planners_workbook(*, macros: bytes = b"") -> bytes:
    """Return a workbook with all that a planner may keep in one."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    head = book.add_format({"bold": True, "font_color": "white", "bg_color": "#1F3864"})
    date = book.add_format({"num_format": "yyyy-mm", "border": 1})
    yellow = book.add_format({"bg_color": "yellow", "italic": True, "num_format": "0.0%"})
    striped = book.add_format({"pattern": 14, "fg_color": "red", "bg_color": "blue"})
    sheet = book.add_worksheet("Programs")
    sheet.write_row(0, 0, ["id", "name", "leader", "start", "share", "units 2026", "note"], head)
    rows = [("r-kadjar", "Renault Kadjar"), ("n-qashqai", "Nissan Qashqai"), ("r-clio", "Clio")]
    for row, (identifier, name) in enumerate(rows, 1):
        sheet.write_row(row, 0, [identifier, name])
        sheet.write_datetime(row, 3, __import__("datetime").datetime(2026, row, 1), date)
        sheet.write_number(row, 4, 0.55, yellow)
        sheet.write_formula(row, 5, f"=SUM(Volumes!A{row}:B{row})", None, 300)
    sheet.write_blank(2, 2, None, striped)
    sheet.write_comment(1, 1, "Ask Paris about the name.", {"author": "A planner"})
    sheet.write_comment(3, 6, "Not yet decided.", {"author": "A planner"})
    sheet.freeze_panes(1, 1)
    sheet.set_column(1, 1, 24)
    sheet.set_column(7, 7, 12, yellow)
    sheet.data_validation("C2:C99", {"validate": "list", "source": ["r-kadjar", "n-qashqai"]})
    sheet.conditional_format(
        "E2:E9", {"type": "cell", "criteria": ">", "value": 0.5, "format": head}
    )
    sheet.merge_range("A6:C7", "Merged", head)
    sheet.set_footer("&P")
    volumes = book.add_worksheet("Volumes")
    volumes.add_table("A1:B4", {"data": [[100, 200], [100, 200], [1, 2]]})
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Volumes!$A$2:$A$4"})
    volumes.insert_chart("D2", chart)
    notes = book.add_worksheet("New ideas")
    notes.write(0, 0, "Nothing of the plan.")
    notes.write(4, 4, "far")
    book.define_name("Volumes!total", "=Volumes!$A$2")
    book.define_name("everything", "=Programs!$A$1:$G$9")
    if macros:
        book.add_vba_project(io.BytesIO(macros), True)  # noqa: FBT003 - how the library asks
        book.set_vba_name("ThisWorkbook")
    book.close()
    return stream.getvalue()


def shape_cells(drawing: bytes) -> list[tuple[int, int]]:
    """Return row and column, counted from 0, of each comment's shape."""
    text = drawing.decode()
    found = re.findall(r"<x:Row>(\d+)</x:Row>\s*<x:Column>(\d+)</x:Column>", text)
    return [(int(row), int(column)) for row, column in found]
