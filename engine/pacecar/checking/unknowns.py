"""What an undetermined case waits for: the unknown values that decide it, by path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pacecar.evaluation.compiled import Gone, Looked, Path
from pacecar.evaluation.sets import Group, Members
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import BlankInterval, Element, Interval, Items, State

_MOST_PATHS = 3

_Steps = tuple[str, ...]
_Lack = tuple[str, bool]
"""A path that is not known, and whether it is known, but too coarsely."""


class _Elements(NamedTuple):
    """What a generator's variable goes through: how it is called, and the elements.

    `shared` elements are the same for every case: what they lack is looked up only once.
    """

    text: str
    elements: list[Any]
    shared: bool


class Unknowns:
    """Tells what cases wait for, on one plan."""

    def __init__(self, plan: Plan) -> None:
        """Prepare to look at a plan."""
        self.plan = plan
        self._collections: dict[str, _Elements] = {}
        self._lacks: dict[tuple[str, _Steps], tuple[_Lack, ...]] = {}

    def waits_for(self, conditions: list[Path | Looked], names: dict[str, Any]) -> str:
        """Return the paths that are unknown in conditions, as "follower.platform", at most three.

        The text is empty where no value on the conditions' paths is unknown. What the case
        itself lacks goes before what some element of an aggregate lacks.

        Args:
            conditions: the conditions that are neither true nor false in this case.
            names: the values of the case's variables by name.
        """
        own = [lack for condition in conditions for lack in self._own(condition, names)]
        found = _paths(own, coarse=False)
        if not found:
            inside = [lack for c in conditions for lack in self._inside(c, names, {})]
            coarse = _paths([*own, *inside], coarse=True)
            found = _paths(inside, coarse=False) or [f"{path} (to the day)" for path in coarse]
        more = len(found) - _MOST_PATHS
        return ", ".join(found[:_MOST_PATHS]) + (f" and {more} more" if more > 0 else "")

    def _own(self, node: Path | Looked, names: dict[str, Any]) -> Iterator[_Lack]:
        """Yield what is lacking on the paths that begin at the case's own variables."""
        if isinstance(node, Looked):
            for part in node.parts:
                yield from self._own(part, names)
        elif node.root in names:
            yield from _first_unknown(names[node.root], node.root, node.steps)

    def _inside(
        self, node: Path | Looked, names: dict[str, Any], inner: dict[str, _Elements]
    ) -> Iterator[_Lack]:
        """Yield what is lacking on the paths that begin at the variables of generators."""
        if isinstance(node, Path):
            if node.root in inner:
                yield from self._lacking(inner[node.root], node.steps)
            return
        if node.generators:
            inner = dict(inner)
            for gone in node.generators:
                inner[gone.variable] = self._elements(gone, names, inner)
        for part in node.parts:
            yield from self._inside(part, names, inner)

    def _lacking(self, source: _Elements, steps: _Steps) -> tuple[_Lack, ...]:
        key = (source.text, steps)
        if source.shared and key in self._lacks:
            return self._lacks[key]
        found = {
            lack: None for e in source.elements for lack in _first_unknown(e, source.text, steps)
        }
        if source.shared:
            self._lacks[key] = tuple(found)
        return tuple(found)

    def _elements(
        self, gone: Gone, names: dict[str, Any], inner: dict[str, _Elements]
    ) -> _Elements:
        name, path = gone.collection, gone.path
        if name:
            if name not in self._collections:
                entities = list(self.plan.collections[name])
                self._collections[name] = _Elements(name, entities, shared=True)
            return self._collections[name]
        if path is None or (path.root not in inner and path.root not in names):
            return _Elements("", [], shared=False)
        root, steps = path
        start = inner.get(root) or _Elements(root, [names[root]], shared=False)
        text = ".".join((start.text, *steps))
        if start.shared and text in self._collections:
            return self._collections[text]
        found = _Elements(text, list(_items(start.elements, steps)), start.shared)
        if found.shared:
            self._collections[text] = found
        return found


def _paths(lacks: Iterable[_Lack], *, coarse: bool) -> list[str]:
    return list(dict.fromkeys(path for path, is_coarse in lacks if is_coarse is coarse))


def _items(starts: Iterable[Any], steps: _Steps) -> Iterator[Any]:
    """Yield the items of the lists (or members of the groups) at a path below some values."""
    for start in starts:
        value = start
        for step in steps:
            value = _step(value, step)
        if isinstance(value, Items):
            yield from value.items
            if value.open:
                yield value
        elif isinstance(value, Members):
            yield from (member for member, _, _ in value)


def _step(value: Any, step: str) -> Any:
    if isinstance(value, Group):
        return value.members if step == "members" else None
    return getattr(value, step, None)


def _first_unknown(value: Any, text: str, steps: _Steps) -> Iterator[_Lack]:
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
