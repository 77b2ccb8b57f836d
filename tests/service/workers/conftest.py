"""A task, what a judge in this process says of it, and workers that go wrong as they are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from pacecar.plan.files import SourceFile
from pacecar.service.judging import InProcessJudge, Judged, Task
from pacecar.service.rule_files import files_of
from pacecar.service.settings import ServiceSettings
from pacecar.service.workers.pool import WorkerJudge
from tests.service.conftest import PLAN, program, proposal

FAULTY: Final = Path(__file__).with_name("faulty.py")

Workers = Callable[..., WorkerJudge]
"""Makes a judge of workers that go wrong in these ways, one after the other."""


@pytest.fixture(scope="session")
def task(rules: list[Path]) -> Task:
    """Return the task of a proposal that introduces an error."""
    return Task(
        rulebook="small",
        rules=files_of(rules),
        version=1,
        portfolio=((SourceFile("accepted/v1/plan.yaml", PLAN),),),
        submitted=(
            SourceFile(
                "twin.yaml", proposal(program("kadjar", leader="qashqai", platform="cmf-b"))
            ),
        ),
        whole=False,
        waivers=b"",
        today=date(2026, 11, 25),
        evaluator="auto",
    )


@pytest.fixture(scope="session")
def expected(task: Task) -> Judged:
    """Return what comes of the task."""
    return InProcessJudge().judge(task)


def command(file: Path, *faults: str) -> list[str]:
    """Return the command of workers that go wrong, each in the next of some ways."""
    file.write_text("\n".join(faults), encoding="utf-8")
    return [sys.executable, "-P", str(FAULTY), str(file)]


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """Return what makes a judge of workers that go wrong; they are gone in the end."""
    made: list[WorkerJudge] = []

    def make(*faults: str, start_seconds: float = 60, **settings: int) -> WorkerJudge:
        chosen = {"workers": 1, "check_seconds": 60, **settings}
        judge = WorkerJudge(
            ServiceSettings("unused.db", **chosen),  # type: ignore[arg-type]  # Numbers, all.
            command=command(tmp_path / "faults", *faults),
            start_seconds=start_seconds,
        )
        made.append(judge)
        return judge

    yield make
    for judge in made:
        judge.close()
