"""Flaws as text, to be compared whole with what a file beside the plan expects."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacecar.plan.files import SourceFile
from pacecar.plan.loading import load_files
from pacecar.plan.nodes import Flaw
from pacecar.plan.portfolio import Plan

TODAY = date(2026, 1, 1)


def load(*files: tuple[str, bytes]) -> Plan:
    """Return the plan made of files given by name and content."""
    return load_files([SourceFile(*file) for file in files], as_of=None, today=TODAY)


def shown(flaw: Flaw) -> str:
    """Return a flaw as a few lines: where and which, what, for whom, what mends it."""
    place = flaw.location
    line, column, end_line, end_column, cell = place.span
    of = "/".join(part for part in (flaw.collection, flaw.subject, flaw.field) if part)
    where = f"{place.file}:{line}:{column}-{end_line}:{end_column}{f' ({cell})' if cell else ''}"
    lines = [
        f"{where} {flaw.rule}{'!' * flaw.fatal}",
        f"  {flaw.message}",
    ]
    lines += [f"  hint: {flaw.hint}"] if flaw.hint else []
    lines += [f"  at {ascii(place.pointer)[1:-1]}"] if place.pointer else []
    lines += [f"  of {of}"] if of else []
    for other, text in flaw.related:
        lines.append(f"  see {other.file}:{other.span.line}:{other.span.column} {text}")
    return "\n".join(lines)


def report(plan: Plan) -> str:
    """Return all flaws of a plan; nothing if it has none."""
    return "".join(f"{shown(flaw)}\n" for flaw in plan.flaws)


def cases(folder: Path) -> list[Path]:
    """Return the broken plans of a folder, in order."""
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".json"))
