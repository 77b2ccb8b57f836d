"""What an undetermined case waits for: the unknown values that decide it, by path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pacecar.evaluation.expressions import Node, parts_of
from pacecar.evaluation.sets import Group, Members
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import BlankInterval, Element, Interval, Items, State
from pacecar.rulebook import tree

_MOST_PATHS = 3


def waits_for(conditions: list[tree.Expression], names: dict[str, Any], plan: Plan) -> str:
    """Return the paths that are unknown in conditions, as "follower.platform", at most three.

    The text is empty where no value on the conditions' paths is unknown.

    Args:
        conditions: the conditions that are neither true nor false in this case.
        names: the values of the case's variables by name.
        plan: for what aggregates look at.
    """
    unknown: dict[str, None] = {}
    inside: dict[str, None] = {}
    coarse: dict[str, None] = {}
    for condition in conditions:
        for text, is_coarse, is_inside in _paths(condition, names, plan, {}):
            (coarse if is_coarse else inside if is_inside else unknown)[text] = None
    # What the case itself lacks goes before what some element of an aggregate lacks.
    found = list(unknown) or list(inside) or [f"{path} (to the day)" for path in coarse]
    more = len(found) - _MOST_PATHS
    return ", ".join(found[:_MOST_PATHS]) + (f" and {more} more" if more > 0 else "")


_Steps = tuple[str, ...]


def _paths(
    node: Node, names: dict[str, Any], plan: Plan, inner: dict[str, tuple[str, list[Any]]]
) -> Iterator[tuple[str, bool, bool]]:
    """Yield what is unknown on an expression's paths: path, whether coarse, whether inside."""
    chain = _chain(node)
    if chain is not None:
        root, steps = chain
        if root in inner:
            text, elements = inner[root]
        elif root in names:
            text, elements = root, [names[root]]
        else:
            return
        for element in elements:
            for found, is_coarse in _first_unknown(element, text, steps):
                yield found, is_coarse, root in inner
        return
    if isinstance(node, tree.Aggregate):
        inner = dict(inner)
        for generator in node.generators:
            inner[generator.variable.name] = _elements(generator.source, names, plan, inner)
    for part in parts_of(node):
        yield from _paths(part, names, plan, inner)


def _chain(node: Node) -> tuple[str, _Steps] | None:
    steps: list[str] = []
    while isinstance(node, tree.Attribute):
        steps.append(node.field)
        node = node.of
    if isinstance(node, tree.PlanHeader):
        return "plan", tuple(reversed(steps))
    return (node.name, tuple(reversed(steps))) if isinstance(node, tree.Variable) else None


def _elements(
    source: tree.Expression, names: dict[str, Any], plan: Plan, inner: dict[str, Any]
) -> tuple[str, list[Any]]:
    if isinstance(source, tree.CollectionAll):
        return source.name, list(plan.collections[source.name])
    chain = _chain(source)
    if chain is None:
        return "", []
    root, steps = chain
    if root in inner:
        text, starts = inner[root]
    elif root in names:
        text, starts = root, [names[root]]
    else:
        return "", []
    found: list[Any] = []
    for start in starts:
        value = start
        for step in steps:
            value = _step(value, step)
        if isinstance(value, Items):
            found += [*value.items, *([value] if value.open else [])]
        elif isinstance(value, Members):
            found += [member for member, _, _ in value]
    return ".".join((text, *steps)), found


def _step(value: Any, step: str) -> Any:
    if isinstance(value, Group):
        return value.members if step == "members" else None
    return getattr(value, step, None)


def _first_unknown(value: Any, text: str, steps: _Steps) -> Iterator[tuple[str, bool]]:
    if _unknown(value):
        yield text, False
        return
    for step in steps:
        value = _step(value, step)
        if value is None:
            return
        text = f"{text}.{step}"
        if _unknown(value):
            yield text, False
            return
        if isinstance(value, Element) and value.state is State.NONE:
            return
    if isinstance(value, Items) and any(map(_unknown, value.items)):
        yield text, False
    elif _coarse(value):
        yield text, True


def _coarse(value: Any) -> bool:
    return (
        isinstance(value, Interval)
        and not isinstance(value, BlankInterval)
        and value.low != value.high
    )


def _unknown(value: Any) -> bool:
    if value is None or isinstance(value, str | Members | Group):
        return False
    if isinstance(value, int):
        return value == 1
    return bool(value.state > State.NONE)
