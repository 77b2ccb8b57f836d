"""Rules in parallel: one process for each core, a rule at a time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from pacecar.specification.mutation.running import RuleResult, Task, mutate


def mutate_all(tasks: Sequence[Task], jobs: int) -> Iterator[RuleResult]:
    """Yield the result of each rule as it is there.

    Each process is started afresh, and runs the features in a pytest of its own: nothing of
    this process (threads, a session of pytest) gets into it. Tasks are begun in their order, so
    the longest should come first.
    """
    context = multiprocessing.get_context("spawn")
    workers = max(1, min(jobs, len(tasks)))
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting = [pool.submit(mutate, task) for task in tasks]
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            for one in waiting:
                one.cancel()
