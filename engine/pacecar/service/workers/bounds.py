"""What a worker may not do, set by itself before it is asked anything.

A plan that takes a worker over takes over a process that owns nothing; the bounds are against
accidents: endless loops, memory, and processes that outlive the service.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_MEGABYTE: Final = 1024 * 1024
_LARGEST_FILE: Final = 64 * _MEGABYTE
_OPEN_FILES: Final = 64
_SPARE_SECONDS: Final = 2


def die_with(parent: int) -> None:
    """Let the kernel end this process when the service ends, however that ends.

    Only Linux can; elsewhere a worker ends when it finds its connection closed, which is after
    the check that it is at.

    Args:
        parent: the service's process; if it is gone already, this one exits at once.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SystemExit(0)


def leave_signals_to_the_service() -> None:
    """Ignore what a terminal or an init system sends to all processes of the service alike.

    A graceful stop waits for the checks that run; the service ends its workers itself.
    """
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(one, signal.SIG_IGN)


def bound(megabytes: int) -> None:
    """Bound memory, files and what a crash leaves behind.

    Args:
        megabytes: how much memory this process may take in all.
    """
    size = megabytes * _MEGABYTE
    if sys.platform == "linux":  # Elsewhere the kernel does not keep to these, or refuses them.
        _lower(resource.RLIMIT_AS, size)
        _lower(resource.RLIMIT_DATA, size)
    _lower(resource.RLIMIT_CORE, 0)  # A core dump would put a company's draft on the disk.
    _lower(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _lower(resource.RLIMIT_NOFILE, _OPEN_FILES)


def allow_processor(seconds: int) -> None:
    """Let this process use some more seconds of processor time; then the kernel ends it.

    The service watches the clock itself; this holds if it cannot.
    """
    until = int(time.process_time()) + seconds + _SPARE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    if hard == resource.RLIM_INFINITY or until < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (until, hard))


def peak() -> int:
    """Return the most memory that this process ever took, in bytes."""
    if sys.platform == "linux":
        # What getrusage tells includes the process that started this one.
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _lower(what: int, to: int) -> None:
    """Set a bound, unless a stricter one is set already."""
    _, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY or to < hard:
        resource.setrlimit(what, (to, to))
