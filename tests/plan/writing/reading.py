"""Plans from bytes, as all tests of this folder read them."""

from __future__ import annotations

from datetime import date

from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.portfolio import Plan

TODAY = date(2026, 1, 1)


def plan(**files: str | bytes) -> Plan:
    """Return the plan of files given by name, `programs_csv="..."` for programs.csv."""
    found = {name.replace("_", "."): data for name, data in files.items()}
    return plan_of({n: d.encode() if isinstance(d, str) else d for n, d in found.items()})


def plan_of(files: dict[str, bytes]) -> Plan:
    """Return the plan of files by name."""
    sources = [SourceFile(name, data) for name, data in files.items()]
    return load_files(sources, as_of=None, today=TODAY)
