"""The tables that a plan becomes in a database, derived from the plan's own tables.

Readers fill these tables, evaluators query them; neither lists a collection or field by hand.

- A collection is a table with one row per entity, called as the collection. `k` is its key:
  dense, from 0, in the order of `plan.collections[...]` (sorted by id). The header is the
  table `plan`, of one row.
- A text, truth or number is one column of its name, NULL where it is not known. Numbers are
  scaled integers, exact; truths are booleans.
- A date is two columns, `<field>_lo` and `<field>_hi`: the first and last day that it names,
  as ordinals of the proleptic calendar. A bound of validity is one day, and one column. The
  derived `specificity` is two columns as well.
- A reference is one column: the `k` of the entity that it names.
- Where a field may be none (known to be absent), `<field>_state` tells what a NULL stands for,
  in the words of `State`: 0 known, 1 none, 2 unknown, 3 there but not known. Everywhere else a
  NULL is unknown, and there is no such column.
- A single record (`cost`) lies in its owner's row: `<record>_state`, and its columns with its
  name before theirs (`cost_planned`). Where it is not known, they are NULL, and the states
  among them 2.
- A list (`regions`) is `<field>_state` in its owner's row, and a table `<owner>_<field>`
  (`programs_regions`) with a row for each item: `k` (dense, from 0, by owner and position),
  `owner` (the owner's `k`), `n` (the position, from 0) and `item`, NULL where the item is not
  known. A list that is none or not known has no rows.
- A list of records has the columns of the record instead of `item`, and `state`: 2 or 3 of a
  record that is not known, whose other columns are NULL.

What no rule reads need not be there: whoever fills the tables may leave out columns and whole
tables other than those that the rules ask for (see `pacecar.evaluation.sql`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pacecar.plan.elements import slots
from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Reference, Truth
from pacecar.plan.tables import SCHEMA

Type = Literal["BIGINT", "INTEGER", "SMALLINT", "DECIMAL(38, 0)", "BOOLEAN", "VARCHAR"]
"""A column's type in the words of the SQL standard; DuckDB holds DECIMAL(38, 0) as HUGEINT."""

Part = Literal["key", "owner", "position", "id", "value", "low", "high", "state"]
"""What a column holds of its field, or of its row."""

_LARGE: Final = 10**18
"""From here on, a number does not fit 64 bits."""

_DIGITS: Final = 15


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as it is called in the table.
        type: its type.
        part: what it holds.
        path: the field it belongs to, from the row's entity or record down: ("cost",
            "planned"); empty for the row's own columns and for the items of a list.
        refers: the table whose `k` it holds, empty for all but references and owners.
        nullable: whether NULL may stand in it, and means that the value is not known.
    """

    name: str
    type: Type
    part: Part
    path: tuple[str, ...] = ()
    refers: str = ""
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: of a collection, or of the items of a list.

    Attributes:
        name: as it is called in the database.
        columns: in the order in which they are created.
        collection: the collection it belongs to.
        owner: the table of the entities or records that hold the list; empty for a collection.
        path: the list's field, from the owner's row down; empty for a collection.
        kind: the collection or record whose fields its rows hold ("programs.technologies");
            empty for a list of scalars.
    """

    name: str
    columns: tuple[Column, ...]
    collection: str
    owner: str = ""
    path: tuple[str, ...] = ()
    kind: str = ""

    def column(self, part: Part, *path: str) -> Column:
        """Return the column of a field's part.

        Raises:
            KeyError: if there is none, such as the state of a field that cannot be none.
        """
        for column in self.columns:
            if column.part == part and column.path == path:
                return column
        raise KeyError((self.name, part, path))


def table_of(collection: str) -> Table:
    """Return the table of a collection ("programs"), or of the header ("plan")."""
    return TABLES[collection]


def items_of(owner: Table, *path: str) -> Table:
    """Return the table of a list's items, from the table of its owner and the field's path."""
    return TABLES["_".join((owner.name, *path))]


def type_of(kind: Kind) -> Type:
    """Return the type of a value of a scalar kind."""
    if isinstance(kind, Number):
        largest = 10**_DIGITS * 10**kind.scale
        if kind.high is not None and kind.low is not None:
            largest = max(abs(kind.low), abs(kind.high)) * 10**kind.scale
        return "BIGINT" if largest < _LARGE else "DECIMAL(38, 0)"
    if isinstance(kind, Date):
        return "INTEGER"
    if isinstance(kind, Reference):
        return "BIGINT"
    return "BOOLEAN" if isinstance(kind, Truth) else "VARCHAR"


def _collection_tables() -> Iterator[Table]:
    for collection in SCHEMA.values():
        columns = [_key()]
        if collection.named:
            columns.append(Column("id", "VARCHAR", "id", ("id",)))
        columns += _columns(collection.fields)
        name = collection.name
        yield Table(name, tuple(columns), name, kind=name)
        yield from _item_tables(name, name, collection.fields)


def _item_tables(
    collection: str,
    owner: str,
    fields: Iterable[Field],
    path: tuple[str, ...] = (),
) -> Iterator[Table]:
    """Yield the tables of the lists among `fields`, and of the lists within those."""
    for field in slots(tuple(fields)):
        here = (*path, field.name)
        kind = field.kind
        if isinstance(kind, Record):
            yield from _item_tables(collection, owner, kind.fields, here)
        elif isinstance(kind, ListOf):
            name = "_".join((owner, *here))
            columns = [_key(), Column("owner", "BIGINT", "owner", refers=owner)]
            columns.append(Column("n", "INTEGER", "position"))
            if isinstance(kind.item, Record):
                columns.append(Column("state", "SMALLINT", "state"))
                columns += _columns(kind.item.fields)
                yield Table(name, tuple(columns), collection, owner, here, kind.item.name)
                yield from _item_tables(collection, name, kind.item.fields)
            else:
                columns += _values("item", kind.item, ())
                yield Table(name, tuple(columns), collection, owner, here)


def _columns(fields: tuple[Field, ...], path: tuple[str, ...] = ()) -> Iterator[Column]:
    for field in slots(fields):
        here = (*path, field.name)
        name = "_".join(here)
        kind = field.kind
        if not isinstance(kind, Record | ListOf):
            yield from _values(name, kind, here, derived=field.derived)
        if field.may_be_none or isinstance(kind, Record | ListOf):
            yield Column(f"{name}_state", "SMALLINT", "state", here)
        if isinstance(kind, Record):
            yield from _columns(kind.fields, here)


def _values(
    name: str,
    kind: Kind,
    path: tuple[str, ...],
    *,
    derived: bool = False,
) -> Iterator[Column]:
    """Yield the one column of a value, or the two of an interval."""
    interval = isinstance(kind, Date) and not kind.bound
    counted = derived and isinstance(kind, Number)
    if interval or counted:
        for part, ending in (("low", "lo"), ("high", "hi")):
            column: Part = "low" if part == "low" else "high"
            yield Column(f"{name}_{ending}", type_of(kind), column, path, nullable=interval)
        return
    refers = kind.collection if isinstance(kind, Reference) else ""
    yield Column(name, type_of(kind), "value", path, refers, nullable=True)


def _key() -> Column:
    return Column("k", "BIGINT", "key")


TABLES: Final[dict[str, Table]] = {table.name: table for table in _collection_tables()}
