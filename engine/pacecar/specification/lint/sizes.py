"""The sides of a comparison: how finely they move, and what they are called."""

from __future__ import annotations

import re

from pacecar.plan.fields import Date, Number
from pacecar.rulebook.tree import (
    Aggregate,
    Arithmetic,
    Attribute,
    Compare,
    Conditional,
    Expression,
    Literal_,
    PlanHeader,
    Variable,
    Year,
)

RENAMED = re.compile(r"~\d+")
"""What the loader adds to a name that stands for two variables."""


def decimals_of(node: Expression) -> int | None:
    """Return the decimals of the least by which an expression moves; None for what stands fast.

    A product is as coarse as its coarsest factor, a sum or difference as fine as its finest
    part. What a rule or a setting states stands fast.
    """
    if isinstance(node, Arithmetic):
        sides = [one for one in map(decimals_of, (node.left, node.right)) if one is not None]
        return (min if node.operator == "*" else max)(sides, default=None)
    if isinstance(node, Conditional):
        sides = [one for one in map(decimals_of, (node.yes, node.no)) if one is not None]
        return max(sides, default=None)
    if isinstance(node, Aggregate):
        return 0 if node.function == "count" else decimals_of(node.element)
    if isinstance(node, Literal_):
        return None
    if isinstance(node, Attribute) and isinstance(node.type, Number):
        return node.type.scale
    return 0 if isinstance(node.type, Number | Date) else None


def in_words(comparison: Compare) -> str:
    """Return a comparison as it stands in the rule; one of two paths with what they begin at.

    A definition's comparison says `program.end`, whichever program it is used for.
    """
    sides = [_path(side) for side in (comparison.left, comparison.right)]
    if all(sides):
        return f"{sides[0]} {comparison.operator} {sides[1]}"
    return " ".join(comparison.place.text.split()) if comparison.place else "a comparison"


def _path(node: Expression) -> str:
    """Return a path or a whole number as written, "" for anything else."""
    match node:
        case Variable(name=name):
            return RENAMED.sub("", name)
        case PlanHeader():
            return "plan"
        case Attribute(of=of, field=field):
            return f"{_path(of)}.{field}" if _path(of) else ""
        case Year(of=of):
            return f"{_path(of)}.year" if _path(of) else ""
        case Literal_(value=int(value), type=Number(scale=0)):
            return str(value)
    return ""
