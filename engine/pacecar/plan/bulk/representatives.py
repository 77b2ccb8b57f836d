"""The entities of a collection by what is read of them: one stands for all that are equal in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.entities import Entities
from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.bulk.leaves import name
from pacecar.plan.bulk.portfolio import LateCollection
from pacecar.plan.elements import slots
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import TRUE, Element

_MOST_KEPT: Final = 20_000
"""Representatives that are kept for the next who asks."""


class Representatives(LateCollection):
    """A collection to whoever reads only some fields of its entities."""

    def __init__(
        self, database: Database, entities: Entities, collection: str, fields: frozenset[str]
    ) -> None:
        super().__init__(entities, collection)
        self._database = database
        self._of = entities
        self._name = collection
        self._fields = tuple(
            field for field in slots(SCHEMA[collection].fields) if field.name in fields
        )
        self._kept: list[tuple[Element, int, float]] | None = None

    def __iter__(self) -> Iterator[Element]:
        """Yield one entity of each kind, in the order of the first of them."""
        return (element for element, _, _ in self.counted())

    def counted(self) -> Iterator[tuple[Element, int, float]]:
        """Yield one entity of each kind, that it is there, and how many there are."""
        if self._kept is not None:
            return iter(self._kept)
        return self._found()

    def _found(self) -> Iterator[tuple[Element, int, float]]:
        kept: list[tuple[Element, int, float]] | None = []
        for rows in self._database.batches(self._query()):
            made = [self._made(row) for row in rows]
            yield from made
            if kept is not None:
                kept = [*kept, *made] if len(kept) + len(made) <= _MOST_KEPT else None
        self._kept = kept

    def _lists(self) -> list[Table]:
        names = {field.name for field in self._fields}
        return [t for t in TABLES.values() if t.owner == self._name and t.path[0] in names]

    def _columns(self) -> list[Column]:
        names = {field.name for field in self._fields}
        return [c for c in TABLES[self._name].columns if c.path and c.path[0] in names]

    def _query(self) -> str:
        keys = [f"t.{name(column.name)}" for column in self._columns()]
        joins = []
        for number, listed in enumerate(self._lists()):
            packed = ", ".join(f"{name(c.name)} := {name(c.name)}" for c in listed.columns[2:])
            joins.append(
                f"LEFT JOIN (SELECT owner, list(struct_pack({packed}) ORDER BY n) AS items "
                f"FROM {name(listed.name)} GROUP BY owner) l{number} ON l{number}.owner = t.k"
            )
            keys.append(f"l{number}.items")
        grouped = f"GROUP BY {', '.join(keys)}" if keys else ""
        asked = ", ".join(["count(*)", "min(t.k)", *keys])
        return (
            f"SELECT {asked} FROM {name(self._name)} t {' '.join(joins)} {grouped} "
            "HAVING count(*) > 0 ORDER BY 2"
        )

    def _made(self, row: tuple[Any, ...]) -> tuple[Element, int, float]:
        """Return the entity that a row of the query stands for."""
        count, key, *values = row
        columns = self._columns()
        cells = dict(zip((column.name for column in columns), values[: len(columns)], strict=True))
        lists: dict[tuple[str, ...], list[Mapping[str, Any]]] = {
            listed.path: found or []
            for listed, found in zip(self._lists(), values[len(columns) :], strict=True)
        }
        element = self._of.standing_for(self._name, key, cells, lists, self._fields)
        return element, TRUE, count
