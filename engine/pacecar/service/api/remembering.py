"""Answers that hold for a moment: many who ask at once cost one look."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """A function whose last result is given again for a time; what it raises is not kept."""

    def __init__(self, look: Callable[[], T], seconds: float) -> None:
        """Remember what `look` returns for so many seconds."""
        self._look = look
        self._seconds = seconds
        self._lock = threading.Lock()
        self._last: tuple[float, T] | None = None

    def __call__(self) -> T:
        """Return the result of a look that is not too old."""
        with self._lock:
            if self._last is None or time.monotonic() - self._last[0] > self._seconds:
                self._last = (time.monotonic(), self._look())
            return self._last[1]
