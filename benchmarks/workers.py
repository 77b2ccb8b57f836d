#!/usr/bin/env python3
"""What a check costs in a worker process, beside the same check in this one.

    python benchmarks/workers.py [ROUNDS]

Checks a proposal of one program against the Alliance reference plan, ROUNDS (30) times each, in
turn. Prints medians in milliseconds; the ratios can be compared between machines.
"""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from pacecar.plan.files import SourceFile, collect
from pacecar.service.judging import InProcessJudge, Task
from pacecar.service.rule_files import files_of
from pacecar.service.settings import ServiceSettings
from pacecar.service.workers.messages import Question, asking
from pacecar.service.workers.pool import WorkerJudge

ROOT = Path(__file__).resolve().parents[1]
PROPOSAL = b"""programs:
  - {id: r-trial, name: Trial, company: renault, segment: C, body: suv, platform: cmf-cd}
"""


def task() -> Task:
    """Return the task."""
    return Task(
        rulebook="reference",
        rules=files_of([ROOT / "rules"]),
        version=1,
        portfolio=(tuple(collect([ROOT / "plans" / "alliance"])),),
        submitted=(SourceFile("trial.yaml", PROPOSAL),),
        whole=False,
        waivers=b"",
        today=date(2026, 1, 1),
        evaluator="auto",
    )


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    begin = perf_counter()
    work()
    return (perf_counter() - begin) * 1000


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    given = task()
    here = InProcessJudge()
    begin = perf_counter()
    workers = WorkerJudge(ServiceSettings("unused.db", workers=1))
    workers.judge(given)
    cold = (perf_counter() - begin) * 1000
    first = milliseconds(lambda: here.judge(given))
    pairs = [
        (milliseconds(lambda: here.judge(given)), milliseconds(lambda: workers.judge(given)))
        for _ in range(rounds)
    ]
    if here.judge(given) != workers.judge(given):
        raise SystemExit("the two differ")
    inside = median(one for one, _ in pairs)
    through = median(other for _, other in pairs)
    sent = len(asking(Question(1, given, "", 60)))
    got = len(here.judge(given).report)
    workers.close()
    say = sys.stdout.write
    say(f"sent {sent / 1024:.0f} KiB, got {got / 1024:.0f} KiB\n")
    say(f"{'':28}{'here':>10}{'worker':>10}\n")
    say(f"{'first, with the start':28}{first:10.0f}{cold:10.0f}\n")
    say(f"{'then':28}{inside:10.1f}{through:10.1f}\n")


if __name__ == "__main__":
    main()
