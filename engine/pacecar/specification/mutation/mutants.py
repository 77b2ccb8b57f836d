"""The mutants of a rule: each is the rule with one change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pacecar.rulebook.draft import Draft
from pacecar.rulebook.rule import Downgrade, Grouped, Rule
from pacecar.rulebook.tree import Expression, Place
from pacecar.specification.mutation import telling
from pacecar.specification.mutation.phrasing import phrase
from pacecar.specification.mutation.rebuilding import place_of, with_entry, without
from pacecar.specification.mutation.substitution import with_let
from pacecar.specification.mutation.telling import LEFT_OUT
from pacecar.specification.mutation.variations import Variation, variations


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one change: where, of which kind, what was there and what is.

    `rule` is None where the rule is deleted. `alters` is False where the change certainly makes no
    difference: such a mutant keeps its number, and is not tried.
    """

    rule: Rule | None
    kind: str
    place: Place
    before: str
    after: str
    alters: bool = True


def mutants_of(rule: Rule, draft: Draft | None = None) -> Iterator[Mutant]:
    """Yield a rule's mutants.

    Two rules that differ in the values of parameters only have the same ones, in one order.

    Args:
        rule: the rule.
        draft: the rule as written, for the places of its keys.
    """
    yield Mutant(None, "rule", rule.place, rule.id, LEFT_OUT)
    yield from _conditions(rule)
    for number, source in enumerate(rule.sources_of_cases):
        if isinstance(source, Grouped) and source.condition is not None:
            yield from _group(rule, number, source, source.condition)
    for number, downgrade in enumerate(rule.downgrades):
        yield from _downgrade(rule, number, downgrade)
    for told in telling.changes_of(rule, draft):
        yield Mutant(told.rule, told.kind, told.place, told.before, told.after)


def _conditions(rule: Rule) -> Iterator[Mutant]:
    """Yield what may change in `let`, `where` and `require`."""
    lets = tuple(rule.lets.values())
    for let in dict.fromkeys(lets):
        others = [other for other in lets if other != let]
        for varied in variations(let, others):
            yield _varied(rule, varied, with_let(rule, let, varied.whole))
    if rule.where is not None:
        yield _left_out(rule, "condition", rule.where, replace(rule, where=None))
        for varied in () if rule.where in lets else variations(rule.where, lets):
            yield _varied(rule, varied, replace(rule, where=varied.whole))
    for varied in () if rule.require in lets else variations(rule.require, lets):
        yield _varied(rule, varied, replace(rule, require=varied.whole))


def _group(rule: Rule, number: int, source: Grouped, condition: Expression) -> Iterator[Mutant]:
    def with_condition(other: Expression | None) -> Rule:
        cases = with_entry(rule.sources_of_cases, number, replace(source, condition=other))
        return replace(rule, sources_of_cases=cases)

    yield _left_out(rule, "condition", condition, with_condition(None))
    for varied in variations(condition):
        yield _varied(rule, varied, with_condition(varied.whole))


def _downgrade(rule: Rule, number: int, downgrade: Downgrade) -> Iterator[Mutant]:
    """Yield what may change in a downgrade, unless it lowers nothing."""
    others = telling.lower_than(rule.severity)
    if downgrade.to not in others:
        return
    rest = replace(rule, downgrades=without(rule.downgrades, number))
    yield _left_out(rule, "downgrade", downgrade.when, rest)
    place = place_of(downgrade.when) or rule.place
    for to in others:
        if to != downgrade.to:
            changed = with_entry(rule.downgrades, number, replace(downgrade, to=to))
            made = replace(rule, downgrades=changed)
            yield Mutant(made, "downgrade", place, f"to {downgrade.to}", f"to {to}")
    for varied in variations(downgrade.when, tuple(rule.lets.values())):
        changed = with_entry(rule.downgrades, number, replace(downgrade, when=varied.whole))
        yield _varied(rule, varied, replace(rule, downgrades=changed))


def _left_out(rule: Rule, kind: str, node: Expression, made: Rule) -> Mutant:
    place = place_of(node) or rule.place
    return Mutant(made, kind, place, phrase(node, tuple(rule.lets.items())), LEFT_OUT)


def _varied(rule: Rule, varied: Variation, made: Rule) -> Mutant:
    names = tuple(rule.lets.items())
    change = varied.change
    after = LEFT_OUT if change.after is None else phrase(change.after, names)
    place = varied.place or rule.place
    return Mutant(made, change.kind, place, phrase(change.before, names), after, varied.alters)
