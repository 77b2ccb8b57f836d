"""Reading a plan makes objects by the hundred thousand, and no garbage: none is looked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

_INTERPRETERS_OWN: Final = 1_000
"""Objects put aside, up to which nobody did it: Python 3.12 begins with some hundreds."""


class _Readers:
    """How many threads read at this time, and whether garbage was collected before they began."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.count = 0
        self.collected = False


_READERS: Final = _Readers()


@contextmanager
def uncollected() -> Iterator[None]:
    """Collect no garbage, in no thread, for the length of a block that makes what lasts.

    What was made then counts as old, so that the next collections do not go through it either;
    one of all objects still does. The limits on files bound what a block may make.
    """
    readers = _READERS
    with readers.lock:
        if not readers.count:
            readers.collected = gc.isenabled()
            gc.disable()
        readers.count += 1
    try:
        yield
    finally:
        with readers.lock:
            readers.count -= 1
            if not readers.count and readers.collected:
                if gc.get_freeze_count() < _INTERPRETERS_OWN:
                    # To freeze is to put aside; from there all comes back among the old.
                    gc.freeze()
                    gc.unfreeze()
                gc.enable()
