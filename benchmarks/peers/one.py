"""One contender on one workload, in this process: what each phase takes, and what it finds.

    python -m benchmarks.peers.one MODULE FOLDER ROUNDS

Prints one line of JSON. The memory is the highest that the process had by the end of the first
round, imports included. Each round begins anew with the files; none is begun once there has been
enough.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar, cast

from benchmarks.peers.contender import Answer, Contender

PHASES = ("load", "resolve", "evaluate")
ENOUGH = 10
"""Seconds of rounds after which no other one is begun."""

T = TypeVar("T")


def told(answer: Answer) -> dict[str, Any]:
    """Return an answer as it is passed on: digests of the ids, and the counts."""
    counts = {rule: len(ids) for rule, ids in answer.broken.items()}
    return {"counts": counts, "digests": digests(answer.broken), "outcomes": answer.outcomes}


def digests(broken: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return a digest of each rule's ids, whatever their order."""
    return {
        rule: sha256("\n".join(sorted(ids)).encode()).hexdigest() for rule, ids in broken.items()
    }


def run(contender: Contender, folder: Path, rounds: int) -> dict[str, Any]:
    """Run a contender so many times, and return its times in seconds, memory and answers."""
    found: dict[str, Any] = {phase: [] for phase in PHASES}
    found["prepare"], engine = _timed(contender.prepare)
    answers = []
    for number in range(rounds):
        gc.collect()
        spent, data = _timed(lambda: contender.load(engine, folder))
        found["load"].append(spent)
        spent, data = _timed(lambda data=data: contender.resolve(engine, data))  # type: ignore[misc]
        found["resolve"].append(spent)
        spent, answer = _timed(lambda data=data: contender.evaluate(engine, data))  # type: ignore[misc]
        found["evaluate"].append(spent)
        if number == 0:
            found["memory"] = peak()
        answers.append(told(answer))
        del data, answer
        if sum(map(sum, (found[phase] for phase in PHASES))) > ENOUGH:
            break
    found["answer"] = answers[0]
    found["steady"] = all(one == answers[0] for one in answers)
    return found


def peak() -> int:
    """Return the highest memory of this process so far, in bytes.

    What `getrusage` says counts the process too that started this one.
    """
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        name, _, value = line.partition(":")
        if name == "VmHWM":
            return int(value.split()[0]) * 1024
    raise OSError("/proc/self/status has no VmHWM")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    begin = perf_counter()
    result = work()
    return perf_counter() - begin, result


def main() -> None:
    """Run what the arguments name."""
    module, folder, rounds = sys.argv[1:]
    contender = cast("Contender", import_module(f"benchmarks.peers.contenders.{module}"))
    sys.stdout.write(json.dumps(run(contender, Path(folder), int(rounds))) + "\n")


if __name__ == "__main__":
    main()
