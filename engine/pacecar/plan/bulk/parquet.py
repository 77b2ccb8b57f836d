"""Parquet in SQL: the columns of a file, whatever types its writer gave them.

NULL is what a blank cell of a sheet is: not known, or none where a field that is left out is
none. A floating number is the shortest decimal that stands for it. A time at midnight is a day.
Volumes by year are a map, or a list of structs of `year` and `vehicles`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pacecar.plan.bulk.leaves import Leaf, literal, name
from pacecar.plan.bulk.places import origin_of_row
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.bulk.values_as_nodes import node_of_row
from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Truth
from pacecar.plan.nearest import nearest, suggestion
from pacecar.plan.nodes import Flaw, Location, Node, Origin, Span
from pacecar.plan.wording import listed, quoted, visible

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

_TEXTS: Final = frozenset({"varchar", "enum"})
_WHOLE: Final = frozenset(
    {
        *("tinyint", "smallint", "integer", "bigint", "hugeint"),
        *("utinyint", "usmallint", "uinteger", "ubigint", "uhugeint"),
    }
)
_FLOATING: Final = frozenset({"float", "double"})
_TIMES: Final = frozenset({"timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"})
_LISTS: Final = frozenset({"list", "array"})
_NUMBER: Final = "file_row_number"

Types = dict[str, "DuckDBPyType"]


class Parquet:
    """A Parquet file; see `pacecar.plan.bulk.sources.Source`."""

    def __init__(self, file: BulkFile, types: Types) -> None:
        """Take a file and the types of its columns, by name and in order."""
        self.file = file
        self.forget = ""
        self._types = types
        self._fields = {f.name: f for f in file.collection.fields if not f.derived}
        self.columns = {column: n for n, column in enumerate(types, 1) if column in self._fields}
        read = f"read_parquet({literal(str(file.path))}, file_row_number = true)"
        self._known = [column for column in types if column in self._fields]
        known = "".join(f", {name(column)}" for column in self._known)
        self.rows = f"SELECT {_NUMBER} + 1 AS row{known} FROM {read}"
        self.raw = self.rows
        self.sure = "TRUE"

    def scalar(self, path: tuple[str, ...], kind: Kind) -> Leaf:
        """Return a scalar field of the entity or of a record in it."""
        expression, type_ = self._at(path)
        return _leaf(expression, type_, kind, none=self._may_be_none(path))

    def record(self, path: tuple[str, ...], kind: Record) -> Leaf:
        """Return a record as a whole."""
        expression, type_ = self._at(path)
        if type_ is None:
            return _missing(none=self._may_be_none(path))
        known = {f.name for f in kind.fields}
        fits = type_.id == "struct" and _children(type_).keys() <= known
        return _whole(expression, none=self._may_be_none(path), fits=fits)

    def several(self, path: tuple[str, ...], kind: ListOf) -> _Several:
        """Return a list."""
        expression, type_ = self._at(path)
        none = self._may_be_none(path)
        if type_ is None:
            return _Several(_missing(none=none)._replace(text="[]"), kind, None)
        if kind.keyed and type_.id == "map":
            whole = _whole(expression, none=none, fits=True)
            entries = f"map_entries({expression})"
            return _Several(whole._replace(text=entries), kind, type_)
        fits = type_.id in _LISTS
        whole = _whole(expression, none=none, fits=fits)
        if not fits:
            return _Several(whole._replace(text="[]"), kind, None)
        return _Several(whole, kind, _children(type_)["child"])

    def flaws(self) -> list[Flaw]:
        """Return the flaws of columns that no field is called like."""
        return [self._unknown(column) for column in self._types if column not in self._fields]

    def node(self, number: int, values: tuple[Any, ...]) -> tuple[Node | None, list[Flaw]]:
        """Return the node of a row."""
        fields = [self._fields[column] for column in self._known]
        return node_of_row(fields, values, number, self.columns), []

    def origin(self, row: int) -> Origin:
        """Return where a row stands."""
        return origin_of_row(self.file, row, self.columns)

    def _unknown(self, column: str) -> Flaw:
        collection = self.file.collection
        names = list(self._fields)
        number = list(self._types).index(column) + 1
        span = Span(1, number, 1, number)
        return Flaw(
            "plan/unknown-field",
            f"A {collection.singular} has no field {quoted(column)}.",
            Location(self.file.name, span, f"/{collection.name}"),
            hint=suggestion(nearest(column, names)) or f"Its fields are {listed(names)}.",
            collection=collection.name,
            field=visible(column),
        )

    def _at(self, path: tuple[str, ...]) -> tuple[str, DuckDBPyType | None]:
        """Return the expression of a field and its type, None if the file has no such column."""
        type_ = self._types.get(path[0])
        for step in path[1:]:
            if type_ is None or type_.id != "struct":
                return "NULL", None
            type_ = _children(type_).get(step)
        return ".".join(map(name, path)), type_

    def _may_be_none(self, path: tuple[str, ...]) -> bool:
        fields: dict[str, Field] = self._fields
        for step in path[:-1]:
            kind = fields[step].kind
            fields = {f.name: f for f in kind.fields} if isinstance(kind, Record) else {}
        return fields[path[-1]].may_be_none


class _Several:
    """A list in a column; `of` is the type of its items, None if they are of no use."""

    def __init__(self, leaf: Leaf, kind: ListOf, of: DuckDBPyType | None) -> None:
        self.leaf = leaf
        self._kind = kind
        self._of = of

    def item(self, variable: str) -> Leaf:
        """Return an item."""
        if self._of is None:
            return _missing(none=False)
        kind = self._kind.item
        if isinstance(kind, Record):
            fits = self._of.id == "map" or (
                self._of.id == "struct"
                and _children(self._of).keys() <= {f.name for f in kind.fields}
            )
            return _whole(variable, none=False, fits=fits)
        return _leaf(variable, self._of, kind, none=False)

    def part(self, variable: str, field: str, kind: Kind) -> Leaf:
        """Return a field of a record."""
        of, record = self._of, self._kind.item
        if of is None or not isinstance(record, Record):
            return _missing(none=False)
        if of.id == "map":
            step = "key" if field == record.label else "value"
            leaf = _leaf(f"{variable}.{step}", _children(of)[step], kind, none=False)
            # Most writers of Parquet have maps from texts only.
            written = step == "key" and _children(of)[step].id in _TEXTS
            return leaf._replace(fits=f"length({variable}.key) = 4") if written else leaf
        part = _children(of).get(field) if of.id == "struct" else None
        return _leaf(f"{variable}.{name(field)}", part, kind, none=False)


def _children(type_: DuckDBPyType) -> Types:
    """Return the types that one is made of, by their names; other parameters are none."""
    return {part: inner for part, inner in type_.children if not isinstance(inner, int | list)}


def _missing(*, none: bool) -> Leaf:
    """Return the leaf of a field that the file has no column for."""
    return Leaf("TRUE" if none else "FALSE", "FALSE" if none else "TRUE", "FALSE", "NULL")


def _whole(expression: str, *, none: bool, fits: bool) -> Leaf:
    missing = f"({expression} IS NULL)"
    absent, null = (missing, "FALSE") if none else ("FALSE", missing)
    return Leaf(absent, null, f"({expression} IS NOT NULL AND {fits})", expression)


def _leaf(expression: str, type_: DuckDBPyType | None, kind: Kind, *, none: bool) -> Leaf:
    if type_ is None:
        return _missing(none=none)._replace(text="CAST(NULL AS VARCHAR)")
    text, fits = f"CAST({expression} AS VARCHAR)", "FALSE"
    of = type_.id
    if isinstance(kind, Number):
        fits = str(of in _WHOLE or of in _FLOATING or of == "decimal")
        if of in _FLOATING or of == "decimal":
            text = f"regexp_replace(regexp_replace({text}, '(\\.[0-9]*?)0+$', '\\1'), '\\.$', '')"
    elif isinstance(kind, Truth):
        fits = str(of == "boolean")
    elif isinstance(kind, Date):
        fits = str(of in _TEXTS or of == "date" or of in _WHOLE)
        if of in _TIMES:
            day = f"CAST({expression} AS DATE)"
            text, fits = f"CAST({day} AS VARCHAR)", f"{expression} = {day}"
    else:
        fits = str(of in _TEXTS)
    leaf = _whole(expression, none=none, fits=True)
    return leaf._replace(fits=f"({expression} IS NOT NULL AND {fits})", text=text)
