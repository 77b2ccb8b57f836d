"""What `pacecar spec run` says: how far it is, what failed and how, and the numbers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TextIO

from pacecar.formats.cells import shown
from pacecar.formats.view import View
from pacecar.formats.words import counted
from pacecar.specification.results import ExampleResult, Results
from pacecar.specification.running import Watcher

_CLEAR = "\r\x1b[K"


class Telling(Watcher):
    """Says on one line of a terminal how far the run is."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__()
        self._stream = stream

    def progress(self) -> None:
        """Write over the line."""
        failed = f", {self.failed} failed" if self.failed else ""
        self._say(f"{self.passed + self.failed} examples{failed}")

    def pytest_unconfigure(self) -> None:
        """Leave no line behind."""
        self._say("")

    def _say(self, text: str) -> None:
        self._stream.write(f"{_CLEAR}{text}")
        self._stream.flush()


def watcher() -> Watcher:
    """Return what watches a run: on a terminal one that tells of it."""
    return Telling(sys.stderr) if sys.stderr.isatty() else Watcher()


def told(results: Results, seconds: float, view: View) -> Iterator[str]:
    """Yield what to say of a run: what failed and how, what was refused, the numbers."""
    for example in results.examples:
        if example.status == "failed":
            yield from _failure(example, view)
            yield ""
    for problem in results.problems:
        yield view.paint("refused", "error")
        yield from (f"  {_safe(line)}" for line in problem.splitlines())
        yield ""
    if not results.examples and not results.problems:
        yield "no examples"
        return
    counts = [
        f"{sum(example.status == status for example in results.examples)} {status}"
        for status in ("passed", "failed", "skipped")
        if any(example.status == status for example in results.examples)
    ]
    counts += [counted(len(results.problems), "problem")] if results.problems else []
    many = counted(len(results.examples), "example")
    yield f"{many}: {', '.join(counts)} in {seconds:.1f} s"


def _failure(example: ExampleResult, view: View) -> Iterator[str]:
    """Yield where an example stands, the step that failed, and why."""
    yield view.paint("failed", "error") + f" {shown(f'{example.feature}:{example.line}')}"
    values = ", ".join(f"{name} = {value}" for name, value in example.row.items())
    yield f"  {shown(example.example)}" + (f" ({shown(values)})" if values else "")
    for step in example.steps:
        if step.status in ("failed", "undefined"):
            yield f"    line {step.line}: {shown(step.keyword)} {shown(step.text)}"
    yield from (f"      {_safe(line)}" for line in example.message.splitlines())


def _safe(line: str) -> str:
    """Return a line with its indent, safe for a terminal."""
    text = line.lstrip()
    return " " * (len(line) - len(text)) + shown(text)
