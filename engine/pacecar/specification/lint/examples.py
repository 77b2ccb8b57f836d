"""What the examples of a rule show when they are run: its bounds, and that rejects need it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from pytest_bdd.steps import StepFunctionContext

from pacecar.plan.portfolio import Plan
from pacecar.rulebook.loading import with_settings
from pacecar.rulebook.problems import RulebookError
from pacecar.rulebook.rule import Rule, Rulebook
from pacecar.specification.lint.bounds import Bound, bounds_of
from pacecar.specification.lint.finding import Finding, found_at
from pacecar.specification.lint.performing import perform
from pacecar.specification.lint.reading import ReadFeature
from pacecar.specification.lint.sizes import in_words
from pacecar.specification.lint.standing import Standing, standings


class Shown:
    """What the examples of one rule show."""

    def __init__(self, rulebook: Rulebook, rule: Rule, feature: ReadFeature, root: Path) -> None:
        """Take a rule and its feature.

        Args:
            rulebook: the rulebook that the rule is of.
            rule: the rule.
            feature: its feature.
            root: the folder that the paths of plans are relative to.
        """
        self._rulebook = rulebook
        self._rule = rule
        self._feature = feature
        self._root = root
        self._stands: dict[int, Standing] = {}

    def run(self, known: Sequence[StepFunctionContext]) -> Iterator[Finding]:
        """Run the examples; yield those that cannot be run, and the rejects that say nothing."""
        for example in self._feature.examples:
            done = perform(example, self._rule.id, self._root, known)
            if done.problem:
                message = f"`{example.name}` cannot be run: {done.problem}."
                yield self._feature.finding("examples", message, "Correct the step.", example)
            if done.passed and "reject" in example.tags:
                message = f"`{example.name}` passes without the rule."
                hint = "Say which findings there are, or that the rule is broken."
                yield self._feature.finding("rejects", message, hint, example)
            for plan in done.plans:
                self._take(plan)

    def bare_bounds(self) -> Iterator[Finding]:
        """Yield the bounds without an example on them, or without one just off them."""
        bounds: dict[str, tuple[Bound, Standing]] = {}
        for number, bound in enumerate(bounds_of(self._rule)):
            _, known = bounds.get(bound.key, (bound, Standing()))
            bounds[bound.key] = (bound, _either(known, self._stands.get(number, Standing())))
        for bound, standing in bounds.values():
            place = bound.comparison.place or self._rule.place
            hint = f"Add it to {self._feature.path.parent.name}/{self._feature.path.name}."
            for missing in _missing(bound, standing):
                message = f"{self._rule.id}: no example is {missing}."
                yield found_at(place, "bounds", message, hint)

    def _take(self, plan: Plan) -> None:
        rule = self._rule
        if plan.settings:
            try:
                rules = with_settings(self._rulebook, plan.settings).rules
            except RulebookError:
                return  # the example's own run tells
            rule = next(one for one in rules if one.id == rule.id)
        for number, standing in standings(rule, plan).items():
            self._stands[number] = _either(self._stands.get(number, Standing()), standing)


def _either(one: Standing, other: Standing) -> Standing:
    return Standing(one.on or other.on, one.off or other.off)


def _missing(bound: Bound, standing: Standing) -> Iterator[str]:
    text = in_words(bound.comparison)
    if not standing.on:
        yield f"on the bound of `{text}`, where both sides are equal"
    if not standing.off:
        side = {"<": "below", ">=": "below", ">": "above", "<=": "above"}
        where = side.get(bound.comparison.operator, "beside")
        step = f"{Decimal(1).scaleb(-bound.decimals):f}"
        yield f"just off `{text}`, with the left {where} the right by {step} or less"
