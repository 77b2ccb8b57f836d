"""One plan and one rule, evaluated by the product and by the reference, and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pacecar.evaluation.judges import durable_available
from pacecar.plan.portfolio import Plan
from tests.differential.product import COUNTING, judged, load_plan, load_rule
from tests.differential.tables import NotJudged
from tests.generation.rules import DEFINITIONS
from tests.reference.evaluator import Case, Evaluation, evaluate

IN_PROCESS = ("builtin", COUNTING, *(["durable"] if durable_available() else []))
JUDGES = (*IN_PROCESS, "duckdb")
ALL_JUDGES = (*JUDGES, "spark")
"""Spark takes about a second for each pair, and is asked only if it is named."""


@dataclass(frozen=True)
class Disagreement:
    """What a judge of the product made of a rule, and what the reference did."""

    judge: str
    product: Evaluation | str
    reference: Evaluation

    def __str__(self) -> str:
        """Show the cases that only one of them has."""
        if isinstance(self.product, str):
            return f"{self.judge}: could not run: {self.product}"
        lines = [
            f"{self.judge}:",
            *(f"  product only:   {case}" for case in self.product.cases - self.reference.cases),
            *(f"  reference only: {case}" for case in self.reference.cases - self.product.cases),
        ]
        if self.product.unplaced != self.reference.unplaced:
            lines.append(f"  unplaced: {self.product.unplaced}, not {self.reference.unplaced}")
        return "\n".join(lines)


def compare(
    folder: Path,
    plan: Mapping[str, Any],
    rule: Mapping[str, Any],
    judges: tuple[str, ...] = JUDGES,
    loaded: Plan | None = None,
) -> list[Disagreement]:
    """Return what the product's judges see otherwise than the reference.

    Args:
        folder: where the rule may be written.
        plan: as plain data.
        rule: as plain data.
        judges: which to compare.
        loaded: the plan as the product reads it, if it was read before.

    Raises:
        NotLoaded: the product refuses the rule.
        NotJudged: the SQL evaluator leaves the rule to another one.
    """
    rulebook = load_rule(folder, rule)
    loaded = loaded or load_plan(plan)
    reference = evaluate(plan, rule, DEFINITIONS)
    found: list[Disagreement] = []
    for judge in judges:
        try:
            answer = judged(loaded, rulebook, judge)
        except NotJudged:
            if found:
                break
            raise
        counted = judge in (COUNTING, "duckdb", "spark")
        wanted = with_kept_counted(reference) if counted else reference
        if answer != wanted:
            found.append(Disagreement(judge, answer, wanted))
    return found


def with_kept_counted(evaluation: Evaluation) -> Evaluation:
    """Return an evaluation whose kept cases have no names, as queries count them."""
    cases: Counter[Case] = Counter()
    for (outcome, labels), times in evaluation.cases.items():
        cases[outcome, () if outcome == "kept" else labels] += times
    return Evaluation(cases, evaluation.unplaced)
