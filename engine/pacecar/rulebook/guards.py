"""What an expression's outcome tells about values that may be none.

A fact is a value known not to be none. `x is not None and ...` gives the fact x to what stands
to its right; so do `x is None or ...`, a condition of a generator, and `where` for `require`.
"""

from __future__ import annotations

from collections.abc import Hashable

from pacecar.rulebook.tree import (
    And,
    Attribute,
    Call,
    Compare,
    Conditional,
    Expression,
    IsNone,
    Membership,
    Not,
    Or,
    PlanHeader,
    Variable,
)

Facts = frozenset[Hashable] | None
"""Values known not to be none; None where nobody asks (inside `known`, after a problem)."""

NOTHING: frozenset[Hashable] = frozenset()


def key(node: Expression) -> Hashable:
    """Return what identifies a value among facts: of a path its names."""
    if isinstance(node, Variable):
        return node.name
    if isinstance(node, PlanHeader):
        return "plan"
    if isinstance(node, Attribute):
        return (key(node.of), node.field)
    return node


def with_facts(facts: Facts, more: frozenset[Hashable]) -> Facts:
    """Return facts with more facts."""
    return None if facts is None else facts | more


def may_be_none(node: Expression, facts: Facts = NOTHING) -> bool:
    """Return whether a value may be none, as far as the facts tell."""
    if facts is None:
        return False
    if isinstance(node, Attribute):
        return node.may_be_none and key(node) not in facts
    if isinstance(node, Conditional):
        return may_be_none(node.yes, facts | when(node.test, facts)) or may_be_none(
            node.no, facts | when(node.test, facts, holds=False)
        )
    return False


def when(node: Expression, facts: Facts = NOTHING, *, holds: bool = True) -> frozenset[Hashable]:
    """Return the facts that follow where a condition is certainly true (or certainly false)."""
    found = NOTHING
    match node:
        case Not(operand):
            found = when(operand, facts, holds=not holds)
        case And(several) | Or(several):
            each = [when(part, facts, holds=holds) for part in several]
            together = isinstance(node, And) == holds
            found = NOTHING.union(*each) if together else each[0].intersection(*each[1:])
        case IsNone(operand) if not holds:
            found = _reached(operand)
        case Compare(operator, left, right) if operator == ("==" if holds else "!="):
            found = _equal(left, right, facts)
        case Membership(item) if holds:
            found = _reached(item)
        case Call("known", (Attribute(of),)) if holds:
            found = _reached(of)
    return found


def _reached(node: Expression) -> frozenset[Hashable]:
    """Return the facts of a value that is there: so is everything on the path to it."""
    found = set()
    while isinstance(node, Attribute):
        found.add(key(node))
        node = node.of
    return frozenset(found)


def _equal(left: Expression, right: Expression, facts: Facts) -> frozenset[Hashable]:
    """Return the facts of two equal values: if one cannot be none, the other is not."""
    found = NOTHING
    if not may_be_none(right, facts):
        found |= _reached(left)
    if not may_be_none(left, facts):
        found |= _reached(right)
    return found
