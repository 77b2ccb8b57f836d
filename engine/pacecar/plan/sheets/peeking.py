"""Tells whether a spreadsheet has the header of a plan, without reading its cells."""

from __future__ import annotations

from pathlib import PurePath

from pacecar.plan.building import Unreadable
from pacecar.plan.files import is_workbook
from pacecar.plan.sheets.layout import collection_of
from pacecar.plan.sheets.package import Package
from pacecar.plan.sheets.parts import read_book


def has_header(name: str, data: bytes) -> bool:
    """Whether a workbook has a sheet `plan`, or a CSV file is called so."""
    try:
        if not is_workbook(name):
            names = [PurePath(name).stem] if name.lower().endswith(".csv") else []
        else:
            names = [sheet for sheet, _ in read_book(Package(data, name)).sheets]
    except Unreadable:
        return False  # If it belongs to a plan after all, the check says what is wrong with it.
    return any(found.single for found in map(collection_of, names) if found is not None)
