"""Processes and what descends from them, as Linux tells in /proc."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Process(NamedTuple):
    """A process: its number, and when it started, as numbers are given again."""

    pid: int
    started: int


class _Stat(NamedTuple):
    state: str
    parent: int
    started: int
    resident: int


def descendants(pid: int) -> list[Process]:
    """Return what a process started, and what that started, as far as it lives."""
    children: dict[int, list[Process]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) and stat.state != "Z":
            one = Process(int(entry.name), stat.started)
            children.setdefault(stat.parent, []).append(one)
    found: list[Process] = []
    ahead = [pid]
    while ahead:
        below = children.get(ahead.pop(), [])
        found += below
        ahead += [one.pid for one in below]
    return found


def is_alive(process: Process) -> bool:
    """Tell whether a process runs still, and is no other one of the same number."""
    stat = _stat(process.pid)
    return stat is not None and stat.started == process.started and stat.state != "Z"


def kill(process: Process) -> bool:
    """Kill a process, with no chance to tidy up; false if it was gone already."""
    if not is_alive(process):
        return False
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGKILL)
        return True
    return False


def resident(pid: int) -> int:
    """Return how many bytes of memory a process and what descends from it hold, 0 if it is gone.

    Pages that several of them share count for each.
    """
    pids = [pid, *(one.pid for one in descendants(pid))]
    return sum(stat.resident for one in pids if (stat := _stat(one)))


def _stat(pid: int) -> _Stat | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands in parentheses and may hold anything.
    fields = text.rpartition(")")[2].split()
    return _Stat(fields[0], int(fields[1]), int(fields[19]), int(fields[21]) * _PAGE)
