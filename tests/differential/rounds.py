"""Pairs by their numbers, and what comes of those that share a plan."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pacecar.plan.portfolio import Plan
from tests.differential.comparing import Disagreement, compare
from tests.differential.product import NotLoaded, load_plan, rules_folder
from tests.differential.tables import NotJudged
from tests.generation.choices import Rolled
from tests.generation.plans import make_plan
from tests.generation.rules import make_rule

Data = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What is compared: pairs by their numbers, of which `rules` one after the other share a plan.

    The same seed and number of rules make the same pairs.
    """

    seed: str
    pairs: int
    rules: int
    judges: tuple[str, ...]

    def rounds(self) -> range:
        """Return the number of the first pair of each plan."""
        return range(0, self.pairs, self.rules)

    def numbers(self, first: int) -> range:
        """Return the numbers of the pairs of a plan."""
        return range(first, min(first + self.rules, self.pairs))

    def pair(self, number: int) -> tuple[Data, Data]:
        """Return a plan and a rule."""
        first = number - number % self.rules
        choices = Rolled(f"{self.seed}/{first}")
        plan = make_plan(choices)
        if number != first:
            choices = Rolled(f"{self.seed}/{number}")
        return plan, make_rule(choices)


@dataclass
class Found:
    """What came of some pairs: how many there were, refusals by reason, and what disagrees."""

    pairs: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    disagreeing: list[int] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take in what came of other pairs."""
        self.pairs += other.pairs
        self.refused += other.refused
        self.left += other.left
        self.disagreeing += other.disagreeing


def compare_round(asked: Asked, first: int) -> Found:
    """Compare the pairs of one plan."""
    found = Found()
    plan, _ = asked.pair(first)
    loaded = load_plan(plan)
    with rules_folder() as folder:
        for number in asked.numbers(first):
            found.pairs += 1
            plan, rule = asked.pair(number)
            try:
                if compared(folder, plan, rule, asked.judges, loaded):
                    found.disagreeing.append(number)
            except NotLoaded as problem:
                found.refused[str(problem)] += 1
            except NotJudged as problem:
                found.left[str(problem)] += 1
    return found


def compared(
    folder: Path, plan: Data, rule: Data, judges: tuple[str, ...], loaded: Plan | None = None
) -> list[Disagreement | str]:
    """Return the disagreements; a crash of the product is one."""
    try:
        return [*compare(folder, plan, rule, judges, loaded)]
    except (NotLoaded, NotJudged):
        raise
    except Exception as crash:  # noqa: BLE001 - whatever it is, it is to be reported
        return [f"crash: {type(crash).__name__}: {crash}"]
