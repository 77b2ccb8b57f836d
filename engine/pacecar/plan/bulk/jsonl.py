"""JSON Lines in SQL: each line is taken apart once, into the texts of its values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pacecar.plan.building import Allowance
from pacecar.plan.bulk.leaves import Leaf, every, literal
from pacecar.plan.bulk.lines import table_of_lines
from pacecar.plan.bulk.places import origin_of_row
from pacecar.plan.bulk.sources import BulkFile
from pacecar.plan.decoding import refused
from pacecar.plan.fields import Date, Field, Kind, ListOf, Number, Record, Truth
from pacecar.plan.jsonl_source import read_line
from pacecar.plan.nodes import Flaw, Node, Origin

_LONG: Final = r"[:,\[]\s*-?(?:[0-9.]{16,}|[0-9.]+[eE])"
"""A number that a database may read as a neighbour of it."""

_LOOSE: Final = r'"\s+:|,\s*[\]}]'
"""Keys that are not counted, and a comma too many, which databases let pass."""


class JsonLines:
    """A file of JSON Lines; see `pacecar.plan.bulk.sources.Source`."""

    def __init__(self, file: BulkFile) -> None:
        self.file = file
        self.forget = f"DROP TABLE {table_of_lines(file)}"
        self._fields = tuple(f for f in file.collection.fields if not f.derived)
        self._paths = list(_paths(self._fields))
        self._inside = [f for f in self._fields if isinstance(f.kind, ListOf) and _records(f.kind)]
        self.raw = f"SELECT row, line FROM {table_of_lines(file)} WHERE line IS NOT NULL"
        self.rows = self._rows()
        self.sure = self._sure()

    def _rows(self) -> str:
        paths = ", ".join(literal(_json_path(path)) for path in self._paths)
        taken = (
            "SELECT row, line, CASE WHEN json_valid(line) AND line[1] = '{' "
            f"THEN CAST(json_extract(line, [{paths}]) AS VARCHAR[]) END AS v "
            f"FROM {table_of_lines(self.file)} WHERE line IS NOT NULL AND trim(line) <> ''"
        )
        inside = [f"{self._taken_apart(f)} AS {_inner(f)}" for f in self._inside]
        return f"SELECT {', '.join(['row', 'line', 'v', *inside])} FROM ({taken})"

    def _taken_apart(self, field: Field) -> str:
        """Return the items of a list of records: keys and values, or the texts of its fields."""
        kind = field.kind
        at = self._at((field.name,))
        if isinstance(kind, ListOf) and kind.keyed:
            return (
                f"CASE WHEN {at}[1] = '{{' THEN map_entries("
                f"TRY_CAST(CAST({at} AS JSON) AS MAP(VARCHAR, JSON))) END"
            )
        paths = ", ".join(literal(f"$.{f.name}") for f in _record(kind).fields)
        # NULL stands for null; what is no record is one whose first value fits nothing.
        taken = (
            f"CASE WHEN x IS NULL THEN NULL WHEN x[1] = '{{' "
            f"THEN CAST(json_extract(x, [{paths}]) AS VARCHAR[]) ELSE [''] END"
        )
        return f"list_transform({_items(at)}, lambda x: {taken})"

    def _sure(self) -> str:
        """Every key is one that is known, and written once: so many keys as values are found."""
        colons = "(length(line) - length(replace(line, '\":', ''))) // 2"
        counts = [f"CAST({self._at(path)} IS NOT NULL AS BIGINT)" for path in self._paths]
        for field in self._inside:
            column = _inner(field)
            if isinstance(field.kind, ListOf) and field.kind.keyed:
                counts.append(f"coalesce(len({column}), 0)")
                continue
            found = " + ".join(
                f"CAST(x[{number}] IS NOT NULL AS BIGINT)"
                for number, _ in enumerate(_record(field.kind).fields, 1)
            )
            counts.append(f"coalesce(list_sum(list_transform({column}, lambda x: {found})), 0)")
        return every(
            [
                "v IS NOT NULL",
                f"{colons} = {' + '.join(counts)}",
                f"NOT regexp_matches(line, {literal(_LONG)})",
                f"NOT regexp_matches(line, {literal(_LOOSE)})",
                "NOT contains(line, chr(13))",
            ]
        )

    def scalar(self, path: tuple[str, ...], kind: Kind) -> Leaf:
        """Return a scalar field of the entity or of a record in it."""
        return _leaf(self._at(path), kind)

    def record(self, path: tuple[str, ...], kind: Record) -> Leaf:  # noqa: ARG002 - of the port
        """Return a record as a whole."""
        at = self._at(path)
        return Leaf(f"({at} IS NULL)", f"({at} = 'null') IS TRUE", f"{at}[1] = '{{'", at)

    def several(self, path: tuple[str, ...], kind: ListOf) -> _Several:
        """Return a list."""
        at = self._at(path)
        opening = "{" if kind.keyed else "["
        found = next((f for f in self._inside if f.name == path[-1] and len(path) == 1), None)
        items = _inner(found) if found else _items(at)
        fits = f"{at}[1] = '{opening}' AND {items} IS NOT NULL"
        leaf = Leaf(f"({at} IS NULL)", f"({at} = 'null') IS TRUE", fits, items)
        return _Several(leaf, kind)

    def flaws(self) -> list[Flaw]:
        """A file of lines has no flaw as a whole."""
        return []

    def node(self, number: int, values: tuple[Any, ...]) -> tuple[Node | None, list[Flaw]]:
        """Return the node of a line."""
        line: str = values[0]
        if not line.strip():
            return None, []
        flaw = refused(line, self.file.name)
        if flaw is not None:
            span = flaw.location.span._replace(line=number, end_line=number)
            location = flaw.location._replace(span=span)
            return None, [_moved(flaw, location)]
        index = number - 1
        return read_line(line, self.file.name, self.file.collection, Allowance(), number, index)

    def origin(self, row: int) -> Origin:
        """Return where a line stands."""
        return origin_of_row(self.file, row, {})

    def _at(self, path: tuple[str, ...]) -> str:
        return f"v[{self._paths.index(path) + 1}]"


class _Several:
    """A list in a line."""

    def __init__(self, leaf: Leaf, kind: ListOf) -> None:
        self.leaf = leaf
        self._kind = kind

    def item(self, variable: str) -> Leaf:
        """Return an item; NULL stands for null."""
        kind = self._kind.item
        if isinstance(kind, Record):
            return Leaf("FALSE", f"({variable} IS NULL)", "TRUE", variable)
        leaf = _leaf(variable, kind)
        return Leaf("FALSE", f"({variable} IS NULL)", leaf.fits, leaf.text)

    def part(self, variable: str, field: str, kind: Kind) -> Leaf:
        """Return a field of a record."""
        record = _record(self._kind)
        number = next(n for n, f in enumerate(record.fields, 1) if f.name == field)
        if not self._kind.keyed:
            return _leaf(f"{variable}[{number}]", kind)
        if field == record.label:
            return Leaf("FALSE", "FALSE", "TRUE", f"{variable}.key")
        value = f"CAST({variable}.value AS VARCHAR)"
        leaf = _leaf(value, kind)
        return Leaf("FALSE", f"({variable}.value IS NULL)", leaf.fits, leaf.text)


def _leaf(value: str, kind: Kind) -> Leaf:
    """Return a scalar, given the JSON of it as a text."""
    text = (
        f"(CASE WHEN {value}[1] <> '\"' THEN {value} WHEN contains({value}, '\\') "
        f"THEN json_extract_string({value}, '$') "
        f"ELSE substring({value}, 2, length({value}) - 2) END)"
    )
    if isinstance(kind, Number):
        fits, text = "TRUE", value
    elif isinstance(kind, Truth):
        fits, text = f"{value} IN ('true', 'false')", value
    elif isinstance(kind, Date):
        fits = f"({value}[1] = '\"' OR length({value}) = 4)"
    else:
        fits = f"{value}[1] = '\"'"
    return Leaf(f"({value} IS NULL)", f"(({value} = 'null') IS TRUE)", fits, text)


def _items(value: str) -> str:
    return (
        f"(CASE WHEN {value}[1] = '[' "
        f"THEN CAST(CAST(CAST({value} AS JSON) AS JSON[]) AS VARCHAR[]) END)"
    )


def _paths(fields: tuple[Field, ...], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for field in fields:
        here = (*path, field.name)
        yield here
        if isinstance(field.kind, Record):
            yield from _paths(field.kind.fields, here)


def _json_path(path: tuple[str, ...]) -> str:
    return "$" + "".join(f".{step}" for step in path)


def _inner(field: Field) -> str:
    return f"in_{field.name}"


def _records(kind: ListOf) -> bool:
    return isinstance(kind.item, Record)


def _record(kind: Kind) -> Record:
    item = kind.item if isinstance(kind, ListOf) else kind
    if not isinstance(item, Record):
        raise TypeError("a list of records was meant")
    return item


def _moved(flaw: Flaw, location: Any) -> Flaw:
    from dataclasses import replace

    return replace(flaw, location=location)
