"""Every mutant of a rule against the examples of the rule's own feature."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rulebook
from pacecar.specification.mutation.recording import FeatureFails, Recorded, record
from pacecar.specification.mutation.replaying import turns_red
from pacecar.specification.mutation.variants import Variant, Variants


@dataclass(frozen=True, slots=True)
class Task:
    """A rule by its id, its feature, and the folders of the rulebook."""

    rule: str
    feature: Path
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant in words, and whether an example turned red."""

    rule: str
    kind: str
    file: str
    line: int
    column: int
    before: str
    after: str
    killed: bool


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What became of a rule's mutants, and how many runs of an example it took.

    `problem` says why none was tried, "" if they were: an example fails with the rule as it is.
    """

    rule: str
    tried: tuple[Tried, ...] = ()
    examples: int = 0
    runs: int = 0
    problem: str = ""


@dataclass(slots=True)
class _Trial:
    """The examples of a feature, each with the variant of the rule that it is judged by."""

    rule: str
    examples: list[tuple[Recorded, Variant]]
    runs: int = field(default=0)

    def kills(self, number: int) -> bool:
        """Return whether an example turns red by a mutant.

        The example that does is asked first next time: neighbours die of the same example.
        """
        for place, (recorded, variant) in enumerate(self.examples):
            self.runs += 1
            if turns_red(recorded, self.rule, variant.answer(number, recorded.plan)):
                self.examples.insert(0, self.examples.pop(place))
                return True
        return False


def mutate(task: Task) -> RuleResult:
    """Try every mutant of a rule."""
    variants = Variants(_rulebook(task.folders), task.rule)
    try:
        recorded = record(
            task.feature, task.folders, lambda plan: variants.of(plan).own_answer(plan)
        )
    except FeatureFails as failure:
        return RuleResult(task.rule, problem=str(failure))
    trial = _Trial(task.rule, [(example, variants.of(example.plan)) for example in recorded])
    tried = tuple(
        Tried(
            task.rule,
            mutant.kind,
            mutant.place.file,
            mutant.place.line,
            mutant.place.column,
            mutant.before,
            mutant.after,
            trial.kills(number),
        )
        for number, mutant in enumerate(variants.own().mutants)
        if mutant.alters
    )
    return RuleResult(task.rule, tried, len(recorded), trial.runs)


@lru_cache(maxsize=1)
def _rulebook(folders: tuple[Path, ...]) -> Rulebook:
    return load_rulebook(folders)
