"""Files as one body: the same files give the same bytes, whenever and wherever they are packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from pacecar.plan.files import SourceFile

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The date of each file in an archive: the earliest there is."""

_ARCHIVE: Final = "submission.zip"


def packed(files: Sequence[SourceFile]) -> tuple[str, bytes, dict[str, str]]:
    """Return files as what can be sent: its name, its bytes, and whose name is whose.

    One file is sent as it is; several as a zip.

    Args:
        files: at least one, by their names as seen from here.

    Returns:
        The name of what is sent, its bytes, and the names of the files here by those there:
        there, no path may lead upwards or begin at the root.
    """
    names = _names([file.name for file in files])
    if len(files) == 1:
        return names[files[0].name], files[0].data, {names[files[0].name]: files[0].name}
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as opened:
        for file in sorted(files, key=lambda file: names[file.name]):
            entry = zipfile.ZipInfo(names[file.name], _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # As Unix does, whatever the system is.
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, file.data)
    return _ARCHIVE, archive.getvalue(), {there: here for here, there in names.items()}


def _names(here: Sequence[str]) -> dict[str, str]:
    """Return the names there by those here; each is another."""
    names: dict[str, str] = {}
    for name in here:
        parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..")]
        there = base = "/".join(parts)
        number = 2
        while there in names.values():
            there, number = f"{number}/{base}", number + 1
        names[name] = there
    return names
