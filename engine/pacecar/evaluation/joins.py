"""Taking an aggregate's conditions apart.

They are those of the elements alone, equalities that join them to the outside, and the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pacecar.evaluation.expressions import Node, is_interval, scale_of, variables_of
from pacecar.plan.fields import ListOf
from pacecar.rulebook import tree


@dataclass(frozen=True, slots=True)
class Join:
    """What joins a row's own key to the outside.

    They are equal; or the row's list holds the item outside; or the row's item is among the
    list outside.
    """

    inner: Node
    outer: Node
    condition: Node
    kind: Literal["equal", "holds", "among"] = "equal"


@dataclass(frozen=True, slots=True)
class Taken:
    """An aggregate, taken apart.

    `own` conditions need only the rows, `joins` are looked up, `mixed` are asked of each row.
    """

    names: frozenset[str]
    sources: tuple[Node, ...]
    own: list[Node]
    joins: list[Join]
    mixed: list[Node]
    value: Node | None

    def pieces(self) -> list[Node]:
        """Return every expression the aggregate computes with."""
        conditions = [*self.own, *(join.condition for join in self.joins), *self.mixed]
        return [*self.sources, *conditions, *([self.value] if self.value else [])]


def and_parts(node: tree.Expression) -> list[tree.Expression]:
    """Return the parts of a conjunction, pushing `not` inwards where that shows more."""
    match node:
        case tree.And(parts=parts):
            return [p for part in parts for p in and_parts(part)]
        case tree.Not(operand=tree.Not(operand=operand)):
            return and_parts(operand)
        case tree.Not(operand=tree.Or(parts=parts)):
            return [p for part in parts for p in and_parts(tree.Not(part))]
        case tree.Not(operand=tree.Compare(operator="!=", left=left, right=right)):
            return [tree.Compare("==", left, right)]
    return [node]


def plain_parts(node: tree.Expression) -> list[tree.Expression]:
    """Return the parts of a conjunction as they are written."""
    if isinstance(node, tree.And):
        return [p for part in node.parts for p in plain_parts(part)]
    return [node]


def join_of(
    node: Node, inside: Callable[[frozenset[str]], bool], outside: Callable[[frozenset[str]], bool]
) -> Join | None:
    """Return the condition as a join between two sides, or None if it is not one."""
    if isinstance(node, tree.Compare) and node.operator == "==":
        for own, other in ((node.left, node.right), (node.right, node.left)):
            if inside(variables_of(own)) and outside(variables_of(other)):
                if is_interval(own.type) and scale_of(own.type) != scale_of(other.type):
                    return None
                return Join(own, other, node)
    if isinstance(node, tree.Membership) and isinstance(node.container.type, ListOf):
        container, item = variables_of(node.container), variables_of(node.item)
        if inside(container) and outside(item):
            return Join(node.container, node.item, node, "holds")
        if inside(item) and outside(container):
            return Join(node.item, node.container, node, "among")
    return None


def take_apart(aggregate: tree.Aggregate) -> Taken:
    """Sort an aggregate's conditions into own, joined and mixed."""
    names = frozenset(g.variable.name for g in aggregate.generators)
    conditions = [p for g in aggregate.generators for c in g.conditions for p in and_parts(c)]
    value: Node | None = aggregate.element
    if aggregate.function in ("any", "all"):
        element = aggregate.element
        conditions += and_parts(tree.Not(element) if aggregate.function == "all" else element)
        value = None
    elif aggregate.function == "count":
        value = None
    sources = tuple(generator.source for generator in aggregate.generators)
    taken = Taken(names, sources, [], [], [], value)
    for condition in conditions:
        needs = variables_of(condition)
        if needs <= names:
            taken.own.append(condition)
            continue
        join = join_of(
            condition,
            lambda found: bool(found) and found <= names,
            lambda found: bool(found) and not found & names,
        )
        if join and (not taken.joins or (join.kind == taken.joins[0].kind == "equal")):
            taken.joins.append(join)
        else:
            taken.mixed.append(condition)
    return taken
