"""What may be changed in one node of an expression, each change as small as can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from pacecar.plan.fields import Date, Truth
from pacecar.plan.values import FALSE, TRUE
from pacecar.rulebook.tree import (
    Aggregate,
    And,
    Arithmetic,
    Attribute,
    Call,
    Compare,
    Constants,
    Expression,
    Generator,
    IsNone,
    Literal_,
    Membership,
    Not,
    Or,
    SetOf,
    Variable,
)
from pacecar.specification.mutation.rebuilding import with_entry, without

LEFT_OUT = None


@dataclass(frozen=True, slots=True)
class Change:
    """A node, or the part of it that is concerned, as it was and as it is (None: left out)."""

    kind: str
    node: Expression
    before: Expression
    after: Expression | None


_Comparison = Literal["==", "!=", "<", "<=", ">", ">="]
_COMPARISONS: Mapping[str, tuple[_Comparison, ...]] = {
    "==": ("!=",),
    "!=": ("==",),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
}
_Function = Literal["any", "all", "count", "distinct", "sum", "min", "max"]
_FUNCTIONS: Mapping[str, tuple[_Function, ...]] = {
    "any": ("all",),
    "all": ("any",),
    "min": ("max", "sum"),
    "max": ("min", "sum"),
    "sum": ("min", "max"),
}


def changes_of(node: Expression) -> Iterator[Change]:
    """Yield everything that may be changed in a node itself."""
    match node:
        case Compare():
            for operator in _COMPARISONS[node.operator]:
                yield _whole("comparison", node, replace(node, operator=operator))
        case And() | Or():
            yield from _connected(node)
        case Not():
            yield _whole("negation", node, node.operand)
        case Literal_() | Constants():
            yield from _constant(node)
        case Arithmetic() | Call():
            yield from _computed(node)
        case Aggregate():
            yield from _aggregated(node)


def negation_of(node: Expression) -> Change | None:
    """Return the negation of a condition; a comparison has its own among its changes."""
    truth = node.type == Truth() if isinstance(node, Attribute) else False
    whole = isinstance(node, Aggregate) and node.function in ("any", "all")
    call = isinstance(node, Call) and node.type == Truth()
    if truth or whole or call or isinstance(node, And | Or | IsNone | Membership):
        return _whole("negation", node, Not(node))
    return None


def _whole(kind: str, before: Expression, after: Expression) -> Change:
    return Change(kind, after, before, after)


def _connected(node: And | Or) -> Iterator[Change]:
    other = Or(node.parts) if isinstance(node, And) else And(node.parts)
    yield _whole("and/or", node, other)
    for number, part in enumerate(node.parts):
        rest = without(node.parts, number)
        left = replace(node, parts=rest) if len(rest) > 1 else rest[0]
        yield Change("condition", left, part, LEFT_OUT)


def _computed(node: Arithmetic | Call) -> Iterator[Change]:
    match node:
        case Arithmetic(operator="+"):
            yield _whole("arithmetic", node, replace(node, operator="-"))
        case Arithmetic(operator="-"):
            yield _whole("arithmetic", node, replace(node, operator="+"))
        case Call(function="earliest"):
            yield _whole("function", node, replace(node, function="latest"))
        case Call(function="latest"):
            yield _whole("function", node, replace(node, function="earliest"))


def _constant(node: Literal_ | Constants) -> Iterator[Change]:
    if isinstance(node, Literal_):
        yield from (_whole("constant", node, moved) for moved in _moved(node))
    elif len(node.items) > 1:
        for number, item in enumerate(node.items):
            rest = replace(node, items=without(node.items, number))
            yield Change("constant", rest, item, LEFT_OUT)


def _moved(node: Literal_) -> Iterator[Literal_]:
    """Yield a constant moved by one step of its last place, a day, or to another text."""
    if isinstance(node.value, str):
        yield replace(node, value=node.value + "~")
    elif isinstance(node.type, Truth):
        yield replace(node, value=FALSE if node.value == TRUE else TRUE)
    else:
        for step in (-1, 1):
            last = node.last + step if isinstance(node.type, Date) and node.last else node.last
            yield replace(node, value=node.value + step, last=last)


def _aggregated(node: Aggregate) -> Iterator[Change]:
    for function in _FUNCTIONS.get(node.function, ()):
        if function == "sum" and isinstance(node.type, Date):
            continue
        yield _whole("aggregate", node, replace(node, function=function))
    if node.function == "count":
        yield from _counted(node)
    for number, generator in enumerate(node.generators):
        for condition in range(len(generator.conditions)):
            left = replace(generator, conditions=without(generator.conditions, condition))
            rest = replace(node, generators=with_entry(node.generators, number, left))
            yield Change("condition", rest, generator.conditions[condition], LEFT_OUT)


def _counted(node: Aggregate) -> Iterator[Change]:
    """Yield a count of different values as one of all, and the other way about."""
    match node:
        case Aggregate(element=Variable(), generators=(Generator(_, Aggregate() as inner, ()),)):
            if inner.function == "distinct":
                counted = replace(node, element=inner.element, generators=inner.generators)
                yield _whole("aggregate", node, counted)
        case Aggregate(element=Attribute() as element):
            distinct = replace(node, function="distinct", type=SetOf(element.type))
            variable = Variable("element~", element.type)
            source = (Generator(variable, distinct, ()),)
            yield _whole("aggregate", node, replace(node, element=variable, generators=source))
