#!/usr/bin/env python3
"""What evaluating six rules in process costs beside a loop written by hand, in processor time.

    python benchmarks/in_process.py [PROGRAMS ...]

The workload and the loop are those of `benchmarks/peers`; both judges' answers are held against the
loop's. All take turns in one process, and the least time of each counts: others that use the
machine hardly change it. Garbage is collected as the command does, and between the rounds.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import process_time
from typing import Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.peers import files  # noqa: E402 - the checkout, from wherever this is started
from benchmarks.peers.contender import Answer  # noqa: E402
from benchmarks.peers.contenders import pacecar, plain_python  # noqa: E402
from benchmarks.peers.workload import SEED  # noqa: E402
from pacecar.evaluation.judges import durable_available  # noqa: E402

ROUNDS: Final = 15
LOOP: Final = "loop by hand"


def measured(folder: Path, programs: int) -> dict[str, float]:
    """Return the least seconds that each takes."""
    files.write(folder, programs, SEED, most_in_plan=programs)
    rows = plain_python.load(None, folder)
    ways: dict[str, Callable[[], Answer]] = {LOOP: lambda: plain_python.evaluate(None, rows)}
    engines = {name: pacecar.prepared(name) for name in judges()}
    plan = pacecar.resolve(None, pacecar.load(None, folder))
    for name, engine in engines.items():
        ways[name] = partial(pacecar.evaluate, engine, plan)
    found = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        answers = []
        for name, way in ways.items():
            begin = process_time()
            answer = way()
            found[name] = min(found[name], process_time() - begin)
            answers.append({rule: sorted(ids) for rule, ids in answer.broken.items()})
        if any(answer != answers[0] for answer in answers):
            raise SystemExit("the answers differ")
        gc.collect()
    return found


def judges() -> list[str]:
    """Return the judges that there are here."""
    return ["builtin", *(["durable"] if durable_available() else [])]


def main(sizes: list[int]) -> None:
    """Measure and print."""
    say = sys.stdout.write
    say(f"{'programs':>10}  {'':14}{'ms':>9}  x loop by hand\n")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            found = measured(Path(folder) / str(size), size)
            for name, seconds in found.items():
                ratio = seconds / found[LOOP]
                say(f"{size:10,}  {name:14}{seconds * 1000:9.2f}  {ratio:.1f}\n")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
