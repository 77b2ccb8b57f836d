"""Walking, rebuilding and measuring typed trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

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


def parts(node: Expression) -> tuple[Expression, ...]:
    """Return the expressions a node is directly made of, generators' variables included."""
    match node:
        case Attribute(of=of) | Year(of=of):
            return (of,)
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Membership(item=item, container=container):
            return (item, container)
        case IsNone(operand=operand) | Not(operand=operand):
            return (operand,)
        case And(parts=several) | Or(parts=several) | Call(arguments=several):
            return several
        case Conditional(test=test, yes=yes, no=no):
            return (test, yes, no)
        case Aggregate(element=element, generators=generators):
            inner = [p for g in generators for p in (g.variable, g.source, *g.conditions)]
            return (*inner, element)
    return ()


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


def transform(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Return the tree with `change` applied to every leaf and then to what it is part of."""

    def go(inner: Expression) -> Expression:
        return transform(inner, change)

    match node:
        case Attribute(of=of) | Year(of=of):
            node = replace(node, of=go(of))
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            node = replace(node, left=go(left), right=go(right))
        case Membership(item=item, container=container):
            node = replace(node, item=go(item), container=go(container))
        case IsNone(operand=operand) | Not(operand=operand):
            node = replace(node, operand=go(operand))
        case And(parts=several) | Or(parts=several):
            node = replace(node, parts=tuple(map(go, several)))
        case Call(arguments=several):
            node = replace(node, arguments=tuple(map(go, several)))
        case Conditional(test=test, yes=yes, no=no):
            node = replace(node, test=go(test), yes=go(yes), no=go(no))
        case Aggregate(element=element, generators=generators):
            made = []
            for generator in generators:
                variable = go(generator.variable)
                if not isinstance(variable, Variable):
                    raise TypeError(variable)
                conditions = tuple(map(go, generator.conditions))
                made.append(
                    replace(
                        generator,
                        variable=variable,
                        source=go(generator.source),
                        conditions=conditions,
                    )
                )
            node = replace(node, element=go(element), generators=tuple(made))
    return change(node)


def rename(node: Expression, old: str, new: str) -> Expression:
    """Return the tree with a variable called otherwise."""

    def change(inner: Expression) -> Expression:
        if isinstance(inner, Variable) and inner.name == old:
            return replace(inner, name=new)
        return inner

    return transform(node, change)


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
