"""CSV in SQL: lines that a database reads, taken apart into cells, once."""

from __future__ import annotations

from array import array
from typing import Any, Final

from pacecar.plan.building import Unreadable
from pacecar.plan.bulk.csv_cells import (
    MISSING,
    NO_KEYED,
    NO_PAIRS,
    NO_TEXTS,
    is_comment,
    item_of,
    label_of,
    leaf_of,
    list_of,
    years_of,
)
from pacecar.plan.bulk.csv_head import Head, head_of
from pacecar.plan.bulk.csv_reader import Reader
from pacecar.plan.bulk.csv_records import Several, rows_in_cells, rows_on_several
from pacecar.plan.bulk.csv_text import Text, text_of
from pacecar.plan.bulk.database import Database
from pacecar.plan.bulk.leaves import Leaf
from pacecar.plan.bulk.lines import keeping_lines, table_of_lines
from pacecar.plan.bulk.scanning import damaged
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.fields import Kind, ListOf, Record
from pacecar.plan.nodes import Flaw, Node, Origin
from pacecar.plan.sheets.headers import nameless, titles_of
from pacecar.plan.sheets.layout import Column
from pacecar.plan.sheets.rows import lacking_in, no_column

_FIRST: Final = "list_filter(v, lambda x: x <> '')[1]"
"""The first cell of a row that is not blank."""


class CsvRows:
    """A CSV file; see `pacecar.plan.bulk.sources.Source`."""

    def __init__(self, file: BulkFile, head: Head, reader: Reader, flaws: list[Flaw]) -> None:
        """Take a file whose rows are in the table of its lines."""
        self.file = file
        self.forget = f"DROP TABLE {_table(file)}"
        self._reader = reader
        self._flaws = flaws
        self._columns = {column.path: (n, column) for n, column in head.headers.columns.items()}
        self._lists = {f.name: f.kind for f in file.collection.fields if isinstance(f.kind, ListOf)}
        inside = "".join(
            f", {self._list(name, kind).text} AS {_inner(name)}"
            for name, kind in self._lists.items()
            if self._below(name)
        )
        self.rows = f"SELECT row, v{inside} FROM {_table(file)} WHERE entity"
        self.raw = f"SELECT row FROM {_table(file)} WHERE entity"
        self.sure = "TRUE"

    def scalar(self, path: tuple[str, ...], kind: Kind) -> Leaf:
        """Return a scalar field of the entity or of a record in it."""
        found = self._columns.get(path)
        if found is None:
            return MISSING
        number, column = found
        return leaf_of(_cell(number), kind, none=column.field.may_be_none)

    def record(self, path: tuple[str, ...], kind: Record) -> Leaf:  # noqa: ARG002 - of the port
        """Return a record as a whole."""
        found = self._below(path[0])
        if not found:
            return MISSING
        field = self.file.collection.field(path[0])
        inner = [
            leaf_of(_cell(number), column.kind, none=column.field.may_be_none)
            for number, column in found
        ]
        absent = "FALSE"
        null = " AND ".join(f"({leaf.absent} OR {leaf.null})" for leaf in inner)
        if field is not None and field.may_be_none:
            absent, null = " AND ".join(leaf.absent for leaf in inner), "FALSE"
        return Leaf(f"({absent})", f"({null})", f"NOT ({absent}) AND NOT ({null})", "NULL")

    def several(self, path: tuple[str, ...], kind: ListOf) -> _Several:
        """Return a list."""
        leaf = self._list(path[0], kind)
        if self._below(path[0]):
            leaf = leaf._replace(text=_inner(path[0]))
        return _Several(leaf, kind)

    def flaws(self) -> list[Flaw]:
        """Return what is wrong with the file as a whole, and with its headers."""
        return self._flaws

    def node(self, number: int, values: tuple[Any, ...]) -> tuple[Node | None, list[Flaw]]:  # noqa: ARG002 - of the port
        """Return the node of a row, which is read from the file anew."""
        return self._reader.read(number)

    def origin(self, row: int) -> Origin:
        """Return where a row stands."""
        return self._reader.origin(row)

    def _below(self, name: str) -> list[tuple[int, Column]]:
        return [found for path, found in self._columns.items() if path[0] == name]

    def _list(self, name: str, kind: ListOf) -> Leaf:
        """Return a list; of several columns, if it is one by year."""
        found = self._below(name)
        if not found:
            none = NO_PAIRS if isinstance(kind.item, Record) else NO_TEXTS
            return MISSING._replace(text=NO_KEYED if kind.keyed else none)
        alone = self._columns.get((name,))
        if alone is not None and len(found) == 1:
            number, column = alone
            return list_of(_cell(number), kind, none=column.field.may_be_none)
        years = [(column.path[1], _cell(number)) for number, column in found if column.path[1:]]
        null = " AND ".join(item_of(cell, kind).null for _, cell in years)
        fits = f"NOT ({null})"
        if alone is not None:
            # What stands there as well is put beside the years by the reader in process.
            blank = item_of(_cell(alone[0]), kind).null
            null, fits = f"{null} AND {blank}", f"{fits} AND {blank}"
        return Leaf("FALSE", f"({null})", f"({fits})", years_of(years))


class _Several:
    """A list in a row."""

    def __init__(self, leaf: Leaf, kind: ListOf) -> None:
        self.leaf = leaf
        self._kind = kind

    def item(self, variable: str) -> Leaf:
        """Return an item; NULL stands for a pair that is not known."""
        if isinstance(self._kind.item, Record):
            return Leaf("FALSE", f"({variable} IS NULL)", "TRUE", variable)
        return item_of(variable, self._kind.item)

    def part(self, variable: str, field: str, kind: Kind) -> Leaf:
        """Return a field of a pair."""
        keyed = self._kind.keyed
        record = self._kind.item
        if isinstance(record, Record) and field == record.label:
            return label_of(f"{variable}.key" if keyed else f"{variable}[1]", kind, keyed=keyed)
        value = f"{variable}.value" if keyed else f"{variable}[2]"
        leaf = item_of(value, kind)
        return leaf if keyed else leaf._replace(absent=f"({value} IS NULL)")


def csv_rows(file: BulkFile, database: Database) -> CsvRows | list[Flaw]:
    """Return a CSV file as a source, ready to be queried; or why it cannot be read."""
    told: list[Flaw] = []
    try:
        text = text_of(file, database.folder)
        told += text.flaws
        head = head_of(text, file.collection)
        if isinstance(head, Flaw):
            return [*told, head]
        problem = _keep_lines(file, text, database)
        if problem:
            return [damaged(file, problem)]
        lines = table_of_lines(file)
        several = rows_on_several(text, database, lines, head.first, head.delimiter)
    except Unreadable as found:
        return [*told, found.flaw]
    _take_apart(file, head, several, database)
    others = array("Q")
    query = (
        f"SELECT row FROM {lines} l ANTI JOIN (SELECT row FROM {_table(file)} WHERE entity) e "
        f"USING (row) WHERE row >= {head.below} ORDER BY row"
    )
    for batch in database.batches(query):
        others.extend(row for (row,) in batch)
    database.run(f"DROP TABLE {lines}")
    reader = Reader(text, file.collection, head, several, others)
    flaws = [*told, *head.flaws, *_flaws_of_columns(file, head, reader, database)]
    return CsvRows(file, head, reader, flaws)


def _keep_lines(file: BulkFile, text: Text, database: Database) -> str:
    """Have the database read the lines; return what is wrong with the file, "" for nothing."""
    path = text.in_one_way(database.folder, file.number)
    problem = database.attempt(keeping_lines(file, path, text.breaks))
    if problem:
        return problem
    (number,) = database.one(f"SELECT count(*) FROM {table_of_lines(file)}")
    if number != text.lines:
        return f"CSV: the database finds {number:,} lines, and there are {text.lines:,}"
    return ""


def _take_apart(file: BulkFile, head: Head, several: Several, database: Database) -> None:
    """Make the table of a file's rows: `row`, the cells in `v`, and whether it is an entity."""
    rows = rows_in_cells(database, table_of_lines(file), several, head.below, head.delimiter)
    known = " OR ".join(f"{_cell(number)} <> ''" for number in head.headers.columns)
    database.run(
        f"CREATE TABLE {_table(file)} AS SELECT row, v, "
        f"coalesce(({known}) AND NOT {is_comment(_FIRST)}, FALSE) AS entity FROM ({rows})"
    )


def _flaws_of_columns(file: BulkFile, head: Head, reader: Reader, database: Database) -> list[Flaw]:
    """Return the flaws of columns that are missing, and of those that have no header."""
    table, headers, collection = head.table, head.headers, file.collection
    flaws: list[Flaw] = []
    lacking = lacking_in(collection, headers)
    if lacking and database.one(f"SELECT count(*) FROM {_table(file)} WHERE entity")[0]:
        flaws += [no_column(table, collection, headers, field) for field in lacking]
    titles = titles_of(table, headers.row)
    named = ", ".join(map(str, sorted(titles)))
    # All but rows that are too long, or that have something where a blank header stands.
    gaps = [number for number in range(1, max(titles)) if number not in titles]
    odd = " OR ".join([f"len(v) > {max(titles)}", *(f"{_cell(gap)} <> ''" for gap in gaps)])
    found = database.all(
        f"SELECT min(row) AS row, n FROM (SELECT row, unnest(v) AS x, "
        f"generate_subscripts(v, 1) AS n FROM {_table(file)} "
        f"WHERE ({odd}) AND NOT {is_comment(_FIRST)}) "
        f"WHERE n NOT IN ({named}) AND x <> '' AND NOT {is_comment('x')} "
        "GROUP BY n ORDER BY row, n"
    )
    for line, number in found:
        held, row = reader.table(line)
        flaws.append(nameless(held, collection, headers.row, held.cell(row, number)))
    return flaws


def _table(file: BulkFile) -> str:
    return f"rows_{file.number}"


def _cell(number: int) -> str:
    return f"coalesce(v[{number}], '')"


def _inner(name: str) -> str:
    return f"in_{name}"
