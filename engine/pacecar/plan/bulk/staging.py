"""The rows of a file as values: one query, made from the collection's fields.

What it yields is a row for each entity: `f` and `row`, which tell where it stands, `ok` if it is
sure that it has no flaw of its own, and its values under the names of `layout`. A reference is
still the id that is written; the items of a list stand in a list, `<field>_items`. Of a row that
is not `ok` the values are not to be used.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pacecar.plan.bulk.leaves import (
    Leaf,
    Value,
    every,
    is_id,
    is_sure,
    item_is_sure,
    name,
    values_of,
)
from pacecar.plan.bulk.sources import Several, Source
from pacecar.plan.elements import slots
from pacecar.plan.fields import Field, ListOf, Record, Text
from pacecar.plan.values import State

Path = tuple[str, ...]

NONE, UNKNOWN = int(State.NONE), int(State.UNKNOWN)


@dataclass(slots=True)
class _Staged:
    """The columns of the query, and what must hold of a row that is `ok`."""

    columns: list[tuple[str, str]] = field(default_factory=list)
    sure: list[str] = field(default_factory=list)


def staged(source: Source) -> str:
    """Return the query for the values of a file's rows."""
    made = _Staged()
    collection = source.file.collection
    identity = source.scalar(("id",), Text(domain="id"))
    made.columns.append(("id", f"CASE WHEN {identity.fits} THEN {identity.text} END"))
    made.sure.append(f"coalesce({identity.fits} AND {is_id(identity.text)}, FALSE)")
    for each in slots(collection.fields):
        if not each.derived:
            _stage(each, (each.name,), source, made, "TRUE")
    made.sure.append(source.sure)
    columns = ", ".join(f"{expression} AS {name(called)}" for called, expression in made.columns)
    ok = f"coalesce({every(made.sure)}, FALSE)"
    return (
        f"SELECT {source.file.number}::INTEGER AS f, row, {ok} AS ok, {columns} "
        f"FROM ({source.rows})"
    )


def _stage(each: Field, path: Path, source: Source, made: _Staged, there: str) -> None:
    """Add the columns of a field; `there` is the condition that its record is there."""
    kind = each.kind
    called = "_".join(path)
    if isinstance(kind, Record):
        leaf = source.record(path, kind)
        inner = _Staged()
        present = f"coalesce({leaf.fits}, FALSE)"
        for part in slots(kind.fields):
            _stage(part, (*path, part.name), source, inner, present)
        if kind.filled:
            inner.sure.append("FALSE")
        ways = [leaf.absent] * (not each.required) + [leaf.null] * each.may_be_null
        made.sure.append(f"({' OR '.join([*ways, f'({present} AND {every(inner.sure)})'])})")
        made.columns.append((f"{called}_state", _state(each, leaf)))
        made.columns += inner.columns
    elif isinstance(kind, ListOf):
        several = source.several(path, kind)
        leaf = several.leaf
        ways = [leaf.absent] * (not each.required) + [leaf.null] * each.may_be_null
        items = _items(kind, several)
        ways.append(f"({leaf.fits} AND {items.sure})")
        made.sure.append(f"coalesce({' OR '.join(ways)}, FALSE)")
        made.columns.append((f"{called}_state", _state(each, leaf)))
        made.columns.append((f"{called}_items", items.expression))
    else:
        leaf = source.scalar(path, kind)
        made.sure.append(is_sure(each, leaf))
        for value in values_of(kind, leaf.text):
            known = f"NOT {leaf.absent} AND NOT {leaf.null} AND {there}"
            made.columns.append(
                (called + value.ending, f"CASE WHEN {known} THEN {value.expression} END")
            )
        if each.may_be_none:
            state = f"CASE WHEN {there} THEN {_state(each, leaf)} ELSE {UNKNOWN} END"
            made.columns.append((f"{called}_state", state))


def _state(each: Field, leaf: Leaf) -> str:
    absent = NONE if each.may_be_none else UNKNOWN
    return (
        f"CAST(CASE WHEN {leaf.absent} THEN {absent} WHEN {leaf.null} THEN {UNKNOWN} "
        "ELSE 0 END AS TINYINT)"
    )


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of a list: their values, and the condition that none has a flaw."""

    expression: str
    sure: str


def _items(kind: ListOf, several: Several) -> _Items:
    items = several.leaf.text
    item = kind.item
    if isinstance(item, Record):
        return _records(kind, item, several)
    leaf = several.item("x")
    (value,) = values_of(item, leaf.text)
    one = f"CASE WHEN NOT {leaf.null} THEN {value.expression} END"
    return _Items(
        f"list_transform({items}, lambda x: {one})",
        _all_of(items, item_is_sure(item, leaf)),
    )


def _records(kind: ListOf, record: Record, several: Several) -> _Items:
    items = several.leaf.text
    whole = several.item("x")
    sure: list[str] = []
    values: list[tuple[str, str]] = [
        ("state", f"CAST(CASE WHEN {whole.null} THEN {UNKNOWN} ELSE 0 END AS TINYINT)")
    ]
    for part in slots(record.fields):
        leaf = several.part("x", part.name, part.kind)
        sure.append(is_sure(part, leaf))
        values += [(part.name + value.ending, value.expression) for value in _values(part, leaf)]
    packed = ", ".join(f"{name(called)} := {expression}" for called, expression in values)
    conditions = f"({whole.null} OR {every(sure)})"
    checks = [_all_of(items, conditions)]
    if kind.keyed:
        label = several.part("x", record.label, record.fields[0].kind).text
        labels = f"list_transform({items}, lambda x: {label})"
        checks.append(f"len(list_distinct({labels})) = len({items})")
    made = f"list_transform({items}, lambda x: struct_pack({packed}))"
    # What is keyed is in the order of its keys, however it is written; see `plan.interpreting`.
    return _Items(f"list_sort({made})" if kind.keyed else made, every(checks))


def _all_of(items: str, condition: str) -> str:
    """Return the condition that one holds of all items, where they are called x."""
    return f"coalesce(list_bool_and(list_transform({items}, lambda x: {condition})), TRUE)"


def _values(part: Field, leaf: Leaf) -> Iterator[Value]:
    for value in values_of(part.kind, leaf.text):
        known = f"NOT {leaf.absent} AND NOT {leaf.null}"
        yield Value(value.ending, f"CASE WHEN {known} THEN {value.expression} END")
    if part.may_be_none:
        yield Value("_state", _state(part, leaf))
