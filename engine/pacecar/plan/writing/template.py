"""A workbook to begin a plan with: what to do, and an example to write over."""

from __future__ import annotations

from datetime import date
from typing import Final

from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.writing.document import document_of
from pacecar.plan.writing.workbook import render

NOTES: Final = (
    ("A plan of vehicle programs", "title"),
    ("This workbook is a small plan that is whole and valid. Write your own over it.", ""),
    ("How it is made", "head"),
    ("Each sheet holds one kind of thing, each row is one of them. This sheet is not read.", ""),
    ("Sheets, rows and columns that you do not need may stay empty or be deleted.", ""),
    ("Dark headers must be filled in. Point at a header to see what belongs below it.", ""),
    ("Ids are yours: a-z, 0-9, and - . _ within. Other sheets name things by them.", ""),
    ("How to write it", "head"),
    ("Several things in a cell: with ; between, as in europe; china.", ""),
    ("A technology and who develops it: hybrid=north.", ""),
    ("Dates as coarse as you know them: 2027, 2027-03 or 2027-03-31.", ""),
    ("Not known yet: leave the cell blank, or write ?. None of them: none.", ""),
    ("A program without a leader leads or stands alone; one without an end goes on.", ""),
    ("A row that begins with #, and a column whose header does, are not read.", ""),
    ("How to check it", "head"),
    ("pacecar check plan.xlsx tells what the rules say about it.", ""),
    ("pacecar check plan.xlsx --annotate checked.xlsx gives you this workbook back with the", ""),
    ("findings at their cells, and a list of them.", ""),
)


def template(example: str) -> bytes:
    """Return the workbook, with an example plan given as YAML."""
    files = [SourceFile("example.yaml", example.encode())]
    plan = load_files(files, as_of=None, today=date(2026, 1, 1))
    return render(document_of(plan), NOTES)
