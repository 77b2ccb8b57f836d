"""Running compiled code: what it calls, and the plan it works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import CodeType, ModuleType
from typing import Any

from pacecar.evaluation import bounds, scopes, sets, truths
from pacecar.evaluation.rows import Rows
from pacecar.plan.linking import stand_in
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import INFINITY, UNKNOWN_ITEMS, UNKNOWN_TEXT, Element, Interval, State

Functions = Mapping[str, Callable[..., Any]]


def functions_on(code: CodeType, plan: Plan) -> Functions:
    """Return compiled functions, working on a plan."""
    namespace = dict(NAMES)
    exec(code, namespace)  # noqa: S102 - built from a checked tree, never from text
    make: Callable[..., Functions] = namespace["make"]  # type: ignore[assignment]
    return make(plan.collections, plan.header)


@cache
def unknown_element(name: str) -> object:
    """Return the unknown entity of a collection, or record of a kind."""
    return stand_in(name, State.UNKNOWN)


def equality_columns(left: object, right: object) -> tuple[str, str, int]:
    """Return the columns of an equality of two values, texts or elements."""
    if type(left) is str and type(right) is str:
        return left, right, 1
    a, b = _text_of(left), _text_of(right)
    return (a, b, 1) if a and b else (a or "?a", b or "?b", 0)


def entity_columns(left: Element, right: Element) -> tuple[str, str, int]:
    """Return the columns of an equality of two entities of a collection."""
    if left.state or right.state:
        return equality_columns(left, right)
    return left.id, right.id, 1


def _text_of(value: object) -> str:
    """Return a text that tells a value from every other of its kind, "" if unknown."""
    if isinstance(value, str):
        return "=" + value
    state = value.state  # type: ignore[attr-defined]
    if state:
        return "none" if state == 1 else ""
    owner = value.owner  # type: ignore[attr-defined]
    if owner is None:
        return f"={value.id}"  # type: ignore[attr-defined]
    return f"={owner.id}{value.origin.pointer}"  # type: ignore[attr-defined]


def _public(*modules: ModuleType) -> dict[str, object]:
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if callable(value) and value.__module__ == module.__name__
    }


NAMES: Mapping[str, object] = {
    "ANY_NUMBER": bounds.ANY_NUMBER,
    "Infinity": INFINITY,
    "Interval": Interval,
    "Rows": Rows,
    "UNKNOWN_ITEMS": UNKNOWN_ITEMS,
    "UNKNOWN_TEXT": UNKNOWN_TEXT,
    "entity_columns": entity_columns,
    "equality_columns": equality_columns,
    "unknown_element": unknown_element,
    **_public(truths, bounds, sets, scopes),
}
"""What compiled code may call."""
