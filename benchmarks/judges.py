#!/usr/bin/env python3
"""Compare the judges: microseconds a record, over the same records in the same run.

    python benchmarks/judges.py [RULES] [RECORDS]

RULES (30) rules of five patterns over nine columns each; RECORDS (10,000) distinct records of one
rule after the other. The ratio of the last column can be compared between machines, the
microseconds cannot.
"""

import sys
from collections.abc import Callable
from random import Random
from time import perf_counter

from pacecar.evaluation.judges import choose, durable_available
from pacecar.evaluation.record import ColumnKind, Criterion, Judge, Record, Test

COLUMNS = (
    ColumnKind("truth", 0),
    *[ColumnKind("number", 1)] * 4,
    *[ColumnKind("text", 2)] * 2,
    ColumnKind("truth", 2),
    ColumnKind("truth", 3),
)
ROUNDS = 5
SMALL = 20


def criterion(rule: str) -> Criterion:
    """One number below another, or two texts different, or something true."""
    where, same = Test(0, "==", constant=2), Test(5, "==", 6)
    broken = (
        (where, Test(1, ">=", 4)),
        (where, Test(7, "==", constant=1), same, Test(8, "==", constant=0)),
    )
    undetermined = (
        (Test(2, ">=", 3),),
        (same, Test(8, "!=", constant=2)),
        (Test(7, "==", constant=0), Test(8, "!=", constant=2)),
    )
    return Criterion(rule, COLUMNS, broken, undetermined)


def distinct_records(count: int) -> list[Record]:
    """Return records of which about two in three fire a pattern."""
    random = Random(1)  # noqa: S311 - the same ones in every run
    records: dict[Record, None] = {}
    while len(records) < count:
        left, right = random.randrange(-(10**6), 10**6), random.randrange(-(10**6), 10**6)
        texts = (f"program-{random.randrange(50)}" for _ in range(2))
        low, above = random.choice((1, 2, 2, 2)), random.choice((0, 0, 50))
        known, truth = random.choice((1, 1, 0)), random.choice((0, 1, 2))
        records[(low, left, left + above, right, right, *texts, known, truth)] = None
    return list(records)


def best(action: Callable[[], object]) -> float:
    """Return the seconds of the quickest of some rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        action()
        seconds.append(perf_counter() - start)
    return min(seconds)


def main(rules: int = 30, count: int = 10_000) -> None:
    """Measure and print."""
    criteria = [criterion(f"rule-{number}") for number in range(rules)]
    records = distinct_records(count)
    say = sys.stdout.write
    say(f"{rules} rules, {count} distinct records, {SMALL} in a small call; best of {ROUNDS}\n")
    say("judge     first use, us/rule   us/record   us/small call   ratio\n")
    base = 0.0
    for name in ("builtin", *(["durable"] if durable_available() else [])):
        first, many, small = measured(name, criteria, records)
        base = base or many
        say(f"{name:10}{first:18.0f}{many:12.2f}{small:16.0f}{many / base:8.1f}\n")


def measured(
    name: str, criteria: list[Criterion], records: list[Record]
) -> tuple[float, float, float]:
    """Return the microseconds a rule at first, a record, and a call with few records."""
    few = records[:SMALL]
    start = perf_counter()
    judge = choose(name, criteria)
    _ask_all(judge, criteria, few)
    first = perf_counter() - start
    many = best(lambda: judge.judge(criteria[0].rule, records))
    small = best(lambda: _ask_all(judge, criteria, few))
    return first / len(criteria) * 1e6, many / len(records) * 1e6, small / len(criteria) * 1e6


def _ask_all(judge: Judge, criteria: list[Criterion], records: list[Record]) -> None:
    for one in criteria:
        judge.judge(one.rule, records)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
