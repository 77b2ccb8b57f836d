"""Walking, rebuilding and measuring typed trees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pacecar.rulebook.tree import (
    Aggregate,
    And,
    Arithmetic,
    Attribute,
    Call,
    CollectionAll,
    Compare,
    Conditional,
    Expression,
    IsNone,
    Membership,
    Not,
    Or,
    Variable,
    Year,
)

_OPERANDS: dict[type, tuple[str, ...]] = {
    Arithmetic: ("left", "right"),
    Attribute: ("of",),
    Compare: ("left", "right"),
    Conditional: ("test", "yes", "no"),
    IsNone: ("operand",),
    Membership: ("item", "container"),
    Not: ("operand",),
    Year: ("of",),
}
_SEVERAL = {And: "parts", Call: "arguments", Or: "parts"}


def parts(node: Expression) -> tuple[Expression, ...]:
    """Return the expressions a node is directly made of, generators' variables included."""
    kind = type(node)
    if names := _OPERANDS.get(kind):
        return tuple([getattr(node, name) for name in names])
    if isinstance(node, Aggregate):
        inner = [p for g in node.generators for p in (g.variable, g.source, *g.conditions)]
        return (*inner, node.element)
    found: tuple[Expression, ...] = getattr(node, _SEVERAL.get(kind, ""), ())
    return found


def walk(node: Expression) -> Iterator[Expression]:
    """Yield a node and everything below it."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += parts(found)


def size(node: Expression) -> int:
    """Return how many nodes a tree has."""
    return sum(1 for _ in walk(node))


def rename(node: Expression, old: str, new: str) -> Expression:
    """Return the tree with a variable that it does not bind called otherwise."""
    if isinstance(node, Variable):
        return replace(node, name=new) if node.name == old else node
    if isinstance(node, Aggregate):
        inner = tuple(
            replace(
                generator,
                source=rename(generator.source, old, new),
                conditions=tuple(rename(part, old, new) for part in generator.conditions),
            )
            for generator in node.generators
        )
        return replace(node, element=rename(node.element, old, new), generators=inner)
    changes: dict[str, Any] = {
        name: rename(getattr(node, name), old, new) for name in _OPERANDS.get(type(node), ())
    }
    if several := _SEVERAL.get(type(node)):
        changes[several] = tuple(rename(part, old, new) for part in getattr(node, several))
    if any(getattr(node, name) is not value for name, value in changes.items()):
        return replace(node, **changes)
    return node


def bound_names(node: Expression) -> set[str]:
    """Return the names of all variables that generators in a tree bind."""
    return {
        generator.variable.name
        for inner in walk(node)
        if isinstance(inner, Aggregate)
        for generator in inner.generators
    }


def free_names(node: Expression) -> set[str]:
    """Return the names of the variables that a tree uses and does not bind.

    A name is bound once in a tree and never used outside of its binding, so that a plain
    difference tells.
    """
    used = {inner.name for inner in walk(node) if isinstance(inner, Variable)}
    return used - bound_names(node)


def conjuncts(node: Expression) -> tuple[Expression, ...]:
    """Return the parts that must all hold: of an `and` its parts, else the expression."""
    return node.parts if isinstance(node, And) else (node,)


def divides(node: Expression) -> bool:
    """Return whether there is a division anywhere in an expression."""
    return any(isinstance(inner, Arithmetic) and inner.operator == "/" for inner in walk(node))


def followers_of(node: Expression) -> Expression | None:
    """Return the program whose `followers` a set is, or None for any other expression."""
    match node:
        case Aggregate(function="distinct", element=Variable(name), generators=(generator,)):
            match generator.source, generator.conditions:
                case (
                    CollectionAll("programs"),
                    (Compare(operator="==", left=Attribute(Variable(other), "leader"), right=of),),
                ) if name == other == generator.variable.name:
                    return of
    return None


def negated_disjuncts(require: Expression) -> int:
    """Return how many conjunctions "not kept" is, in disjunctive normal form.

    Judges turn each of them into a pattern of its own. Counts above a thousand are not exact.
    """
    return _disjuncts(require, negated=True)


def _disjuncts(node: Expression, *, negated: bool) -> int:
    if isinstance(node, Not):
        return _disjuncts(node.operand, negated=not negated)
    if not isinstance(node, And | Or):
        return 1
    counts = [_disjuncts(part, negated=negated) for part in node.parts]
    if isinstance(node, Or) != negated:
        return min(sum(counts), 10**6)
    total = 1
    for count in counts:
        total = min(total * count, 10**6)
    return total
