"""The folder of a check's database, and those that killed checks have left.

Whether its owner lives is told by a lock on a file in the folder: the kernel lets go of it with
the process, however that ends. The file gets its name when it is locked, so that none is ever
seen that is only about to be.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

_PREFIX: Final = ".pacecar-"
_LOCK: Final = "owner.lock"
_BEGUN: Final = "owner.new"

DATABASE: Final = "plan.duckdb"
SPILLED: Final = "spilled"

_OURS: Final = frozenset({_LOCK, DATABASE, f"{DATABASE}.wal", SPILLED})
"""All that a check has in its folder."""


def made(within: Path | None) -> tuple[Path, IO[bytes]]:
    """Make a folder, and lock the file in it; None is the system's place for such folders.

    Raises:
        OSError: it cannot be made.
    """
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=within))
    lock = (folder / _BEGUN).open("xb")
    # Where the disk knows no locks the folder stays without: nobody removes it but its owner.
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (folder / _BEGUN).rename(folder / _LOCK)
    return folder, lock


def sweep(within: Path | None) -> None:
    """Remove the folders of checks that are certainly gone, as far as they are ours."""
    for folder in Path(within or tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # Its owner lives, or it is being removed.
            if _is_ours(folder):
                with (folder / _LOCK).open("r+b") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Tell whether this user's check made a folder, and nobody put anything else there."""
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        return False
    found = {each.name for each in folder.iterdir()}
    return _LOCK in found and found <= _OURS
