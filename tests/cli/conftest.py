"""Running the command line in this process, on a use case that returns a report made by hand."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pacecar.checking.report import Report
from pacecar.cli.main import run
from tests.formats.samples import ACCEPTED


class Result(NamedTuple):
    """What a run of the command left."""

    code: int
    out: str
    err: str


TODAY = date(2026, 1, 1)
Run = Callable[..., Result]


@dataclass
class FakeCheck:
    """Stands for the use case: returns a report, or raises, and notes how it was called."""

    report: Report = ACCEPTED
    problem: BaseException | None = None
    calls: list[tuple[tuple[str, ...], Mapping[str, Any]]] = field(default_factory=list)

    def __call__(self, paths: tuple[str, ...], **choices: Any) -> Report:
        """Be called in the place of `pacecar.checking.check.check`."""
        self.calls.append((paths, choices))
        if self.problem is not None:
            raise self.problem
        return self.report


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> FakeCheck:
    """Put a fake in the place of the use case."""
    import pacecar.checking.check as module

    fake = FakeCheck()
    monkeypatch.setattr(module, "check", fake)
    return fake


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, without settings from outside."""
    for name in tuple(os.environ):
        if name.startswith("PACECAR_"):
            monkeypatch.delenv(name)
    # The day of the command is that of the sample reports: none of them is stale.
    monkeypatch.setattr("pacecar.cli.check.today", lambda: TODAY)
    monkeypatch.setattr("pacecar.cli.diff.today", lambda: TODAY)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pacecar(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command with arguments."""

    def call(*arguments: str) -> Result:
        code = run(arguments)
        sys.stdout.flush()
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call
