"""Small plans as CSV files and workbooks, and the flaws and values they are read into."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter

from pacecar.plan.portfolio import Plan
from pacecar.plan.values import Element
from tests.plan.golden import load, report

BASE = b"""\
plan: {name: P}
companies: [{id: north, name: North, brands: [n]}, {id: south, name: South}]
regions: [{id: asia, name: Asia}, {id: europe, name: Europe}]
technologies: [{id: hybrid, name: Hybrid}, {id: phev, name: PHEV}]
platforms: [{id: flat, name: Flat}]
plants: [{id: hill, name: Hill}, {id: valley, name: Valley}]
"""
HEADERS = "id,name,company,segment,body"
ONE = "one,One,north,C,suv"


def csv_plan(text: str | bytes, name: str = "programs.csv", base: bytes = BASE) -> Plan:
    """Return the plan of a CSV file beside a YAML file with what it refers to."""
    data = text.encode() if isinstance(text, str) else text
    return load(("a.yaml", base), (name, data))


def csv_flaws(text: str | bytes, name: str = "programs.csv") -> str:
    """Return the flaws of a CSV file."""
    return report(csv_plan(text, name))


def program(header: str, cell: str) -> Plan:
    """Return the plan whose one program has a further column, in a CSV file."""
    quoted = '"' + cell.replace('"', '""') + '"'
    return csv_plan(f"{HEADERS},{header}\n{ONE},{quoted}\n")


def value(plan: Plan, field: str) -> Any:
    """Return a field of the plan's program `one`."""
    one: Element = next(e for e in plan.collections["programs"] if e.id == "one")
    found: Any = one
    for name in field.split("."):
        found = getattr(found, name)
    return found


Write = Callable[[xlsxwriter.Workbook, Any], None]


def workbook(write: Write, name: str = "Programs", **options: Any) -> bytes:
    """Return a workbook with a sheet of one program, and what `write` adds to it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet(name)
        sheet.write_row("A1", HEADERS.split(","))
        sheet.write_row("A2", ONE.split(","))
        write(book, sheet)
    return stream.getvalue()


def book_plan(data: bytes, name: str = "b.xlsx", base: bytes = BASE) -> Plan:
    """Return the plan of a workbook beside a YAML file with what it refers to."""
    return load(("a.yaml", base), (name, data))


def cell_plan(header: str, content: Any, number_format: str = "", **options: Any) -> Plan:
    """Return the plan whose one program has a further column, in a workbook."""

    def write(book: xlsxwriter.Workbook, sheet: Any) -> None:
        style = book.add_format({"num_format": number_format}) if number_format else None
        sheet.write("F1", header)
        sheet.write("F2", content, style)

    return book_plan(workbook(write, **options))
