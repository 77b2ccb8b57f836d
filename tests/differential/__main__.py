"""Compares many plans and rules: python -m tests.differential --pairs 10000 --seed 1."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from tests.differential.comparing import ALL_JUDGES, JUDGES
from tests.differential.product import NotLoaded, plan_text, rule_text, rules_folder
from tests.differential.rounds import Asked, Data, Found, compare_round, compared
from tests.differential.shrinking import shrink
from tests.differential.tables import NotJudged

EVERY = 500
"""Pairs between two lines of progress."""


def main() -> int:
    """Compare, print what was found, and return 1 if there is a disagreement."""
    options = _options()
    asked = Asked(options.seed, options.pairs, options.rules, tuple(options.judge or JUDGES))
    started = time.monotonic()
    found, shown, told = Found(), 0, EVERY
    with _rounds(asked, options.processes) as rounds:
        for one in rounds:
            found.add(one)
            for number in one.disagreeing[: options.show - shown]:
                _show(asked, number)
                shown += 1
            if found.pairs >= told:
                told += EVERY
                _say(f"{found.pairs} pairs, {len(found.disagreeing)} disagreements")
    seconds = time.monotonic() - started
    for reason, times in found.refused.most_common(options.refused):
        print(f"refused {times} times: {reason}")  # noqa: T201 - the command's output
    for reason, times in found.left.most_common():
        print(f"no query {times} times: {reason}")  # noqa: T201 - the command's output
    print(  # noqa: T201 - the command's output
        f"{found.pairs} pairs ({', '.join(asked.judges)}), {found.refused.total()} rules refused, "
        f"{found.left.total()} without a query, {len(found.disagreeing)} disagreements, "
        f"{seconds:.1f} s"
    )
    return 1 if found.disagreeing else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000, help="how many plans and rules")
    parser.add_argument("--rules", type=int, default=1, help="how many rules share a plan")
    parser.add_argument("--seed", default="1", help="the same seed makes the same pairs")
    every = ", ".join(JUDGES)
    parser.add_argument("--judge", action="append", choices=ALL_JUDGES, help=f"default: {every}")
    parser.add_argument("--processes", type=int, default=1, help="how many work at once")
    parser.add_argument("--show", type=int, default=5, help="how many disagreements to show")
    parser.add_argument("--refused", type=int, default=3, help="how many refusals to show")
    return parser.parse_args()


@contextmanager
def _rounds(asked: Asked, processes: int) -> Iterator[Iterator[Found]]:
    """Yield what comes of each plan and its rules, in order."""
    work = partial(compare_round, asked)
    if processes == 1:
        yield map(work, asked.rounds())
        return
    # Started anew, as engines have threads that a fork would lose.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        yield pool.map(work, asked.rounds(), chunksize=max(1, 100 // asked.rules))


def _show(asked: Asked, number: int) -> None:
    plan, rule = asked.pair(number)
    with rules_folder() as folder:

        def kinds(plan: Data, rule: Data) -> set[type]:
            try:
                return {type(one) for one in compared(folder, plan, rule, asked.judges)}
            except (NotLoaded, NotJudged, SyntaxError):
                return set()

        wanted = kinds(plan, rule)
        plan, rule = shrink(plan, rule, lambda p, r: bool(kinds(p, r) & wanted))
        lines = [f"--- pair {number}", plan_text(plan), rule_text(rule)]
        lines += [str(one) for one in compared(folder, plan, rule, asked.judges)]
    print("\n".join(lines), flush=True)  # noqa: T201 - the command's output


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main())
