#!/usr/bin/env python3
"""How a check in process grows with the plan, rule by rule.

    python benchmarks/scaling.py [--sizes 500 1000 2000 4000] [--unknown 29] [--judge builtin]

For made-up plans of growing size: the processor's microseconds a program to read and link the plan
and to evaluate each rule of the rulebook (bind and judge, kept cases counted only), the least of
some rounds. Garbage is collected as the command does. What grows as the plan does keeps its figure
from size to size. With --unknown, one in so many leaders, platforms, regions, plants, segments and
starts is not known.
"""

from __future__ import annotations

import argparse
import gc
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from benchmarks.plans import plan_text  # noqa: E402 - the checkout, from wherever this is started
from pacecar.cli.main import COLLECTED_AT  # noqa: E402

ROUNDS: Final = 5
READING: Final = "(reading and linking)"
_OPTIONAL: Final = re.compile(
    r"^    (leader|platform|regions|plants|segment|start): .*$", re.MULTILINE
)


def with_unknowns(text: str, each: int) -> str:
    """Return a plan's text with one in so many values not known; 0 leaves it as it is."""
    if not each:
        return text
    numbers = count(1)

    def unless_chosen(found: re.Match[str]) -> str:
        return f"    {found[1]}: null" if next(numbers) % each == 0 else found[0]

    return _OPTIONAL.sub(unless_chosen, text)


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds of the processor of the quickest of some rounds."""
    found = []
    for _ in range(rounds):
        begin = process_time()
        work()
        found.append(process_time() - begin)
    return min(found)


def measured(programs: int, unknown: int, judge: str) -> dict[str, float]:
    """Return the microseconds a program of reading, and of each rule."""
    from pacecar.evaluation.evaluating import InProcess
    from pacecar.evaluation.rulebooks import compiled_rulebook
    from pacecar.plan.loading import load_plan

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "plan.yaml"
        file.write_text(with_unknowns(plan_text(programs), unknown), "utf-8")

        def read() -> Any:
            return load_plan([file], as_of=None, today=date(2026, 1, 1))

        plan = read()
        found = {READING: least(read, 1)}
    rules = [rule for rule in compiled_rulebook([ROOT / "rules"], {}).rules if rule.enabled]
    for rule in rules:
        evaluator = InProcess([rule], judge, name_kept=False)
        problem = evaluator.evaluate(plan)[0].problem
        if problem:
            raise SystemExit(f"{rule.id} could not run: {problem}")
        found[rule.id] = least(lambda evaluator=evaluator: evaluator.evaluate(plan))  # type: ignore[misc]
    return {name: seconds / programs * 1e6 for name, seconds in found.items()}


def table(found: Mapping[int, Mapping[str, float]]) -> list[str]:
    """Return the figures as lines, the costliest rule first, with how they grew at last."""
    sizes = sorted(found)
    names = sorted(found[sizes[-1]], key=lambda name: (name != READING, -found[sizes[-1]][name]))
    rows = [(name, [found[size][name] for size in sizes]) for name in names]
    every = [sum(found[size].values()) - found[size][READING] for size in sizes]
    head = "".join(f"{size:10,}" for size in sizes)
    lines = [f"{'programs':52}{head}   last / one before"]
    for name, figures in [rows[0], ("all rules", every), *rows[1:]]:
        shown = "".join(f"{figure:10.2f}" for figure in figures)
        grown = f"{figures[-1] / figures[-2]:20.2f}" if len(figures) > 1 and figures[-2] else ""
        lines.append(f"{name:52}{shown}{grown}")
    return lines


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1000, 2000, 4000])
    parser.add_argument("--unknown", type=int, default=0, help="one in so many values (none)")
    parser.add_argument("--judge", choices=("builtin", "durable"), default="builtin")
    given = parser.parse_args(arguments)
    gc.set_threshold(COLLECTED_AT)
    found = {}
    for size in sorted(given.sizes):
        found[size] = measured(size, given.unknown, given.judge)
        gc.collect()
    sys.stdout.write("microseconds of the processor a program\n")
    sys.stdout.write("".join(f"{line}\n" for line in table(found)))


if __name__ == "__main__":
    main()
