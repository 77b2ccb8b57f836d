"""What one rule answers on a plan, in the form that the steps of features read.

A report says more than features speak of: the values that decided a case, what is related, what
an undetermined case waits for. To compile that for every mutant would take longer than all the
rest, so an answer is made without it. That it is the answer a check gives is tried on each
example before anything is changed: it must pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pacecar.checking.cases import CasesInWords
from pacecar.checking.findings import missing_of
from pacecar.checking.report import Subject
from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess, RuleEvaluation
from pacecar.evaluation.record import Outcome
from pacecar.plan.fields import Truth
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE
from pacecar.rulebook.rule import Rule
from pacecar.rulebook.tree import Literal_
from pacecar.specification.interfaces import Answer, Counted, Told

_CERTAIN = Literal_(TRUE, Truth())


class Judge:
    """A rule compiled, for any number of plans.

    Args:
        rule: the rule.
        like: a judge of a rule that may report in the same words; they are compiled once then.
    """

    def __init__(self, rule: Rule, like: Judge | None = None) -> None:
        self._rule = rule
        self._evaluator = InProcess([compile_rule(rule)], "builtin")
        self._told = replace(rule, where=None, require=_CERTAIN, lets={}, related=())
        shared = like is not None and like._told == self._told  # noqa: SLF001 - of this class
        self._words: dict[int, CasesInWords] = like._words if like and shared else {}  # noqa: SLF001

    def answer(self, plan: Plan) -> Answer:
        """Return what the rule answers on a plan, which must outlive the judge."""
        (evaluation,) = self._evaluator.evaluate(plan)
        kept, broken, undetermined = (
            evaluation.count(outcome)
            for outcome in (Outcome.KEPT, Outcome.BROKEN, Outcome.UNDETERMINED)
        )
        broken += len(evaluation.missing)
        outcome = "not applicable"
        if evaluation.problem:
            outcome = "could not run"
        elif broken:
            outcome = "broken"
        elif undetermined or kept:
            outcome = "undetermined" if undetermined else "kept"
        counted = Counted(outcome, kept, broken, undetermined)
        return Answer({self._rule.id: counted}, tuple(self._findings(evaluation, plan)))

    def _findings(self, evaluation: RuleEvaluation, plan: Plan) -> Iterator[Told]:
        rule = self._rule.id
        words = self._words.get(id(plan))
        if words is None:
            words = self._words[id(plan)] = CasesInWords(compile_rule(self._told), plan)
        for case in evaluation.cases:
            if case.outcome is Outcome.BROKEN:
                subject, _ = words.place(case.binding)
                severity, _ = words.severity(case.binding)
                message, hint = words.message(case.binding), words.hint(case.binding)
                yield _told(rule, severity, subject, message, hint)
        for finding in missing_of(evaluation, plan):
            yield _told(rule, finding.severity, finding.subject, finding.message, finding.hint)


def _told(rule: str, severity: str, subject: Subject, message: str, hint: str) -> Told:
    where = (subject.collection, subject.id, subject.field)
    return Told(rule, severity, *where, message, hint, waived=False)


def answer_of_none(rule: str) -> Answer:
    """Return what is answered in the place of a rule that is not there."""
    return Answer({rule: Counted("not applicable", 0, 0, 0)}, ())
