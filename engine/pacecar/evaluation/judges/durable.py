"""The judge on durable-rules: patterns over single facts are its rules.

One ruleset serves all criteria, or as few as its limits allow. Each pattern of a criterion is a
rule; the criterion's number is in all its patterns and facts. Nothing else of durable-rules is
used: where it is not exact (joins, quantifiers, arithmetic, the order of texts), the work was
done before, when the record was made.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import NamedTuple, cast

from pacecar.evaluation.judges.encoding import Encoder
from pacecar.evaluation.judges.names import FACTS_AT_ONCE
from pacecar.evaluation.judges.ruleset import Extension, Ruleset
from pacecar.evaluation.judges.soundness import by_rule, flaw, for_distinct
from pacecar.evaluation.record import CouldNotRun, Criterion, Outcome, Pattern, Record

MOST_RULES = 248
"""In a ruleset, beside its two own: its first table of comparisons has 512 places."""

MOST_BRANCHES = 60
"""Patterns that one fact is compared with: durable-rules follows at most 64 at a time."""


class _Part(NamedTuple):
    """Patterns of a criterion that are asked together: the rules' names with what they mean."""

    number: int
    ruleset: Ruleset
    outcomes: Mapping[str, Outcome]


class DurableJudge:
    """Decides records with durable-rules.

    Equal records of one call are asserted once. Threads may share a judge.

    Args:
        criteria: one for each rule that will be judged.
        extension: stands in for the module durable_rules_engine.

    Raises:
        ImportError: where durable-rules cannot be imported.
        ValueError: where two criteria have the same rule.
    """

    def __init__(self, criteria: Iterable[Criterion], extension: Extension | None = None) -> None:
        self.name = "durable"
        self._criteria = by_rule(criteria)
        # A rule that cannot be judged must not stop the others: it is refused when asked for.
        self._refusals: dict[str, str] = {}
        self._encoders: dict[str, Encoder] = {}
        for rule, criterion in self._criteria.items():
            self._prepare(rule, criterion)
        if extension is None:
            extension = cast("Extension", import_module("durable_rules_engine"))
        self._parts: dict[str, list[_Part]] = {rule: [] for rule in self._criteria}
        self._divide(extension)

    def _prepare(self, rule: str, criterion: Criterion) -> None:
        refusal = flaw(criterion)
        if refusal is not None:
            self._refusals[rule] = refusal
            return
        try:
            self._encoders[rule] = Encoder(criterion)
        except CouldNotRun as error:
            self._refusals[rule] = str(error)

    def _divide(self, extension: Extension) -> None:
        """Give each criterion's patterns a place in a ruleset, within durable-rules' limits."""
        rules: dict[str, tuple[int, Sequence[object]]] = {}
        waiting: list[tuple[str, int, dict[str, Outcome]]] = []

        def close() -> None:
            ruleset = Ruleset(extension, rules)
            for rule, number, outcomes in waiting:
                self._parts[rule].append(_Part(number, ruleset, outcomes))

        number = 0
        for rule, encoder in self._encoders.items():
            for patterns in _parted(self._criteria[rule]):
                if len(rules) + len(patterns) > MOST_RULES:
                    close()
                    rules, waiting = {}, []
                number += 1
                outcomes = {
                    f"r{number}p{place}": one for place, one in enumerate(patterns.values())
                }
                for name, pattern in zip(outcomes, patterns, strict=True):
                    rules[name] = (number, encoder.conjunction(pattern))
                waiting.append((rule, number, outcomes))
        if rules:
            close()

    def judge(self, rule: str, records: Sequence[Record]) -> list[Outcome]:
        """Return one outcome for each record of the rule, in order.

        Raises:
            CouldNotRun: where the rule or a record is not what the judges' port allows, or
                durable-rules did anything that it should not.
        """
        criterion = self._criteria.get(rule)
        if criterion is None:
            raise CouldNotRun(f"This judge was made without the rule {rule}.")
        if rule in self._refusals:
            raise CouldNotRun(self._refusals[rule])
        facts = for_distinct(criterion, records, self._encoders[rule].attributes)
        outcomes = dict.fromkeys(facts.values(), Outcome.KEPT)
        for part in self._parts[rule]:
            open_facts = [fact for fact, outcome in outcomes.items() if outcome != Outcome.BROKEN]
            for start in range(0, len(open_facts), FACTS_AT_ONCE):
                _decide(part, open_facts[start : start + FACTS_AT_ONCE], outcomes)
        return [outcomes[facts[record]] for record in records]


def _parted(criterion: Criterion) -> Iterator[dict[Pattern, Outcome]]:
    """Give the patterns and what they mean, some at a time."""
    patterns = dict.fromkeys(criterion.undetermined, Outcome.UNDETERMINED)
    patterns |= dict.fromkeys(criterion.broken, Outcome.BROKEN)
    items = list(patterns.items())
    for start in range(0, len(items), MOST_BRANCHES):
        yield dict(items[start : start + MOST_BRANCHES])


def _decide(part: _Part, facts: Sequence[str], outcomes: dict[str, Outcome]) -> None:
    """Enter what the rules of a part say of some facts: broken counts before undetermined."""
    for name, positions in part.ruleset.firings(part.number, facts).items():
        outcome = part.outcomes[name]
        for position in positions:
            if outcomes[facts[position]] != Outcome.BROKEN:
                outcomes[facts[position]] = outcome
