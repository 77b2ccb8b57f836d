"""The bounds of a rule: where it compares numbers or dates, and what comes before it is asked.

A comparison counts where it is asked: what stands to its left in an `and` is true, in an `or`
false, the conditions of the generators around it hold, and of what `require` compares `where` is
true. On the bound both sides are equal. Just off it they differ by a step at most, to the side
on which the comparison has the other outcome.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pacecar.evaluation.expressions import is_interval, scale_of
from pacecar.evaluation.joins import and_parts
from pacecar.plan.fields import ListOf, Number, Reference
from pacecar.plan.values import FALSE, TRUE
from pacecar.rulebook.canonical import expression
from pacecar.rulebook.rule import Grouped, Rule
from pacecar.rulebook.tree import (
    Aggregate,
    And,
    CollectionAll,
    Compare,
    Conditional,
    Expression,
    Generator,
    Literal_,
    Or,
)
from pacecar.rulebook.trees import parts
from pacecar.specification.lint.sizes import RENAMED, decimals_of

Guard = tuple[Expression, int]


@dataclass(frozen=True, slots=True)
class Bound:
    """A comparison of numbers or dates.

    Attributes:
        comparison: what is compared.
        guards: conditions, each with the truth at which the comparison is asked.
        within: the generators around it, outermost first.
        of_case: False for the `if` of a group, which is asked before there are cases.
    """

    comparison: Compare
    guards: tuple[Guard, ...] = ()
    within: tuple[Generator, ...] = ()
    of_case: bool = True

    @property
    def key(self) -> str:
        """The same for comparisons that say the same, as of a name used twice."""
        place = self.comparison.place
        return RENAMED.sub("", json.dumps([str(place), expression(self.comparison)]))

    @property
    def scale(self) -> int:
        """The scale on which both sides are compared."""
        return max(scale_of(self.comparison.left.type), scale_of(self.comparison.right.type))

    @property
    def decimals(self) -> int:
        """The decimals of the step by which the sides differ just off the bound, at most.

        The step is one unit of the coarser side: a day, a year, a thing counted, the last
        decimal that a plan can state.
        """
        sides = [decimals_of(self.comparison.left), decimals_of(self.comparison.right)]
        return min([one for one in sides if one is not None], default=0)


def bounds_of(rule: Rule) -> list[Bound]:
    """Return the bounds of a rule, in an order that its parameters' values do not change."""
    found: list[Bound] = []
    for source in rule.sources_of_cases:
        if isinstance(source, Grouped) and source.condition is not None:
            members = CollectionAll(source.collection, ListOf(Reference(source.collection)))
            around = Bound(_NOTHING, within=(Generator(source.member, members, ()),), of_case=False)
            found += _walk(source.condition, around)
    around = Bound(_NOTHING)
    if rule.where is not None:
        found += _walk(rule.where, around)
        around = _guarded(around, rule.where, TRUE)
    return [*found, *_walk(rule.require, around)]


_NOTHING = Compare("==", Literal_(0, Number()), Literal_(0, Number()))


def _guarded(around: Bound, condition: Expression, truth: int) -> Bound:
    return replace(around, guards=(*around.guards, (condition, truth)))


def _walk(node: Expression, around: Bound) -> Iterator[Bound]:
    """Yield the bounds in an expression; `around` has the guards and generators it stands in."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from _walk(part, around)
            around = _guarded(around, part, TRUE if isinstance(node, And) else FALSE)
    elif isinstance(node, Conditional):
        yield from _walk(node.test, around)
        yield from _walk(node.yes, _guarded(around, node.test, TRUE))
        yield from _walk(node.no, _guarded(around, node.test, FALSE))
    elif isinstance(node, Aggregate):
        for generator in node.generators:
            yield from _walk(generator.source, around)
            around = replace(around, within=(*around.within, generator))
            for condition in (part for one in generator.conditions for part in and_parts(one)):
                yield from _walk(condition, around)
                around = _guarded(around, condition, TRUE)
        yield from _walk(node.element, around)
    else:
        if isinstance(node, Compare) and is_interval(node.left.type):
            yield replace(around, comparison=node)
        for part in parts(node):
            yield from _walk(part, around)
