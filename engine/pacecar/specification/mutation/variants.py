"""A rule's mutants as each plan has them: a plan may set the rule's parameters."""

from __future__ import annotations

from dataclasses import dataclass, field

from pacecar.plan.portfolio import Plan
from pacecar.rulebook.draft import Draft
from pacecar.rulebook.loading import with_settings
from pacecar.rulebook.rule import Rule, Rulebook
from pacecar.specification.interfaces import Answer
from pacecar.specification.mutation.answering import Judge, answer_of_none
from pacecar.specification.mutation.mutants import Mutant, mutants_of


class Variant:
    """The rule with certain parameters, and its mutants; one of them is kept compiled."""

    def __init__(self, rule: Rule, mutants: list[Mutant]) -> None:
        self.rule = rule
        self.mutants = mutants
        self._own = Judge(rule)
        self._compiled: tuple[int, Judge] = (-1, self._own)

    def own_answer(self, plan: Plan) -> Answer:
        """Return what the rule answers as it is."""
        return self._own.answer(plan)

    def answer(self, number: int, plan: Plan) -> Answer:
        """Return what a mutant answers."""
        mutated = self.mutants[number].rule
        if mutated is None:
            return answer_of_none(self.rule.id)
        if self._compiled[0] != number:
            self._compiled = (number, Judge(mutated, self._own))
        return self._compiled[1].answer(plan)


@dataclass(slots=True)
class Variants:
    """The variants of a rule, made as plans need them."""

    rulebook: Rulebook
    rule: str
    _made: dict[str, Variant] = field(default_factory=dict)

    def of(self, plan: Plan) -> Variant:
        """Return the variant that a plan is judged by."""
        values = (
            (rule, name, value.text)
            for rule, settings in plan.settings.items()
            for name, value in settings.items()
        )
        key = repr(sorted(values))
        if key not in self._made:
            self._made[key] = self._make(with_settings(self.rulebook, plan.settings))
        return self._made[key]

    def own(self) -> Variant:
        """Return the rule with its own parameters."""
        key = repr([])
        if key not in self._made:
            self._made[key] = self._make(self.rulebook)
        return self._made[key]

    def _make(self, rulebook: Rulebook) -> Variant:
        found = next(one for one in rulebook.rules if one.id == self.rule)
        draft = rulebook.drafts.get(self.rule)
        written = draft if isinstance(draft, Draft) else None
        return Variant(found, list(mutants_of(found, written)))
