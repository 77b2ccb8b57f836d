"""The sign of life of a long check."""

from __future__ import annotations

import io
import signal
import sys

import pytest

from pacecar.cli.progress import progress


class _Stream(io.StringIO):
    """Standard error, a terminal or not."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        """Return whether it is a terminal."""
        return self._terminal


def test_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each second is told on one line, which is gone at the end, as is the timer."""
    stream = _Stream(terminal=True)
    monkeypatch.setattr(sys, "stderr", stream)
    before = signal.getsignal(signal.SIGALRM)
    with progress("checking plan"):
        signal.raise_signal(signal.SIGALRM)
        signal.raise_signal(signal.SIGALRM)
    assert stream.getvalue() == (
        "\r\x1b[Kchecking plan ... 1 s\r\x1b[Kchecking plan ... 2 s\r\x1b[K"
    )
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("terminal", [True, False])
def test_a_short_check_says_nothing(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> None:
    """Nothing is printed in the first second, or off a terminal."""
    stream = _Stream(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("checking plan"):
        pass
    assert stream.getvalue() == ""
