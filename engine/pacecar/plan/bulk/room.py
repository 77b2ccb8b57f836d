"""How much of a process's memory its database may have: what all the rest leaves.

What a database counts as its own is less than what the process holds because of it, and the rest
of the process grows and shrinks. So the limit is set anew from time to time, by what is held.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

_OWN: Final = 120 * 2**20
"""Bytes that are not the database's where nobody tells: the interpreter, the rulebook."""

_MEANWHILE: Final = 48 * 2**20
"""Bytes that may come to it until the limit is set the next time: messages in the making, and
what the database does not count."""

_LEAST: Final = 96 * 2**20
"""Bytes without which the database could do nothing."""

_HELD: Final = Path("/proc/self/statm")


def room_for_database(memory: int, counted: int) -> int:
    """Return the bytes that the database may have.

    Args:
        memory: bytes that the whole process may hold.
        counted: those that the database counts as its own.
    """
    held = held_bytes()
    own = _OWN if held is None else max(held - counted, 0)
    return max(memory - own - _MEANWHILE, _LEAST)


def held_bytes() -> int | None:
    """Return the bytes that the process holds in memory; None where the system does not tell."""
    try:
        pages = int(_HELD.read_text().split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")
