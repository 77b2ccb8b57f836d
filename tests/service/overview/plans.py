"""Small plans that overviews are made of."""

from __future__ import annotations

from datetime import date

from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.portfolio import Plan

DAY = date(2025, 12, 31).toordinal()

_REFERENCE = """
plan: {name: Small, as_of: 2025-12-31, since: 2024-01-01}
companies:
  - {id: nissan, name: Nissan, member: true}
  - {id: renault, name: Renault, member: true}
  - {id: geely, name: Geely, member: false}
  - {id: idle, name: Idle, member: false}
regions:
  - {id: europe, name: Europe}
  - {id: japan, name: Japan}
platforms:
  - {id: cmf-b, name: CMF-B, common: true}
  - {id: own, name: Own, common: false}
  - {id: new, name: New}
"""


def plan(*, programs: str = "", leaderships: str = "", targets: str = "") -> Plan:
    """Return a plan of the reference data and of lines of programs, leaderships and targets."""
    parts = {"programs": programs, "leaderships": leaderships, "targets": targets}
    text = _REFERENCE
    for name, lines in parts.items():
        listed = [f"  - {{{line.strip()}}}\n" for line in lines.strip().splitlines()]
        if listed:
            text += f"{name}:\n" + "".join(listed)
    found = load_files([SourceFile("plan.yaml", text.encode())], as_of=None, today=date(2020, 1, 1))
    assert found.flaws == ()
    return found


def car(id_: str, company: str = "renault", more: str = "") -> str:
    """Return a program as a line."""
    return f"id: {id_}, name: {id_.title()}, company: {company}, segment: C, body: suv{more}\n"
