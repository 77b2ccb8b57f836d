"""Groups in SQL: members by their keys, and the groups that these make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.expressions import translated, truth_of
from pacecar.evaluation.sql.fields import items_value
from pacecar.evaluation.sql.level import Columns, Level, Statement
from pacecar.evaluation.sql.membership import is_known_list, known_items
from pacecar.evaluation.sql.sets import sample_of
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import (
    Entity,
    Found,
    Group,
    Listed,
    NotTranslated,
    Span,
    Text,
    Truth,
    Value,
    columns_of,
    key_of,
    moved,
    not_false,
    point,
)
from pacecar.plan.bulk import layout
from pacecar.rulebook import tree
from pacecar.rulebook.rule import Grouped


class Groups(NamedTuple):
    """The groups of a rule: a row for each, with its keys, and `certain` if that may be NULL.

    `unplaced` is the query that counts the members without a place, None if all have one.
    """

    table: str
    keys: tuple[str, ...]
    certain: bool
    read: Callable[[str], Group]
    unplaced: Sql | None


def grouped(
    source: Grouped, statement: Statement, fields: Sequence[tree.Attribute], *, lost: bool
) -> Groups:
    """Return the groups of a `for` with `by`.

    Args:
        source: the `for`.
        statement: the query that is put together.
        fields: what the rule asks of members, as fields of the member's variable.
        lost: a group may be unknown, since something is joined to it.
    """
    level, entity = _members_of(source, statement)
    admits = _admits(source, level)
    samples: list[Value] = []
    where: list[Sql] = [not_false(admits)]
    for _, node in source.keys:
        value = translated(node, level)
        if isinstance(value, Listed):
            called = statement.fresh("key")
            on = syntax.equal(syntax.column(called, "owner"), value.owner)
            level.read_as(known_items(value.items, level), called, on)
            sample = sample_of(items_value(value.items, called, level.contents))
            value = moved(sample, [syntax.column(called, "item")] * len(columns_of(sample)))
        key, total = key_of(value)
        if not total:
            where.append(syntax.is_there(key))
        samples.append(_sure(value))
    names = tuple(f"q{number}" for number in range(len(samples)))
    keys = [(name, key_of(value)[0]) for name, value in zip(names, samples, strict=True)]
    certain = [] if admits.total else [("certain", admits.sql)]
    columns = Columns("m")
    held = tuple(
        (field.field, value, tuple(columns.add(value)))
        for field, value in ((field, translated(field, level)) for field in fields)
    )
    body = level.select([*keys, ("value", entity.key), *certain, *columns.made], where=where)
    rows = statement.add("placed", body)
    found = Found(rows, entity, len(names), admits.total, single=True, known=True, held=held)
    if lost:
        found = _with_stranger(found, names, statement)
    there = [] if admits.total else [("certain", syntax.any_of(syntax.column("p", "certain")))]
    named = [(name, syntax.column("p", name)) for name in names]
    body = syntax.select(
        [*named, *there], syntax.table(rows, "p"), group=[column for _, column in named]
    )
    groups = statement.add("groups", body)

    def read(alias: str) -> Group:
        values = [
            (name, moved(value, [syntax.column(alias, column)] * len(columns_of(value))))
            for (name, _), value, column in zip(source.keys, samples, names, strict=True)
        ]
        return Group(found, tuple(values))

    return Groups(groups, names, admits.total, read, _unplaced(source, statement))


def _members_of(source: Grouped, statement: Statement) -> tuple[Level, Entity]:
    level = Level(statement)
    row = level.read(source.collection, source.member.name)
    entity = Entity(layout.table_of(source.collection), syntax.column(row, "k"), row, total=True)
    level.known[source.member] = entity
    return level, entity


def _admits(source: Grouped, level: Level) -> Truth:
    if source.condition is None:
        return Truth(syntax.TRUE, total=True)
    return truth_of(source.condition, level)


def _sure(value: Value) -> Value:
    """Return a key that is known, as all are by which something is placed."""
    match value:
        case Truth(sql):
            return Truth(sql, total=True)
        case Text(sql, _, none):
            return Text(sql, total=True, none=none)
        case Entity(table=table, key=key, none=none, path=()):
            return Entity(table, key, total=not none, none=none)
        case Span():
            return point(key_of(value)[0], total=True)
    raise NotTranslated("it groups by a record")


def _with_stranger(found: Found, names: Sequence[str], statement: Statement) -> Found:
    """Return members with one more: any number of unknown ones, of a group that is not known."""
    keys = [(name, syntax.column("p", name)) for name in names]
    certain = syntax.TRUE if found.certain else syntax.column("p", "certain")
    one = [("value", syntax.column("p", "value")), ("certain", certain)]
    nothing = [(name, syntax.NULL) for name in (*names, "value", "certain", "number")]
    body = syntax.union(
        [
            syntax.select(
                [*keys, *one, ("number", syntax.number(1))], syntax.table(found.rows, "p")
            ),
            syntax.select(nothing, syntax.one_row()),
        ]
    )
    rows = statement.add("members", body)
    return Found(rows, found.sample, found.keys, certain=False, single=False, known=False)


def _unplaced(source: Grouped, statement: Statement) -> Sql | None:
    level, _ = _members_of(source, statement)
    admits = _admits(source, level)
    gone: list[Sql] = []
    for _, node in source.keys:
        value = translated(node, level)
        if isinstance(value, Listed):
            gone.append(syntax.negated(is_known_list(value, level).sql))
            continue
        key, total = key_of(value)
        if not total:
            gone.append(syntax.is_null(key))
    missing = syntax.either(*gone)
    if missing is syntax.FALSE:
        return None
    return level.select([("cases", syntax.counted())], where=[not_false(admits), missing])
