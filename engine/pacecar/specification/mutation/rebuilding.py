"""Trees with one part exchanged: nodes are frozen, so what is above it is built anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pacecar.rulebook.tree import (
    Aggregate,
    And,
    Arithmetic,
    Attribute,
    Call,
    Compare,
    Conditional,
    Expression,
    IsNone,
    Membership,
    Not,
    Or,
    Place,
    Variable,
    Year,
)
from pacecar.rulebook.trees import parts, walk

Part = TypeVar("Part")


_FIELDS: Mapping[type, tuple[str, ...]] = {
    Arithmetic: ("left", "right"),
    Attribute: ("of",),
    Compare: ("left", "right"),
    Conditional: ("test", "yes", "no"),
    IsNone: ("operand",),
    Membership: ("item", "container"),
    Not: ("operand",),
    Year: ("of",),
}


def with_parts(node: Expression, made: Sequence[Expression]) -> Expression:
    """Return a node made of other parts, given in the order of `trees.parts`."""
    if isinstance(node, And | Or):
        return replace(node, parts=tuple(made))
    if isinstance(node, Call):
        return replace(node, arguments=tuple(made))
    if isinstance(node, Aggregate):
        return _aggregate(node, made)
    fields: dict[str, Any] = dict(zip(_FIELDS.get(type(node), ()), made, strict=True))
    return replace(node, **fields)


def _aggregate(node: Aggregate, made: Sequence[Expression]) -> Aggregate:
    remaining = iter(made)
    generators = []
    for generator in node.generators:
        variable = next(remaining)
        source = next(remaining)
        conditions = tuple(next(remaining) for _ in generator.conditions)
        generators.append(
            replace(
                generator,
                variable=variable if isinstance(variable, Variable) else generator.variable,
                source=source,
                conditions=conditions,
            )
        )
    return replace(node, generators=tuple(generators), element=next(remaining))


def exchanged(node: Expression, old: Expression, new: Expression) -> Expression:
    """Return the tree with every part that equals `old` exchanged for `new`."""
    if node == old:
        return new
    before = parts(node)
    after = [exchanged(part, old, new) for part in before]
    if all(one is other for one, other in zip(before, after, strict=True)):
        return node
    return with_parts(node, after)


def with_entry(entries: tuple[Part, ...], number: int, entry: Part) -> tuple[Part, ...]:
    """Return a tuple with one entry exchanged."""
    return (*entries[:number], entry, *entries[number + 1 :])


def without(entries: tuple[Part, ...], number: int) -> tuple[Part, ...]:
    """Return a tuple without one of its entries."""
    return (*entries[:number], *entries[number + 1 :])


def place_of(node: Expression) -> Place | None:
    """Return where a node stands: its own place, else the first of those below it."""
    places = [place for inner in walk(node) if (place := getattr(inner, "place", None))]
    own = getattr(node, "place", None)
    return own or min(places, key=lambda p: (p.file, p.line, p.column), default=None)
