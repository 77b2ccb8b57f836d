"""Crashes of workers, many and at random: `python -m tests.service.workers.crashes [N] [SEED]`.

Two threads ask two workers, which crash, answer garbage and are killed from outside, until N
crashes were seen. Each answer is the right one, byte by byte, or says that it could not be found;
prints how many of each there were, and ends with 1 if one was wrong or a process was left.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import sys
import tempfile
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import structlog

from pacecar.plan.files import SourceFile
from pacecar.service.judging import InProcessJudge, Task
from pacecar.service.problems import CannotJudge
from pacecar.service.rule_files import files_of
from pacecar.service.settings import ServiceSettings
from pacecar.service.workers.pool import WorkerJudge
from tests.checking.small import TWINS, write_rule
from tests.service.conftest import PLAN
from tests.service.workers.conftest import command

FAULTS = (
    "segfault",
    "abort",
    "kill",
    "exit",
    "mistake",
    "kill while receiving",
    "half, then kill",
    "right, then kill",
    "garbage",
    "nonsense",
    "another number",
    "dies at start",
)


def run(task: Task, crashes: int, folder: Path, seed: int) -> Counter[str]:
    """Let workers crash, and count what came of the questions.

    Args:
        task: what they are asked.
        crashes: how many are to be seen.
        folder: where the list of faults lies.
        seed: of all that is random.

    Returns:
        How many answers were "right", "right, on the built-in judge", "could not run" and
        "wrong" (where durable-rules is not there, the usual answer is the built-in judge's, and
        counts as "right"); and how many "crashes", "retried" and "processes left" there were.
    """
    chance = random.Random(seed)  # noqa: S311 - no secret
    usual = InProcessJudge().judge(task)
    builtin = InProcessJudge().judge(replace(task, evaluator="builtin"))
    judge = WorkerJudge(
        ServiceSettings("unused.db", workers=2),
        command=command(folder / "faults", *chance.choices(FAULTS, k=crashes)),
    )
    over = threading.Event()

    def ask() -> Counter[str]:
        outcomes: Counter[str] = Counter()
        while judge.counted()["crashed"] < crashes:
            try:
                judged = judge.judge(task)
            except CannotJudge:
                outcomes["could not run"] += 1
                continue
            if judged == usual:
                outcomes["right"] += 1
            else:
                outcomes["right, on the built-in judge" if judged == builtin else "wrong"] += 1
        return outcomes

    def kill() -> None:
        while not over.wait(chance.uniform(0, 4)):
            with suppress(ProcessLookupError, IndexError):
                os.kill(chance.choice(judge.pids()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with ThreadPoolExecutor(2) as threads:
            asking = [threads.submit(ask) for _ in range(2)]
            outcomes = sum((one.result() for one in asking), Counter[str]())
    finally:
        over.set()
        killer.join()
        judge.close()
    outcomes["crashes"] = judge.counted()["crashed"]
    outcomes["retried"] = judge.counted()["retried"]
    outcomes["processes left"] = len(judge.pids())
    return outcomes


def main() -> int:
    """Run it from the command line."""
    crashes, seed = (*map(int, sys.argv[1:]), *(1000, 1)[len(sys.argv) - 1 :])
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with tempfile.TemporaryDirectory() as name:
        rules = write_rule(Path(name), TWINS)
        plan = (SourceFile("plan.yaml", PLAN),)
        today = date(2026, 11, 25)
        task = Task(
            rulebook="small",
            rules=files_of([rules]),
            version=0,
            portfolio=(),
            submitted=plan,
            whole=True,
            waivers=b"",
            today=today,
            evaluator="auto",
        )
        outcomes = run(task, crashes, Path(name), seed)
    for what, number in sorted(outcomes.items()):
        sys.stdout.write(f"{number:6,} {what}\n")
    return 1 if outcomes["wrong"] or outcomes["processes left"] else 0


if __name__ == "__main__":
    sys.exit(main())
