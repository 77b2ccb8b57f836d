"""One plan and one rule, evaluated by the product and by the reference, and compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pacecar.evaluation.judges import durable_available
from tests.differential.product import judged, load_plan, load_rule
from tests.generation.rules import DEFINITIONS
from tests.reference.evaluator import Evaluation, evaluate

JUDGES = ("builtin", "durable") if durable_available() else ("builtin",)


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
) -> list[Disagreement]:
    """Return what the product's judges see otherwise than the reference.

    Raises:
        NotLoaded: the product refuses the rule.
    """
    rulebook = load_rule(folder, rule)
    loaded = load_plan(plan)
    reference = evaluate(plan, rule, DEFINITIONS)
    answers = [(judge, judged(loaded, rulebook, judge)) for judge in judges]
    return [
        Disagreement(judge, answer, reference) for judge, answer in answers if answer != reference
    ]
