"""Entities that are made from the tables when they are asked for.

To those who use one it is an entity like any other. Its fields are read at the first question,
or, many at a time, by `Entities.read`. As long as anybody holds it there is only one of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final
from weakref import WeakValueDictionary

from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.keys import at_place, keys_of
from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.bulk.leaves import name
from pacecar.plan.bulk.places import Places
from pacecar.plan.elements import blank, element_class, slots, stand_in
from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Reference, Truth
from pacecar.plan.tables import SCHEMA
from pacecar.plan.values import FALSE, TRUE, Element, Interval, Items, State, Value

_BATCH: Final = 2_000
_FIRST: Final = 2
"""Columns of a query before those of the table: the id and the place."""

Row = Mapping[str, Any]

LABELS: Final = "labels"
"""The table of the labels of records that name what there is not: they are called so."""

_LABEL: Final = "(label)"

_ALL: Final = frozenset(("*",))
"""Stands for all fields of an entity."""


class Late(Element):
    """An entity whose fields are read when they are asked for; see `Entities`."""

    __slots__ = ()

    def __getattr__(self, asked: str) -> Any:
        """Read the fields, as this is asked for only where one is not there yet."""
        if asked.startswith("_") or asked not in _fields_of(self.name_of_kind):
            raise AttributeError(asked)
        self._entities.read([self])
        return object.__getattribute__(self, asked)


@cache
def _late_class(collection: str) -> type[Late]:
    base = element_class(collection)
    slots_ = ("__weakref__", "_entities", "_k", "_got")
    return type(f"Late{base.__name__}", (base, Late), {"__slots__": slots_})


@cache
def _held(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return slots(fields)


@cache
def _slots_of(collection: str) -> tuple[Field, ...]:
    return slots(SCHEMA[collection].fields)


@cache
def _fields_of(collection: str) -> frozenset[str]:
    return frozenset(("id", "origin", *(f.name for f in slots(SCHEMA[collection].fields))))


class Entities:
    """The entities of a plan in a database; those of small collections are there already."""

    def __init__(self, database: Database, places: Places) -> None:
        """Take a database whose keys are made, and the places of its rows."""
        self._database = database
        self._places = places
        self._held: dict[str, list[Element]] = {}
        self._own: dict[tuple[str, int], Element] = {}
        self._known: dict[tuple[str, str], int] = {}
        self._late: WeakValueDictionary[tuple[str, int], Late] = WeakValueDictionary()
        self._counts: dict[str, int] = {}

    def hold(self, collection: str, elements: Sequence[Element]) -> None:
        """Take the entities of a collection that is in no file of rows, in the order of keys."""
        self._held[collection] = list(elements)
        self._known.update(((collection, element.id), key) for key, element in enumerate(elements))

    def own(self, collection: str, key: int, element: Element) -> None:
        """Take one entity of a collection that has others in files of rows."""
        self._own[collection, key] = element
        self._known[collection, element.id] = key

    def at(self, collection: str, key: int) -> Element:
        """Return the entity of a key."""
        held = self._held.get(collection)
        if held is not None:
            return held[key]
        own = self._own.get((collection, key))
        if own is not None:
            return own
        found = self._late.get((collection, key))
        if found is None:
            found = self._new(collection, key)
            self._late[collection, key] = found
        return found

    def standing_for(
        self,
        collection: str,
        key: int,
        row: Row,
        lists: Mapping[tuple[str, ...], list[Row]],
        fields: tuple[Field, ...],
    ) -> Element:
        """Return an entity of its own with some fields, for all that are equal in them."""
        made = self._new(collection, key)
        self._fill(made, row, lists, fields, ())
        return made

    def _new(self, collection: str, key: int) -> Late:
        made = _late_class(collection)()
        made.name_of_kind = collection
        made.owner = None
        made.state = State.KNOWN
        made._entities, made._k = self, key  # type: ignore[attr-defined]  # noqa: SLF001 - its own
        return made

    def is_late(self, element: object) -> bool:
        """Tell whether an entity is made from the tables."""
        return isinstance(element, Late)

    def key_of(self, element: Element) -> int:
        """Return the key of a known entity."""
        if isinstance(element, Late):
            key: int = element._k  # noqa: SLF001 - its own
            return key
        return self._known[element.name_of_kind, element.id]

    def count(self, collection: str) -> int:
        """Return how many there are."""
        if collection not in self._counts:
            query = f"SELECT count(*) FROM {keys_of(collection)}"
            self._counts[collection] = self._database.one(query)[0]
        return self._counts[collection]

    def read(
        self,
        elements: Iterable[Element],
        depth: int = 1,
        fields: frozenset[str] | None = None,
    ) -> None:
        """Read those that were not yet read, and what they refer to.

        Args:
            elements: entities.
            depth: how far what is referred to is read with them: 1 for the entities alone.
            fields: what is read of each; None for all. The rest is read when it is asked for.
        """
        pending = list(elements)
        for left in range(depth, 0, -1):
            unread: dict[str, dict[int, Element]] = {}
            for element in pending:
                if isinstance(element, Late) and not _has(element, fields):
                    unread.setdefault(element.name_of_kind, {})[self.key_of(element)] = element
            for collection, by_key in unread.items():
                for batch in _split(sorted(by_key), _BATCH):
                    self._read(TABLES[collection], [by_key[key] for key in batch], fields)
            if left > 1:
                pending = [named for each in pending for named in _named_by(each, fields)]

    def every(self, collection: str) -> Iterator[Element]:
        """Yield all entities of a collection, in the order of their keys."""
        for start in range(0, self.count(collection), _BATCH):
            end = min(start + _BATCH, self.count(collection))
            batch = [self.at(collection, key) for key in range(start, end)]
            self.read(batch)
            yield from batch

    def _read(self, table: Table, elements: list[Element], fields: frozenset[str] | None) -> None:
        """Fill entities of one collection."""
        by_key = {self.key_of(element): element for element in elements}
        keys = list(by_key)
        columns = [c for c in table.columns if _is_asked(c, fields)]
        asked = ", ".join(f"t.{name(column.name)}" for column in columns)
        query = (
            f"SELECT i.id, i.place, {asked} FROM {name(table.name)} t "
            f"JOIN {keys_of(table.name)} i ON i.k = t.k "
            f"WHERE {_among('t.k', keys)} AND {_among('i.k', keys)}"
        )
        called = [column.name for column in columns]
        wanted = SCHEMA[table.collection].fields
        if fields is not None:
            wanted = tuple(field for field in wanted if field.name in fields)
        names = {field.name for field in wanted}
        lists = {
            each.path: self._items(each, keys) for each in _lists_of(table) if each.path[0] in names
        }
        for found in self._database.all(query):
            row = dict(zip(called, found[_FIRST:], strict=True))
            element = by_key[row["k"]]
            file, number = at_place(found[1])
            element.id = found[0]
            element.origin = self._places.origin(file, number)
            own = {path: items.get(row["k"], []) for path, items in lists.items()}
            self._fill(element, row, own, wanted, ())
            _note(element, fields)

    def _items(self, listed: Table, owners: list[int]) -> dict[int, list[Row]]:
        """Return the items of a list by owner, in their order."""
        columns = [column.name for column in listed.columns]
        asked = ", ".join(map(name, columns))
        query = (
            f"SELECT {asked} FROM {name(listed.name)} WHERE {_among('owner', owners)} "
            "ORDER BY owner, n"
        )
        found: dict[int, list[Row]] = {}
        labels = self._labels(listed, owners) if listed.kind else {}
        for values in self._database.all(query):
            row = dict(zip(columns, values, strict=True))
            row[_LABEL] = labels.get((row["owner"], row["n"]), "?")
            found.setdefault(row["owner"], []).append(row)
        return found

    def _labels(self, listed: Table, owners: list[int]) -> dict[tuple[int, int], str]:
        """Return what is written as the labels of records that name what there is not."""
        query = (
            f"SELECT owner, n, label FROM {LABELS} WHERE items = $1 AND {_among('owner', owners)}"
        )
        rows = self._database.all(query, [listed.name])
        return {(owner, position): label for owner, position, label in rows}

    def _fill(
        self,
        element: Element,
        row: Row,
        lists: Mapping[tuple[str, ...], list[Row]],
        fields: tuple[Field, ...],
        path: tuple[str, ...],
    ) -> None:
        for field in _held(fields):
            here = (*path, field.name)
            kind = field.kind
            value: Value
            if isinstance(kind, Record):
                value = self._record(element, row, lists, kind, here)
            elif isinstance(kind, ListOf):
                state = State(row[f"{'_'.join(here)}_state"])
                if state is State.KNOWN:
                    value = self._several(element, kind, here, lists.get(here, []))
                else:
                    value = blank(kind, state)
            else:
                state = State(row.get(f"{'_'.join(here)}_state", State.KNOWN))
                value = self._scalar(kind, "_".join(here), row, state)
            setattr(element, field.name, value)

    def _record(
        self,
        owner: Element,
        row: Row,
        lists: Mapping[tuple[str, ...], list[Row]],
        kind: Record,
        path: tuple[str, ...],
    ) -> Element:
        state = State(row[f"{'_'.join(path)}_state"])
        if state is not State.KNOWN:
            return stand_in(kind.name, state)
        record = _new_record(kind, owner, path, path[-1])
        self._fill(record, row, lists, kind.fields, path)
        return record

    def _several(
        self, owner: Element, kind: ListOf, path: tuple[str, ...], rows: list[Row]
    ) -> Items:
        item = kind.item
        if not isinstance(item, Record):
            return Items(tuple(self._scalar(item, "item", row, State.KNOWN) for row in rows))
        records: list[Element] = []
        for row in rows:
            state = State(row["state"])
            if state is not State.KNOWN:
                records.append(stand_in(item.name, state))
                continue
            record = _new_record(item, owner, (*path, str(row["n"])), "?")
            for field in _held(item.fields):
                of = State(row.get(f"{field.name}_state", State.KNOWN))
                setattr(record, field.name, self._scalar(field.kind, field.name, row, of))
            label = getattr(record, item.label)
            record.id = _label(label, row.get(_LABEL, "?"))
            if kind.keyed and record.origin is not None:
                pointer = record.origin.pointer.rpartition("/")[0]
                record.origin = record.origin._replace(pointer=f"{pointer}/{record.id}")
            records.append(record)
        return Items(tuple(records))

    def _scalar(self, kind: Kind, column: str, row: Row, state: State) -> Value:
        """Return the value of a scalar; a NULL whose state says nothing else is not known."""
        low = row.get(f"{column}_lo") if column not in row else row[column]
        if low is None:
            return blank(kind, state if state is not State.KNOWN else State.UNKNOWN)
        if isinstance(kind, Reference):
            return self.at(kind.collection, low)
        if isinstance(kind, Number | Date):
            return Interval(int(low), int(row.get(f"{column}_hi", low)))
        if isinstance(kind, Truth):
            return TRUE if low else FALSE
        text: str = low
        return text


def _label(value: object, written: str) -> str:
    """Return what a record is called: its label, or what is written there if that is unknown."""
    if isinstance(value, Interval) and value.state is State.KNOWN:
        return str(value.low)
    if isinstance(value, Element) and value.state is State.KNOWN:
        return value.id
    return value if isinstance(value, str) else written


def _new_record(kind: Record, owner: Element, path: tuple[str, ...], called: str) -> Element:
    record = element_class(kind.name)()
    record.id = called
    record.name_of_kind = kind.name
    record.state = State.KNOWN
    record.owner = owner
    # Who stands for others stands nowhere.
    origin = _given(owner, "origin")
    record.origin = None
    if origin is not None:
        record.origin = origin._replace(pointer="/".join((origin.pointer, *path)))
    return record


def _given(element: Element, slot: str) -> Any:
    """Return what is in a slot, None if nothing was put there yet."""
    try:
        return object.__getattribute__(element, slot)
    except AttributeError:
        return None


def _has(element: Late, fields: frozenset[str] | None) -> bool:
    """Tell whether fields of an entity were read, None for all."""
    got = _given(element, "_got")
    return got is not None and (got == _ALL or (fields is not None and fields <= got))


def _note(element: Element, fields: frozenset[str] | None) -> None:
    """Note which fields of an entity were read."""
    got = _given(element, "_got") or frozenset()
    element._got = _ALL if fields is None else got | fields  # type: ignore[attr-defined]  # noqa: SLF001 - its own


def _is_asked(column: Column, fields: frozenset[str] | None) -> bool:
    return fields is None or column.part == "key" or bool(column.path and column.path[0] in fields)


def _named_by(element: Element, fields: frozenset[str] | None) -> Iterator[Element]:
    """Yield the entities that an entity names in its own fields."""
    for field in _slots_of(element.name_of_kind):
        if fields is not None and field.name not in fields:
            continue
        value = getattr(element, field.name)
        if isinstance(value, Late):
            yield value
        elif isinstance(value, Items):
            yield from (item for item in value.items if isinstance(item, Late))


def _lists_of(table: Table) -> list[Table]:
    return [each for each in TABLES.values() if each.owner == table.name]


def _among(column: str, keys: list[int]) -> str:
    """Return the condition that a column holds one of these keys."""
    first, last = min(keys), max(keys)
    if last - first + 1 == len(keys):
        return f"{column} BETWEEN {first} AND {last}"
    return f"{column} BETWEEN {first} AND {last} AND {column} IN ({', '.join(map(str, keys))})"


def _split(keys: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
