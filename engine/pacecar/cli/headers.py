"""Which files say that their folder is a plan: those with a `plan:` key at the top level."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from pacecar.plan.files import is_of_a_plan, is_sheet

_HEADER = re.compile(rb'^(?:plan|"plan")[ \t]*:|^[ \t]*\{?[ \t]*"plan"[ \t]*:', re.MULTILINE)
_BYTES = 20_000_000
"""Files larger than this hold programs, and hardly the plan's header."""


def headers_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, and of none below it, that have a plan's header; sorted."""
    try:
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in entries)
    except OSError:
        return
    for name in names:
        if has_header(folder / name):
            yield folder / name


def has_header(file: Path) -> bool:
    """Tell whether a file has a `plan:` key at its top level, or is or has a sheet called so."""
    if not is_of_a_plan(file.name) or file.name.startswith("."):
        return False
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _BYTES:
            return False
        return is_header(file.name, file.read_bytes())
    except OSError:
        # The check itself will say so, if the file turns out to be part of a plan.
        return False


def is_header(name: str, data: bytes) -> bool:
    """Tell whether the bytes of a file have a `plan:` key at their top level, or a sheet `plan`.

    The keys of a JSON file can be told apart by their depth only, so what looks like a header
    there is read; what cannot be read may be one, and the check will say what is wrong.
    """
    if is_sheet(name):
        from pacecar.plan.sheets.peeking import has_header as has_sheet

        return has_sheet(name, data)
    if _HEADER.search(data) is None:
        return False
    if not name.endswith(".json"):
        return True
    import json

    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return True
    return isinstance(document, dict) and "plan" in document
