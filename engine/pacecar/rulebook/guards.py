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
    match node:
        case Not(operand):
            return when(operand, facts, holds=not holds)
        case And(several) | Or(several):
            found = [when(part, facts, holds=holds) for part in several]
            if isinstance(node, And) == holds:
                return NOTHING.union(*found)
            return found[0].intersection(*found[1:])
        case IsNone(operand) if not holds:
            return _reached(operand)
        case Compare("==", left, right) if holds:
            return _equal(left, right, facts)
        case Compare("!=", left, right) if not holds:
            return _equal(left, right, facts)
        case Membership(item) if holds:
            return _reached(item)
        case Call("known", (operand,)) if holds and isinstance(operand, Attribute):
            return _reached(operand.of)
    return NOTHING


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
