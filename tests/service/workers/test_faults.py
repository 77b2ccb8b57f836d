"""Whatever happens to a worker, the service says what is so or that it could not find out."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
import structlog

from pacecar.evaluation.judges import durable_available
from pacecar.service.judging import InProcessJudge, Judged, Task
from pacecar.service.problems import CannotJudge, NotTried
from tests.service.workers import crashes
from tests.service.workers.conftest import Workers

pytestmark = pytest.mark.slow

CRASHES = [
    "segfault",
    "segfault on durable",
    "abort",
    "kill",
    "hog in C",
    "mistake",
    "exit",
    "kill while receiving",
    "half, then kill",
    "closed, and lives on",
    "garbage",
    "nonsense",
    "too long",
    "another number",
]


def happened(counted: Mapping[str, int]) -> dict[str, int]:
    """Return what was counted, without what did not happen."""
    return {event: number for event, number in counted.items() if number}


@pytest.fixture(scope="module")
def on_builtin(task: Task) -> Judged:
    """Return what the built-in judge says."""
    return InProcessJudge().judge(replace(task, evaluator="builtin"))


def test_a_worker_says_what_a_judge_here_says(
    workers: Workers, task: Task, expected: Judged
) -> None:
    """Byte by byte, again and again, of one process."""
    judge = workers()
    assert [judge.judge(task) for _ in range(3)] == [expected] * 3
    assert happened(judge.counted()) == {"started": 1}


@pytest.mark.parametrize("fault", CRASHES)
def test_a_crash_is_followed_by_the_builtin_judge(
    fault: str, workers: Workers, task: Task, expected: Judged, on_builtin: Judged
) -> None:
    """It says the same, the check tells who judged, and the next one finds a warm worker."""
    judge = workers(fault, check_megabytes=400)
    assert judge.judge(task) == on_builtin
    assert judge.judge(task) == expected
    assert happened(judge.counted()) == {"started": 2, "crashed": 1, "retried": 1}
    assert len(judge.pids()) == 1


@pytest.mark.parametrize("fault", ["segfault", "kill while receiving", "garbage"])
def test_two_crashes_could_not_run(
    fault: str, workers: Workers, task: Task, expected: Judged
) -> None:
    """Nothing is guessed, and the service lives on."""
    judge = workers(fault, fault)
    with pytest.raises(CannotJudge, match="on the built-in judge as well") as told:
        judge.judge(task)
    assert not isinstance(told.value, NotTried)
    assert judge.judge(task) == expected
    assert happened(judge.counted()) == {"started": 3, "crashed": 2, "retried": 1}


@pytest.mark.parametrize("fault", ["loop", "loop in C", "stop", "half, then nothing"])
def test_what_takes_too_long_is_killed(
    fault: str, workers: Workers, task: Task, expected: Judged
) -> None:
    """An endless check ends in time, also where only the kernel can end it."""
    judge = workers(fault, check_seconds=2)
    with pytest.raises(CannotJudge, match="took more than 2 seconds"):
        judge.judge(task)
    assert happened(judge.counted()) == {"started": 1, "late": 1}


def test_what_takes_too_much_memory_could_not_run(
    workers: Workers, task: Task, expected: Judged
) -> None:
    """A check that needs more than it may have is told apart from a crash."""
    judge = workers("hog", "hog", check_megabytes=400)
    with pytest.raises(CannotJudge, match="needs more than 400 megabytes"):
        judge.judge(task)
    assert judge.judge(task) == expected
    assert happened(judge.counted()) == {"started": 3, "no memory": 2, "retried": 1}


@pytest.mark.parametrize("fault", ["right, then kill", "twice"])
def test_an_answer_that_came_counts(
    fault: str, workers: Workers, task: Task, expected: Judged
) -> None:
    """What a worker does after its answer changes neither that one nor the next one's verdict."""
    judge = workers(fault)
    assert judge.judge(task) == expected
    assert judge.judge(task).verdict == expected.verdict
    assert happened(judge.counted())["crashed"] == 1


def test_a_worker_killed_between_two_questions_is_replaced(
    workers: Workers, task: Task, expected: Judged
) -> None:
    """It says nothing about the next question, which is asked of the usual judge."""
    judge = workers()
    assert judge.judge(task) == expected
    (pid,) = judge.pids()
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert judge.judge(task) == expected
    assert happened(judge.counted()) == {"started": 2, "crashed": 1}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("dies at start", "exit code 3"),
        ("slow start", "not ready within 2 seconds"),
        ("garbage at start", "no message begins like this"),
        ("another version", "it is Pacecar 0.0.0"),
    ],
)
def test_a_worker_that_does_not_start_is_no_crash_of_the_check(
    fault: str, reason: str, workers: Workers, task: Task
) -> None:
    """Nothing was tried, the reason is told, and the next start is tried for the next check."""
    judge = workers(fault, start_seconds=2)
    with pytest.raises(NotTried, match=f"No worker process can be started: .*{reason}"):
        judge.judge(task)
    assert happened(judge.counted()) == {"start failed": 1}
    assert judge.pids() == []


def test_a_command_that_is_not_there_is_told(workers: Workers, task: Task) -> None:
    """Also where no process comes to be at all."""
    judge = workers(start_seconds=2)
    judge._command = ["/nowhere/python"]
    judge._replace(judge._free.queue[0])
    with pytest.raises(NotTried, match="No such file"):
        judge.judge(task)


@pytest.mark.parametrize("megabytes", [1, 20, 60, 80, 100])
def test_too_little_memory_brings_no_verdict_or_the_right_one(
    megabytes: int, workers: Workers, task: Task, expected: Judged
) -> None:
    """Wherever a check runs out of memory, it is told as what it is and never as a verdict."""
    judge = workers(check_megabytes=megabytes)
    verdict = expected.verdict
    with suppress(CannotJudge):
        verdict = judge.judge(task).verdict
    assert verdict == expected.verdict
    assert happened(judge.counted())


def test_a_worker_is_replaced_after_some_questions_and_when_it_grew(
    workers: Workers, task: Task, expected: Judged
) -> None:
    """What leaks memory leaks it for a while only."""
    judge = workers()
    judge._questions_each = 2
    first = judge.pids()
    assert [judge.judge(task) for _ in range(5)] == [expected] * 5
    assert happened(judge.counted()) == {"started": 3, "recycled": 2}
    assert judge.pids() != first
    growing = workers("grow", check_megabytes=400)
    assert [growing.judge(task) for _ in range(3)] == [expected] * 3
    assert happened(growing.counted()) == {"started": 2, "recycled": 1}


def test_a_crash_says_where_it_was_and_nothing_of_the_plan(workers: Workers, task: Task) -> None:
    """The log has the frames of an error of ours, and never a message that quotes a draft."""
    judge = workers("mistake")
    with structlog.testing.capture_logs() as log:
        judge.judge(task)
    (entry,) = log
    assert entry["event"] == "worker crashed"
    assert entry["reason"].startswith("an error of ours: KeyError in mistake:")
    assert "secret" not in str(log)


def test_a_worker_sees_no_secret_of_the_service(
    workers: Workers, task: Task, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the database's address nor its descriptor reaches a worker."""
    monkeypatch.setenv("PACECAR_DATABASE", "postgresql://pacecar:password@db/pacecar")
    judge = workers()
    judge.judge(task)
    (pid,) = judge.pids()
    environment = Path(f"/proc/{pid}/environ").read_bytes()
    open_files = [str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir()]
    assert b"password" not in environment
    kinds = sorted({file.partition(":")[0].rpartition("/")[2] for file in open_files})
    assert kinds == ["null", "socket", "stderr"]
    assert "sqlalchemy" not in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def test_a_judge_that_is_closed_gives_up_what_runs_and_leaves_nothing(
    workers: Workers, task: Task
) -> None:
    """Who waits for an endless check is told, and no process or folder outlives the judge."""
    judge = workers("stop", check_seconds=600)
    with ThreadPoolExecutor(1) as waiting:
        asked = waiting.submit(judge.judge, task)
        while not judge.counted()["started"]:
            time.sleep(0.05)
        (process,) = judge._living
        judge.close()
        with pytest.raises(NotTried, match="stopping"):
            asked.result(10)
    assert (judge.pids(), process._folder.exists()) == ([], False)
    with pytest.raises(ProcessLookupError):
        os.kill(process.pid, 0)
    with pytest.raises(NotTried, match="stopping"):
        judge.judge(task)


def test_many_crashes_at_random_bring_no_wrong_answer(task: Task, tmp_path: Path) -> None:
    """As `python -m tests.service.workers.crashes 1000`, with fewer."""
    outcomes = crashes.run(task, 25, tmp_path, seed=7)
    assert outcomes["crashes"] >= 25
    assert (outcomes["wrong"], outcomes["processes left"]) == (0, 0)
    assert outcomes["retried"] > 0
    assert outcomes["right, on the built-in judge" if durable_available() else "right"] > 0
