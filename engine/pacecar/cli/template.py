"""The workbook that `pacecar init --xlsx` begins a plan with."""

from __future__ import annotations

from pathlib import Path

from pacecar.cli.outputs import to_file
from pacecar.cli.starting_plan import PLAN, PROGRAMS, TARGETS
from pacecar.cli.troubles import Trouble


def write_template(path: Path) -> None:
    """Write a workbook with a small valid plan to write over; a file that exists is kept.

    Raises:
        Trouble: it exists, is no `.xlsx` by its name, or cannot be written.
    """
    if path.suffix.lower() != ".xlsx":
        raise Trouble(f"pacecar: {path}: the name of a workbook ends in .xlsx")
    if path.exists():
        raise Trouble(f"pacecar: {path} exists; name another")
    try:
        from pacecar.plan.writing.template import template

        data = template(PLAN.format(name="My plan") + PROGRAMS + TARGETS)
    except ImportError:
        raise Trouble("pacecar: workbooks need more: pip install 'pacecar[sheets]'") from None
    try:
        to_file(data, path)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Trouble(f"pacecar: {path} cannot be written: {reason}") from None
