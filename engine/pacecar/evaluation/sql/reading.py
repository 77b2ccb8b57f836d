"""Which tables and columns rules read: all that need be filled for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from pacecar.evaluation.expressions import Node, parts_of
from pacecar.evaluation.sql.rewriting import rewritten
from pacecar.plan.bulk.layout import TABLES, Table
from pacecar.plan.fields import Kind, ListOf, Record, Reference
from pacecar.plan.tables import SCHEMA
from pacecar.rulebook import tree
from pacecar.rulebook.rule import Each, Grouped, Rule, Source, Within

_ROW = ("key", "owner", "position")


def columns_read(rules: Iterable[Rule]) -> Mapping[str, frozenset[str]]:
    """Return for each table that the rules read the columns that they need of it."""
    found: dict[str, set[str]] = {}
    for rule in rules:
        for table, columns in _read(rule):
            found.setdefault(table.name, set()).update(columns)
    return {name: frozenset(found[name]) for name in TABLES if name in found}


def columns_told(rules: Sequence[Rule]) -> Mapping[str, frozenset[str]]:
    """Return the same, with the ids that cases are called by and that rules require."""
    found = dict(columns_read(rules))
    for rule in rules:
        named = [name for source in rule.sources_of_cases for name in names_of(source)]
        for collection in (*(c for _, c in named if c), *(c for c, _ in rule.requires)):
            found[collection] = found.get(collection, frozenset()) | {"k", "id"}
    return {name: found[name] for name in TABLES if name in found}


def names_of(source: Source) -> Iterator[tuple[str, str]]:
    """Yield what each column that names a case is called, and whose key it holds, "" if none's.

    Leaderships have no ids: they are called by their keys, as other values by themselves.
    """
    variable = source.variable.name
    if isinstance(source, Grouped):
        for name, key in source.keys:
            kind = key.type.item if isinstance(key.type, ListOf) else key.type
            yield (
                f"{variable}.{name}",
                _named(kind.collection if isinstance(kind, Reference) else ""),
            )
    else:
        yield variable, _named(source.collection if isinstance(source, Each) else "")


def _named(collection: str) -> str:
    """Return a collection whose entities have ids, "" in place of another."""
    columns = TABLES[collection].columns if collection else ()
    return collection if any(column.part == "id" for column in columns) else ""


def _read(rule: Rule) -> Iterator[tuple[Table, list[str]]]:
    nodes: list[Node] = [rewritten(rule.require)]
    if rule.where is not None:
        nodes.append(rewritten(rule.where))
    for source in rule.sources_of_cases:
        if isinstance(source, Within):
            nodes.append(rewritten(source.source))
            continue
        yield _rows(TABLES[source.collection])
        if isinstance(source, Grouped):
            nodes += [rewritten(key) for _, key in source.keys]
            if source.condition is not None:
                nodes.append(rewritten(source.condition))
    for node in nodes:
        yield from _of_node(node)


def _rows(table: Table, *parts: str) -> tuple[Table, list[str]]:
    return table, [c.name for c in table.columns if not c.path and c.part in (*_ROW, *parts)]


def _of_node(node: Node) -> Iterator[tuple[Table, list[str]]]:
    if isinstance(node, tree.CollectionAll):
        yield _rows(TABLES[node.name])
    elif isinstance(node, tree.PlanHeader):
        yield _rows(TABLES["plan"])
    elif isinstance(node, tree.Attribute):
        yield from _of_field(node)
    for part in parts_of(node):
        yield from _of_node(part)


def _of_field(node: tree.Attribute) -> Iterator[tuple[Table, list[str]]]:
    kind = node.of.type
    if not isinstance(kind, Reference | Record):
        return
    name = kind.name if isinstance(kind, Record) else kind.collection
    table, path = _places()[name]
    here = (*path, node.field)
    yield _rows(table)
    yield table, [column.name for column in table.columns if column.path == here]
    if isinstance(node.type, ListOf):
        yield _rows(TABLES["_".join((table.name, *here))], "value", "state")


@cache
def _places() -> Mapping[str, tuple[Table, tuple[str, ...]]]:
    """Return where each collection and record lies: its table, and the path from a row to it."""
    found = {table.kind: (table, ()) for table in TABLES.values() if table.kind}
    return {**found, **dict(_single_records())}


def _single_records() -> Iterator[tuple[str, tuple[Table, tuple[str, ...]]]]:
    for collection in SCHEMA.values():
        for field in collection.fields:
            kind: Kind = field.kind
            if isinstance(kind, Record):
                yield kind.name, (TABLES[collection.name], (field.name,))
