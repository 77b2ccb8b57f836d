"""Keeps the work of a rule in proportion to its results: what is paired is joined.

Two things grow with the square of a plan: a second collection in `for` that nothing joins to
the first, and an aggregate over all programs that is computed anew for every program.
"""

from __future__ import annotations

from collections.abc import Iterator

from pacecar.plan.fields import Record, Reference, Text
from pacecar.rulebook.problems import RulebookProblem
from pacecar.rulebook.rule import Each, Grouped, Source, Within
from pacecar.rulebook.tree import (
    Aggregate,
    CollectionAll,
    Compare,
    Expression,
    Membership,
    Place,
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
        if not isinstance(part.left.type, Text | Reference | Record):
            continue
        sides = free_names(part.left), free_names(part.right)
        for one, other in (sides, sides[::-1]):
            if one == {name} and other and other <= earlier:
                return True
    return False


def quadratic(sources: tuple[Source, ...], expression: Expression) -> Iterator[Place]:
    """Yield the aggregates over all programs that are computed anew for every program.

    That is so where one mentions a variable from outside, programs are gone through there, and
    none of its conditions is an equality (or `in`) between inside and outside to look up by.
    """
    many = any(map(_over_programs, sources))
    names = {source.variable.name for source in sources} if many else set()
    yield from _quadratic(expression, frozenset(names))


def _quadratic(expression: Expression, costly: frozenset[str]) -> Iterator[Place]:
    """Yield such aggregates below an expression; `costly` variables go through programs."""
    if not isinstance(expression, Aggregate):
        for part in parts(expression):
            yield from _quadratic(part, costly)
        return
    inner = frozenset(generator.variable.name for generator in expression.generators)
    conditions = [
        c for g in expression.generators for part in g.conditions for c in conjuncts(part)
    ]
    if expression.function == "any":
        conditions += conjuncts(expression.element)
    everything = [generator.source for generator in expression.generators]
    over = any(isinstance(s, CollectionAll) and s.name == "programs" for s in everything)
    anew = over and free_names(expression) & costly
    if anew and expression.place and not any(_looks_up(part, inner) for part in conditions):
        yield expression.place
    if over:
        costly |= inner
    for part in (*everything, *conditions, expression.element):
        yield from _quadratic(part, costly)


def _looks_up(part: Expression, inner: frozenset[str]) -> bool:
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
