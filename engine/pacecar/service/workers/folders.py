"""A folder for each worker: for its temporary files and for what it says when it crashes.

A service that is killed cannot remove them; the next one on the machine does. Whether a worker
lives is told by a lock on its file: the kernel lets go of it with the last process that has it.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = "pacecar-worker-"
_ERRORS: Final = "stderr"
_YOUNG_SECONDS: Final = 60
"""A folder younger than this may be one whose worker is only about to begin."""


def made() -> tuple[Path, IO[bytes]]:
    """Make a folder, and open the file for the worker's standard error in it.

    Raises:
        OSError: it cannot be made.
    """
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    errors = (folder / _ERRORS).open("ab")
    fcntl.flock(errors, fcntl.LOCK_EX)
    return folder, errors


def said(folder: Path, most: int) -> str:
    """Return the beginning of what a worker wrote, on one line; "" if it wrote nothing."""
    try:
        with (folder / _ERRORS).open("rb") as errors:
            text = errors.read(most).decode("utf-8", "replace")
    except OSError:
        return ""
    return " / ".join(line.strip() for line in text.splitlines() if line.strip())


def removed(folder: Path) -> None:
    """Remove a folder and all that the worker left in it."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders of workers that are gone, as far as they are ours to remove."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # It lives, is being removed, or is another user's.
            if time.time() - folder.stat().st_mtime < _YOUNG_SECONDS:
                continue
            with (folder / _ERRORS).open("ab") as errors:
                fcntl.flock(errors, fcntl.LOCK_EX | fcntl.LOCK_NB)
                removed(folder)
