"""The built-in judge: each rule's patterns are one Python function."""

from collections.abc import Callable, Iterable, Sequence

from pacecar.evaluation.judges.functions import decider
from pacecar.evaluation.judges.soundness import by_rule, flaw, for_distinct
from pacecar.evaluation.record import CouldNotRun, Criterion, Outcome, Record


class BuiltinJudge:
    """Decides records in Python alone; it runs wherever Pacecar does.

    Equal records of one call are decided once. Threads may share a judge.

    Args:
        criteria: one for each rule that will be judged.

    Raises:
        ValueError: where two criteria have the same rule.
    """

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        self.name = "builtin"
        self._criteria = by_rule(criteria)
        self._deciders: dict[str, Callable[[Record], Outcome]] = {}

    def judge(self, rule: str, records: Sequence[Record]) -> list[Outcome]:
        """Return one outcome for each record of the rule, in order.

        Raises:
            CouldNotRun: where the rule or a record is not what the judges' port allows.
        """
        criterion = self._criteria.get(rule)
        if criterion is None:
            raise CouldNotRun(f"This judge was made without the rule {rule}.")
        decide = self._deciders.get(rule) or self._compiled(criterion)
        outcomes = for_distinct(criterion, records, decide)
        return [outcomes[record] for record in records]

    def _compiled(self, criterion: Criterion) -> Callable[[Record], Outcome]:
        # On first use: a rule that cannot be compiled must not stop the others.
        refusal = flaw(criterion)
        if refusal is not None:
            raise CouldNotRun(refusal)
        try:
            function = decider(criterion)
        except (RecursionError, MemoryError, ValueError, SyntaxError) as error:
            raise CouldNotRun(f"The rule {criterion.rule} cannot be compiled: {error}.") from error
        self._deciders[criterion.rule] = function
        return function
