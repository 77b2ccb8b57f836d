"""A sign of life for a check that takes longer than a second: on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_CLEAR = "\r\x1b[K"


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Say on standard error, each second from the first on, what is being done and how long.

    A timer of the process and no thread: evaluators may fork, which threads make unsafe.
    """
    if not sys.stderr.isatty():
        yield
        return
    import signal
    import threading

    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    seconds = 0

    def tick(_: int, __: FrameType | None) -> None:
        nonlocal seconds
        seconds += 1
        sys.stderr.write(f"{_CLEAR}{what} ... {seconds} s")
        sys.stderr.flush()

    before = signal.signal(signal.SIGALRM, tick)
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if seconds:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
