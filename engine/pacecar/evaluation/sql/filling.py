"""A plan in memory into the tables of `pacecar.plan.bulk.layout`, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pacecar.evaluation.sql.contents import Contents
from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.portfolio import Plan
from pacecar.plan.values import TRUE, UNKNOWN, Element, Interval, Items, State

Rows = Mapping[str, Sequence[Sequence[Any]]]
"""Of each table its columns, each a list of values."""


def rows_of(plan: Plan, wanted: Mapping[str, frozenset[str]]) -> tuple[Rows, Contents]:
    """Return the columns of the tables that are wanted, and what is in them.

    Args:
        plan: a plan.
        wanted: for each table, the columns of it.
    """
    keys = _Keys(plan)
    rows: dict[str, list[list[Any]]] = {}
    gaps: set[tuple[str, str]] = set()
    states: dict[tuple[str, str], frozenset[int]] = {}
    empty: set[str] = set()
    unlike: set[str] = set()
    for name, columns in wanted.items():
        table = TABLES[name]
        held = keys.of(table)
        if not held:
            empty.add(name)
        if table.owner and _all_unlike(held):
            unlike.add(name)
        made = rows[name] = []
        for column in table.columns:
            if column.name not in columns:
                continue
            values = [keys.value(column, row) for row in held]
            made.append(values)
            if column.part == "state":
                states[name, column.name] = frozenset(values)
            elif column.nullable and None in values:
                gaps.add((name, column.name))
    known = frozenset(gaps), states, frozenset(empty), frozenset(unlike)
    return rows, Contents(*known)


Row = tuple[int, int, int, Any]
"""Its key, the key of its owner, its position, and what it holds."""


def _all_unlike(rows: Sequence[Row]) -> bool:
    """Return whether no list holds the same item twice."""
    pairs = {(owner, id(item) if isinstance(item, Element) else item) for _, owner, _, item in rows}
    return len(pairs) == len(rows)


class _Keys:
    """The keys of a plan's entities and records."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rows: dict[str, list[Row]] = {}
        self._keys: dict[int, int] = {}
        for entities in plan.collections.values():
            self._keys.update((id(entity), key) for key, entity in enumerate(entities))

    def of(self, table: Table) -> list[Row]:
        """Return the rows of a table, in the order of their keys."""
        if table.name not in self._rows:
            self._rows[table.name] = list(self._made(table))
        return self._rows[table.name]

    def _made(self, table: Table) -> Iterable[Row]:
        if table.name == "plan":
            return [(0, 0, 0, self._plan.header)]
        if not table.owner:
            entities = self._plan.collections[table.name]
            return [(key, key, 0, entity) for key, entity in enumerate(entities)]
        made: list[Row] = []
        for owner, _, _, held in self.of(TABLES[table.owner]):
            items = _at(held, table.path)
            if isinstance(items, Items):
                for position, item in enumerate(items.items):
                    made.append((len(made), owner, position, item))
        return made

    def value(self, column: Column, row: Row) -> Any:
        """Return what stands in a column of a row."""
        key, owner, position, held = row
        match column.part:
            case "key":
                return key
            case "owner":
                return owner
            case "position":
                return position
            case "state":
                return _state(_at(held, column.path))
            case "id":
                return held.id
        return self._scalar(column, _at(held, column.path))

    def _scalar(self, column: Column, value: Any) -> Any:
        if isinstance(value, str):
            return value
        if isinstance(value, Interval):
            if value.state is not State.KNOWN:
                return None
            return int(value.high if column.part == "high" else value.low)
        if isinstance(value, int):
            return None if value == UNKNOWN else value == TRUE
        if isinstance(value, Element) and value.state is State.KNOWN:
            return self._keys[id(value)]
        return None


def _at(held: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        held = getattr(held, name)
    return held


def _state(value: Any) -> int:
    return int(value.state) if not isinstance(value, str | int) else State.KNOWN
