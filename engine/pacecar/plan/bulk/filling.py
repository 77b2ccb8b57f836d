"""Linked elements as rows of the tables of `layout`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.values import FALSE, TRUE, Element, Interval, Items, State

KeyOf = Callable[[Element], int]
"""Tells the key of a known entity."""

Rows = dict[str, list[tuple[Any, ...]]]
"""Rows by the table's name."""


def add_rows(rows: Rows, element: Element, key: int, key_of: KeyOf) -> None:
    """Add the rows of an entity and of its lists; those of the items have no `k` yet."""
    table = TABLES[element.name_of_kind]

    def key_of_any(named: Element) -> int:
        return key if named is element else key_of(named)

    rows.setdefault(table.name, []).append(
        tuple(_cell(element, column, key, key_of_any) for column in table.columns)
    )
    for listed in _lists_of(table):
        holder = _at(element, listed.path)
        if not isinstance(holder, Items):
            continue
        rows.setdefault(listed.name, []).extend(
            tuple(_item_cell(item, column, key, n, key_of_any) for column in item_columns(listed))
            for n, item in enumerate(holder.items)
        )


def labels_of(element: Element, key: int) -> list[tuple[str, int, int, str]]:
    """Return how the records of an entity are called that name what there is not.

    Each with the table of the items, the entity's key, and its position.
    """
    found: list[tuple[str, int, int, str]] = []
    for listed in _lists_of(TABLES[element.name_of_kind]):
        holder = _at(element, listed.path)
        if listed.kind and isinstance(holder, Items):
            found += [
                (listed.name, key, n, item.id)
                for n, item in enumerate(holder.items)
                if isinstance(item, Element) and item.state is State.KNOWN and item.id != "?"
            ]
    return found


def _lists_of(table: Table) -> Iterable[Table]:
    return [each for each in TABLES.values() if each.owner == table.name]


def _cell(element: Element, column: Column, key: int, key_of: KeyOf) -> Any:
    if column.part == "key":
        return key
    if column.part == "id":
        return element.id
    return _value(_at(element, column.path), column, key_of)


def _item_cell(item: object, column: Column, owner: int, position: int, key_of: KeyOf) -> Any:
    if column.part == "owner":
        return owner
    if column.part == "position":
        return position
    if column.part == "state" and not column.path:
        return int(item.state) if isinstance(item, Element) else 0
    return _value(_at(item, column.path), column, key_of)


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        value = getattr(value, step)
    return value


def _value(value: Any, column: Column, key_of: KeyOf) -> Any:
    """Return what stands in a column for a value; None where it is not known."""
    if column.part == "state":
        return 0 if isinstance(value, str | int) else int(value.state)
    if isinstance(value, Interval):
        if value.state is not State.KNOWN:
            return None
        return int(value.high if column.part == "high" else value.low)
    if isinstance(value, int):
        return {TRUE: True, FALSE: False}.get(value)
    if isinstance(value, Element):
        return key_of(value) if value.state is State.KNOWN else None
    return value if isinstance(value, str) else None


def item_columns(listed: Table) -> list[Column]:
    """Return the columns of a table of items without its own key."""
    return [column for column in listed.columns if column.part != "key"]
