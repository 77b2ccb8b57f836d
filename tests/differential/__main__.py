"""Compares many plans and rules: python -m tests.differential --pairs 10000 --seed 1."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.differential.comparing import JUDGES, Disagreement, compare
from tests.differential.product import NotLoaded, plan_text, rule_text, rules_folder
from tests.differential.shrinking import shrink
from tests.differential.tables import NotJudged
from tests.generation.choices import Rolled
from tests.generation.plans import make_plan
from tests.generation.rules import make_rule

EVERY = 100


def main() -> int:
    """Compare, print what was found, and return 1 if there is a disagreement."""
    options = _options()
    judges = tuple(options.judge or JUDGES)
    started = time.monotonic()
    refused: Counter[str] = Counter()
    left: Counter[str] = Counter()
    found = 0
    with rules_folder() as folder:
        for number in range(options.pairs):
            choices = Rolled(f"{options.seed}/{number}")
            plan, rule = make_plan(choices), make_rule(choices)
            try:
                disagreements = _compared(folder, plan, rule, judges)
            except NotLoaded as problem:
                refused[str(problem)] += 1
                continue
            except NotJudged as problem:
                left[str(problem)] += 1
                continue
            if disagreements:
                found += 1
                if found <= options.show:
                    _show(folder, number, plan, rule, judges)
            if (number + 1) % EVERY == 0:
                _say(f"{number + 1} pairs, {found} disagreements, {refused.total()} refused")
    seconds = time.monotonic() - started
    for reason, times in refused.most_common(options.refused):
        print(f"refused {times} times: {reason}")  # noqa: T201 - the command's output
    for reason, times in left.most_common():
        print(f"not translated {times} times: {reason}")  # noqa: T201 - the command's output
    print(  # noqa: T201 - the command's output
        f"{options.pairs} pairs, {refused.total()} of their rules refused, "
        f"{found} disagreements, {seconds:.1f} s"
    )
    return 1 if found else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.differential", description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000, help="how many plans and rules")
    parser.add_argument("--seed", default="1", help="the same seed makes the same pairs")
    parser.add_argument("--judge", action="append", choices=JUDGES, help="default: both")
    parser.add_argument("--show", type=int, default=5, help="how many disagreements to show")
    parser.add_argument("--refused", type=int, default=3, help="how many refusals to show")
    return parser.parse_args()


def _compared(
    folder: Path, plan: dict[str, Any], rule: dict[str, Any], judges: tuple[str, ...]
) -> list[Disagreement | str]:
    """Return the disagreements; a crash of the product is one."""
    try:
        return [*compare(folder, plan, rule, judges)]
    except (NotLoaded, NotJudged):
        raise
    except Exception as crash:  # noqa: BLE001 - whatever it is, it is to be reported
        return [f"crash: {type(crash).__name__}: {crash}"]


def _show(
    folder: Path, number: int, plan: dict[str, Any], rule: dict[str, Any], judges: tuple[str, ...]
) -> None:
    def kinds(plan: dict[str, Any], rule: dict[str, Any]) -> set[type]:
        try:
            return {type(one) for one in _compared(folder, plan, rule, judges)}
        except (NotLoaded, NotJudged, SyntaxError):
            return set()

    wanted = kinds(plan, rule)
    plan, rule = shrink(plan, rule, lambda p, r: bool(kinds(p, r) & wanted))
    lines = [f"--- pair {number}", plan_text(plan), rule_text(rule)]
    lines += [str(one) for one in _compared(folder, plan, rule, judges)]
    print("\n".join(lines), flush=True)  # noqa: T201 - the command's output


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201 - progress


if __name__ == "__main__":
    sys.exit(main())
