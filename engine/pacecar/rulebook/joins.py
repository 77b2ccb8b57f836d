"""Keeps the work of a rule in proportion to its results: what is paired is joined.

Two things grow with the square of a plan: a second collection in `for` that nothing joins to
the first, and an aggregate over all programs that is computed anew for every program.
"""

from __future__ import annotations

from collections.abc import Iterator

from pacecar.plan.fields import Number, Reference
from pacecar.rulebook.problems import RulebookProblem
from pacecar.rulebook.rule import Each, Grouped, Source, Within
from pacecar.rulebook.tree import (
    Aggregate,
    CollectionAll,
    Compare,
    Expression,
    Membership,
    Place,
    Type,
    Variable,
)
from pacecar.rulebook.trees import conjuncts, free_names, parts

_PROGRAMS = Reference("programs")


def unjoined(sources: tuple[Source, ...], where: Expression | None) -> list[Source]:
    """Return the later collections of `for` that no equality in `where` joins to an earlier."""
    earlier: set[str] = set()
    found: list[Source] = []
    for source in sources:
        name = source.variable.name
        if earlier and not isinstance(source, Within) and not _joined(where, name, earlier):
            found.append(source)
        earlier.add(name)
    return found


def _joined(where: Expression | None, name: str, earlier: set[str]) -> bool:
    for part in conjuncts(where) if where is not None else ():
        if not isinstance(part, Compare) or part.operator != "==":
            continue
        if _scale(part.left) != _scale(part.right):
            continue
        sides = free_names(part.left), free_names(part.right)
        for one, other in (sides, sides[::-1]):
            if one == {name} and other and other <= earlier:
                return True
    return False


def _scale(side: Expression) -> int:
    return side.type.scale if isinstance(side.type, Number) else 0


def quadratic(
    sources: tuple[Source, ...], expression: Expression, outer: dict[str, Type] | None = None
) -> Iterator[Place]:
    """Yield the aggregates over all programs that are computed anew for every program.

    That is so where one mentions a variable from outside, programs are gone through there, and
    none of its conditions is an equality (or `in`) between inside and outside to look up by.
    """
    if outer is None:
        if not any(map(_over_programs, sources)):
            outer = {}
        else:
            outer = {source.variable.name: _PROGRAMS for source in sources}
    if not isinstance(expression, Aggregate):
        for part in parts(expression):
            yield from quadratic(sources, part, outer)
        return
    inner: dict[str, Type] = {}
    conditions: list[Expression] = []
    for generator in expression.generators:
        yield from quadratic(sources, generator.source, {**outer, **inner})
        inner[generator.variable.name] = generator.variable.type
        conditions += (c for part in generator.conditions for c in conjuncts(part))
    if expression.function == "any":
        conditions += conjuncts(expression.element)
    over = any(
        isinstance(g.source, CollectionAll) and g.source.name == "programs"
        for g in expression.generators
    )
    costly = {name for name, kind in outer.items() if kind == _PROGRAMS}
    mentioned = free_names(expression)
    if (
        over
        and mentioned & costly
        and not any(_looks_up(part, set(inner)) for part in conditions)
        and expression.place is not None
    ):
        yield expression.place
    for part in (expression.element, *(c for g in expression.generators for c in g.conditions)):
        yield from quadratic(sources, part, {**outer, **inner})


def _looks_up(part: Expression, inner: set[str]) -> bool:
    match part:
        case Compare(operator="==", left=one, right=other):
            sides = free_names(one), free_names(other)
        case Membership(item=one, container=other):
            sides = free_names(one), free_names(other)
        case _:
            return False
    return any(a and a <= inner and b and not b & inner for a, b in (sides, sides[::-1]))


def _over_programs(source: Source) -> bool:
    if isinstance(source, Each | Grouped):
        return source.collection == "programs"
    root: Expression = source.source
    while not isinstance(root, Variable):
        below = parts(root)
        if not below:
            return False
        root = below[0]
    return source.variable.type == _PROGRAMS


def problem(place: Place) -> RulebookProblem:
    """Return what is said of an aggregate that is computed anew for every program."""
    return RulebookProblem(
        place.file,
        place.line,
        place.column,
        f"`{place.text[:60]}` would compare every program with every other.",
        "Add an equality to join on, as in `... if p.platform == program.platform`.",
    )
