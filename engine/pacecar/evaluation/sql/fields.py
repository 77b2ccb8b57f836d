"""The fields of entities and records, as their tables hold them."""

from __future__ import annotations

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.contents import Contents
from pacecar.evaluation.sql.level import Level
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import (
    NO_TEXT,
    NOBODY,
    Entity,
    Listed,
    Span,
    Text,
    Truth,
    Value,
    between,
    point,
)
from pacecar.plan.bulk import layout
from pacecar.plan.bulk.layout import Column, Table
from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Reference
from pacecar.plan.fields import Text as TextKind
from pacecar.plan.fields import Truth as TruthKind
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import State

TABLES_OF_KINDS = {table.kind: table for table in layout.TABLES.values() if table.kind}


def field_of(entity: Entity, name: str, kind: Kind, level: Level) -> Value:
    """Return a field of an entity or record, looking its row up if need be."""
    for held, value in entity.held:
        if held == name:
            return value
    path = (*entity.path, name)
    table = entity.table
    row, there = row_of(entity, level)
    reader = _Reader(table, row, path, level.contents, there=there)
    if name == "id":
        return Text(syntax.column(row, "id"), total=there)
    if isinstance(kind, Record):
        return reader.record(entity)
    if isinstance(kind, ListOf):
        owner = entity.key if entity.owner is None else entity.owner
        return Listed(layout.items_of(table, *path), owner, table, path, there, row)
    return reader.value(kind)


def row_of(entity: Entity, level: Level) -> tuple[str, bool]:
    """Return the alias of an entity's row, and whether it is certainly there."""
    if entity.row:
        return entity.row, True
    key = entity.at or entity.owner or entity.key
    return level.look_up(entity.table.name, [("k", key, False)]), entity.total


def items_value(table: Table, alias: str, contents: Contents, *, there: bool = True) -> Value:
    """Return the item that a row of a list's table holds."""
    if table.kind:
        state = table.column("state")
        key = syntax.column(alias, "k")
        known = contents.states_of(table, state) <= {State.KNOWN}
        if not known:
            is_known = syntax.equal(syntax.column(alias, state.name), syntax.number(0))
            key = syntax.case((is_known, key))
        return Entity(table, key, row=alias if there else "", total=known and there)
    return _Reader(table, alias, (), contents, there=there).value(_item_kind(table))


def _item_kind(table: Table) -> Kind:
    fields: tuple[Field, ...] = SCHEMA[table.collection].fields
    for name in table.path:
        kind = next(field.kind for field in fields if field.name == name)
        if isinstance(kind, Record):
            fields = kind.fields
    if not isinstance(kind, ListOf):
        raise TypeError(table.name)
    return kind.item


def state_of(
    table: Table, row: str, path: tuple[str, ...], contents: Contents
) -> tuple[Sql, frozenset[int]]:
    """Return the column of a field's state, and the states that occur in it."""
    column = table.column("state", *path)
    return syntax.column(row, column.name), contents.states_of(table, column)


class _Reader:
    """Reads one field from a row."""

    def __init__(
        self,
        table: Table,
        row: str,
        path: tuple[str, ...],
        contents: Contents,
        *,
        there: bool,
    ) -> None:
        self._table = table
        self._row = row
        self._there = there
        self._path = path
        self._contents = contents

    def value(self, kind: Kind) -> Value:
        """Return a scalar."""
        match kind:
            case TruthKind():
                return Truth(*self._column("value"))
            case TextKind():
                return self._text()
            case Reference(collection=name):
                return self._reference(name)
            case Number() | Date():
                return self._span(kind)
        raise TypeError(kind)

    def record(self, owner: Entity) -> Entity:
        """Return a single record, which lies in its owner's row."""
        state, states = state_of(self._table, self._row, self._path, self._contents)
        key = owner.key if owner.owner is None else owner.owner
        total = self._there and states <= {State.KNOWN}
        made = key
        if states - {State.KNOWN} or not self._there:
            made = syntax.case(
                (syntax.equal(state, syntax.number(0)), key),
                (syntax.equal(state, syntax.number(1)), syntax.number(NOBODY)),
            )
        return Entity(
            self._table,
            made,
            self._row if self._there else "",
            key,
            self._path,
            total,
            State.NONE in states,
        )

    def _get(self, part: str) -> Column | None:
        for column in self._table.columns:
            if column.part == part and column.path == self._path:
                return column
        return None

    def _column(self, part: str) -> tuple[Sql, bool]:
        column = self._get(part)
        if column is None:
            raise LookupError((self._table.name, self._path, part))
        total = self._there and not self._contents.has_gaps(self._table, column)
        return syntax.column(self._row, column.name), total

    def _is_none(self) -> Sql | None:
        """Return whether the field is none; None if it never is."""
        column = self._get("state")
        if column is None or State.NONE not in self._contents.states_of(self._table, column):
            return None
        return syntax.equal(syntax.column(self._row, column.name), syntax.number(State.NONE))

    def _text(self) -> Text:
        at, total = self._column("value")
        none = self._is_none()
        if none is None:
            return Text(at, total)
        return Text(syntax.case((none, syntax.text(NO_TEXT)), otherwise=at), none=True)

    def _reference(self, collection: str) -> Entity:
        key, total = self._column("value")
        none = self._is_none()
        table = layout.table_of(collection)
        if none is None:
            return Entity(table, key, total=total)
        coded = syntax.case((none, syntax.number(NOBODY)), otherwise=key)
        return Entity(table, coded, none=True, at=key)

    def _span(self, kind: Number | Date) -> Span:
        none = self._is_none()
        column = self._get("value")
        if column is not None:
            at, total = self._column("value")
            floor, ceiling = _range(kind)
            made = point(at, total=total, floor=floor, ceiling=ceiling)
        else:
            (low, total), (high, _) = self._column("low"), self._column("high")
            made = between(low, high, *_range(kind), total=total)
        if none is None:
            return made
        return Span(
            made.low,
            made.high,
            made.blank,
            made.point,
            made.floor,
            made.ceiling,
            none,
            made.total,
        )


def _range(kind: Number | Date) -> tuple[int | None, int | None]:
    if isinstance(kind, Date):
        return None, None
    unit = 10**kind.scale
    low = None if kind.low is None else kind.low * unit
    return low, None if kind.high is None else kind.high * unit
