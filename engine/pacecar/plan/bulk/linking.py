"""From staged rows to the tables of a plan: every reference becomes the key of what it names.

Rows of which it is not sure that they have no flaw are left out, and listed to be read one by
one: `doubtful_<collection>` holds their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.keys import ROWS, keys_of, stage_of
from pacecar.plan.bulk.layout import TABLES, Column, Table
from pacecar.plan.bulk.leaves import name
from pacecar.plan.bulk.problems import MemoryReached
from pacecar.plan.elements import slots
from pacecar.plan.fields import Collection, Date, Field, ListOf, Record, Reference
from pacecar.plan.values import State

_FEWEST = 1_000
"""Rows that are put in order at once, even if there is not memory for them."""

_PLACE = f"(s.f::BIGINT * {ROWS} + s.row)"


def doubtful_of(collection: str) -> str:
    """Return the table of the places of rows that are to be read one by one."""
    return f"doubtful_{collection}"


def find_doubtful(database: Database, collection: Collection, bulk: frozenset[str]) -> int:
    """List the rows that may have a flaw; return how many there are.

    Args:
        database: with the rows, all keys, and the tables of the collections before this one.
        collection: whose rows they are.
        bulk: the collections that have files of rows; some of their entities may not be in
            their tables yet.
    """
    stage, keys = stage_of(collection.name), keys_of(collection.name)
    ways = [
        f"SELECT {_PLACE} AS place FROM {stage} s WHERE NOT s.ok",
        f"SELECT {_PLACE} FROM {stage} s ANTI JOIN {keys} k ON k.place = {_PLACE}",
        *_dangling(collection, stage),
        *_out_of_order(collection, stage),
        *(_not_among(each, collection, stage, bulk) for each in collection.fields if each.among),
    ]
    doubtful = doubtful_of(collection.name)
    union = " UNION ".join(f"({way})" for way in ways)
    database.run(f"CREATE TABLE {doubtful} AS {union}")
    return int(database.one(f"SELECT count(*) FROM {doubtful}")[0])


def _dangling(collection: Collection, stage: str) -> Iterator[str]:
    """Yield the queries for rows that name what there is not."""
    for path, reference in _references(collection.fields):
        column = name("_".join(path))
        yield (
            f"SELECT {_PLACE} FROM {stage} s ANTI JOIN {keys_of(reference.collection)} k "
            f"ON k.id = s.{column} WHERE s.{column} IS NOT NULL"
        )
    for each in collection.fields:
        kind = each.kind
        if each.derived or not isinstance(kind, ListOf):
            continue
        items = f"s.{name(f'{each.name}_items')}"
        unnested = f"SELECT {_PLACE} AS place, unnest({items}) AS x FROM {stage} s"
        if isinstance(kind.item, Reference):
            keys = keys_of(kind.item.collection)
            yield (
                f"SELECT i.place FROM ({unnested}) i ANTI JOIN {keys} k ON k.id = i.x "
                "WHERE i.x IS NOT NULL"
            )
        elif isinstance(kind.item, Record):
            for (part,), of in _references(kind.item.fields):
                yield (
                    f"SELECT i.place FROM ({unnested}) i ANTI JOIN {keys_of(of.collection)} k "
                    f"ON k.id = i.x.{name(part)} WHERE i.x.{name(part)} IS NOT NULL"
                )


def _references(
    fields: Iterable[Field], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Reference]]:
    """Yield the fields that name one entity, also those in records."""
    for each in slots(tuple(fields)):
        if isinstance(each.kind, Record):
            yield from _references(each.kind.fields, (*path, each.name))
        elif isinstance(each.kind, Reference) and not each.derived:
            yield (*path, each.name), each.kind


def _out_of_order(collection: Collection, stage: str) -> Iterator[str]:
    for begin, end in collection.ordered:
        first, last = _bound(collection, begin, "lo"), _bound(collection, end, "hi")
        yield f"SELECT {_PLACE} FROM {stage} s WHERE s.{last} < s.{first}"


def _bound(collection: Collection, called: str, ending: str) -> str:
    found = collection.field(called)
    interval = found is not None and isinstance(found.kind, Date) and not found.kind.bound
    return name(f"{called}_{ending}" if interval else called)


def _not_among(each: Field, collection: Collection, stage: str, bulk: frozenset[str]) -> str:
    """Return the query for rows whose text is not in the list that it must be in."""
    holder, listed = each.among.split(".")
    found = collection.field(holder)
    if found is None or not isinstance(found.kind, Reference):
        raise TypeError(f"{each.among} leads over no reference")
    other = found.kind.collection
    written = f"SELECT {_PLACE} AS place, s.{name(holder)} AS holder, s.{name(each.name)} AS x"
    if other in bulk:
        return f"SELECT place FROM ({written} FROM {stage} s) WHERE x IS NOT NULL"
    return (
        f"SELECT s.place FROM ({written} FROM {stage} s) s "
        f"JOIN {keys_of(other)} h ON h.id = s.holder "
        f"ANTI JOIN {name(f'{other}_{listed}')} i ON i.owner = h.k AND i.item = s.x "
        "WHERE s.x IS NOT NULL"
    )


@dataclass(slots=True)
class _Joins:
    """The joins that turn ids into keys, each with its own name."""

    written: list[str] = field(default_factory=list)

    def key(self, collection: str, expression: str) -> str:
        """Join a collection's keys by an expression; return the key."""
        alias = f"r{len(self.written)}"
        self.written.append(f"LEFT JOIN {keys_of(collection)} {alias} ON {alias}.id = {expression}")
        return f"{alias}.k"


def told_of(table: str) -> str:
    """Return the table of the rows for a plan's table that were read one by one."""
    return f"told_{table}"


def fill_tables(database: Database, collection: Collection, *, staged: bool) -> None:
    """Fill the tables of a collection and of its lists: with the rows that are sure, and others.

    Args:
        database: with the rows that were read one by one, in the tables `told_of`.
        collection: whose tables they are.
        staged: whether the collection has files of rows.
    """
    table = TABLES[collection.name]
    beside = _Beside(database, collection) if staged else None
    if beside is None:
        database.run(f"INSERT INTO {name(table.name)} SELECT * FROM {told_of(table.name)}")
    else:
        _fill_in_order(database, table, beside)
    for listed in TABLES.values():
        if listed.owner == table.name:
            _fill_items(database, listed, beside)
    if beside is not None:
        beside.forget()


def _fill_in_order(database: Database, table: Table, beside: _Beside) -> None:
    """Fill a table in the order of keys, so that a few are found without a look at all rows."""
    columns = ", ".join(_column(column, beside) for column in table.columns)
    every = f"SELECT * FROM {told_of(table.name)} UNION ALL SELECT {columns} {beside.sure()}"
    for part in _parts(database, table.name):
        part.run(
            f"INSERT INTO {name(table.name)} SELECT * FROM ({every}) WHERE k {part} ORDER BY k"
        )


def _fill_items(database: Database, listed: Table, beside: _Beside | None) -> None:
    """Fill a table of items, numbered in the order of their owners."""
    items = name("_".join(listed.path) + "_items")
    others = [column for column in listed.columns if column.part != "key"]
    every = f"SELECT {', '.join(name(c.name) for c in others)} FROM {told_of(listed.name)}"
    if beside is not None:
        joins = _Joins()
        columns = [_item_column(column, listed, joins) for column in others]
        unnested = (
            f"SELECT {beside.own} AS owner, unnest(s.{items}) AS x, "
            f"generate_subscripts(s.{items}, 1) - 1 AS n {beside.sure()} AND len(s.{items}) > 0"
        )
        every += f" UNION ALL SELECT {', '.join(columns)} FROM ({unnested}) i "
        every += " ".join(joins.written)
    # What numbers them in order leaves them in it: to put them in order once more takes memory.
    number = "row_number() OVER (ORDER BY owner, n) - 1"
    if beside is None:
        database.run(f"INSERT INTO {name(listed.name)} SELECT {number}, * FROM ({every})")
        return
    for part in _parts(database, listed.owner):
        (there,) = database.one(f"SELECT count(*) FROM {name(listed.name)}")
        part.run(
            f"INSERT INTO {name(listed.name)} SELECT {number} + {there}, * FROM ({every}) "
            f"WHERE owner {part}"
        )


@dataclass(slots=True)
class _Part:
    """Some entities one after the other; `reached` says that there was no memory for them."""

    database: Database
    start: int
    count: int
    reached: MemoryReached | None = None

    def __str__(self) -> str:
        """Return the condition on their keys."""
        return f"BETWEEN {self.start} AND {self.start + self.count - 1}"

    def run(self, statement: str) -> None:
        """Run a statement on them, unless there is not memory for so many."""
        try:
            self.database.run(statement)
        except MemoryReached as problem:
            self.reached = problem


def _parts(database: Database, collection: str) -> Iterator[_Part]:
    """Yield the entities of a collection: all at once, or as many as there is memory for.

    To order rows takes memory: where that does not suffice, it is done for half as many.

    Raises:
        MemoryReached: it does not suffice for a few.
    """
    (left,) = database.one(f"SELECT count(*) FROM {keys_of(collection)}")
    start, step = 0, left
    while left > 0:
        part = _Part(database, start, step)
        yield part
        if part.reached is None:
            start, left = start + step, left - step
        elif step <= _FEWEST:
            raise part.reached
        else:
            step = -(-step // 2)


class _Beside:
    """What is found for the rows of a stage, each in a table of its own beside it.

    Such a table has a row for each row of the stage, in its order. So no join carries more than
    ids and keys, one has the memory at a time, and what is wide is read only to be put in order.
    """

    def __init__(self, database: Database, collection: Collection) -> None:
        """Find which rows are sure, and their own keys."""
        self.collection = collection
        self._database = database
        self._tables: dict[tuple[str, str], str] = {}
        doubtful = doubtful_of(collection.name)
        self._sure = self._found("x.place IS NULL", doubtful, f"x.place = {_PLACE}")
        self.own = self._found("x.k", keys_of(collection.name), f"x.place = {_PLACE}")

    def key(self, collection: str, expression: str) -> str:
        """Find the keys of a collection by their ids; return the expression of the key."""
        return self._found("x.k", keys_of(collection), f"x.id = {expression}")

    def _found(self, value: str, table: str, condition: str) -> str:
        of = table, condition
        if of not in self._tables:
            self._tables[of] = f"beside_{len(self._tables)}"
            self._database.run(
                f"CREATE TABLE {self._tables[of]} AS SELECT {value} AS v "
                f"FROM {stage_of(self.collection.name)} s LEFT JOIN {table} x ON {condition} "
                "ORDER BY s.rowid"
            )
        return f"{self._tables[of]}.v"

    def sure(self) -> str:
        """Return where the staged rows are that are sure, as s, beside what is found for them."""
        tables = " POSITIONAL JOIN ".join(self._tables.values())
        stage = stage_of(self.collection.name)
        return f"FROM {stage} s POSITIONAL JOIN {tables} WHERE {self._sure}"

    def forget(self) -> None:
        """Drop the tables."""
        for table in self._tables.values():
            self._database.run(f"DROP TABLE {table}")


def _column(column: Column, beside: _Beside) -> str:
    """Return the value of a column of a staged row."""
    if column.part == "key":
        return f"{beside.own} AS k"
    if column.path == ("development",):
        # Of a program without a leader it is the program itself; see `plan.linking`.
        leader = beside.key(beside.collection.name, f"s.{name('leader')}")
        return f"CASE WHEN s.leader_state = {int(State.NONE)} THEN {beside.own} ELSE {leader} END"
    expression = f"s.{name(column.name)}"
    return beside.key(column.refers, expression) if column.refers else expression


def _item_column(column: Column, listed: Table, joins: _Joins) -> str:
    if column.part in ("owner", "position"):
        return "i.owner" if column.part == "owner" else "i.n"
    inside = f"i.x.{name(column.name)}" if listed.kind else "i.x"
    return joins.key(column.refers, inside) if column.refers else inside
