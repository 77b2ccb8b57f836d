"""Evaluation: bind every rule to a plan, and have a judge decide its cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from pacecar.evaluation.binding import Binding, bind, decide, label_of
from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.judges import choose
from pacecar.evaluation.record import CouldNotRun, Outcome
from pacecar.plan.portfolio import Plan


class JudgedCase(NamedTuple):
    """A case and its outcome; `binding` holds a value for each variable of `for`."""

    binding: Binding
    outcome: Outcome

    @property
    def labels(self) -> tuple[str, ...]:
        """What each variable is called: ids, texts, a group's keys, `?` if unknown.

        A record inside an entity is called by its label, its owner by the variable before it.
        """
        return tuple(map(label_of, self.binding))


@dataclass(frozen=True, slots=True)
class RuleEvaluation:
    """What became of one rule. `problem` says why it could not run, "" if it did.

    `missing` are the entities that the rule `requires` and the plan lacks. An evaluator may
    leave out cases that are kept, and count them only: those are `kept_unnamed`.
    """

    rule: CompiledRule
    cases: tuple[JudgedCase, ...] = ()
    unplaced: int = 0
    problem: str = ""
    missing: tuple[tuple[str, str], ...] = field(default=())
    kept_unnamed: int = 0

    def count(self, outcome: Outcome) -> int:
        """Return how many cases have an outcome."""
        unnamed = self.kept_unnamed if outcome is Outcome.KEPT else 0
        return unnamed + sum(1 for case in self.cases if case.outcome is outcome)


class Evaluator(Protocol):
    """Evaluates the rules it was made for, on any number of plans."""

    name: str

    @property
    def note(self) -> str:
        """What is to be said of who judged the last plan, in one line, "" if nothing is."""
        ...

    def evaluate(self, plan: Plan) -> list[RuleEvaluation]:
        """Return one evaluation for each rule, in their order."""
        ...


class InProcess:
    """Binds in Python and judges with durable-rules or the built-in judge."""

    note = ""

    def __init__(
        self, rules: Sequence[CompiledRule], judge: str = "auto", *, name_kept: bool = True
    ) -> None:
        """Take compiled rules for a judge: "auto", "durable" or "builtin".

        Reports name no case that is kept: without `name_kept` these are counted only.
        """
        self.rules = tuple(rules)
        self._name_kept = name_kept
        self.judge = choose(judge, [rule.criterion for rule in rules])
        self.name = self.judge.name
        self._at_once = self.name == "builtin" and not name_kept

    def evaluate(self, plan: Plan) -> list[RuleEvaluation]:
        """Return one evaluation for each rule, in their order."""
        return [self._evaluate(rule, plan) for rule in self.rules]

    def _evaluate(self, rule: CompiledRule, plan: Plan) -> RuleEvaluation:
        missing = missing_of(rule, plan)
        try:
            if self._at_once:
                return _decided(rule, plan, missing)
            bound = bind(rule, plan)
            outcomes = self.judge.judge(rule.id, bound.records)
        except CouldNotRun as problem:
            return RuleEvaluation(rule, problem=str(problem), missing=missing)
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
            # Ours to mend, and loud: a rule that fails must never read as kept.
            problem_text = f"{type(error).__name__}: {error}"
            return RuleEvaluation(rule, problem=problem_text, missing=missing)
        judged = zip(bound.bindings, outcomes, strict=True)
        kept = None if self._name_kept else Outcome.KEPT
        cases = tuple([JudgedCase(*case) for case in judged if case[1] is not kept])
        unnamed = len(outcomes) - len(cases)
        return RuleEvaluation(rule, cases, bound.unplaced, missing=missing, kept_unnamed=unnamed)


def _decided(
    rule: CompiledRule, plan: Plan, missing: tuple[tuple[str, str], ...]
) -> RuleEvaluation:
    found = decide(rule, plan)
    outcomes = {True: Outcome.BROKEN, False: Outcome.UNDETERMINED}
    cases = tuple([JudgedCase(binding, outcomes[broken]) for binding, broken in found.others])
    return RuleEvaluation(rule, cases, found.unplaced, missing=missing, kept_unnamed=found.kept)


def missing_of(rule: CompiledRule, plan: Plan) -> tuple[tuple[str, str], ...]:
    """Return the entities that a rule requires and a plan lacks."""
    return tuple(
        (collection, wanted)
        for collection, wanted in rule.requires
        if not any(entity.id == wanted for entity in plan.collections[collection])
    )
