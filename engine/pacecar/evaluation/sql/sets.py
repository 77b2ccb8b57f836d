"""Sets in SQL: their elements lie in one table, told apart by keys."""

from __future__ import annotations

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.level import Level, Statement
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import (
    Entity,
    Found,
    NotTranslated,
    Set,
    Span,
    Text,
    Truth,
    Value,
    key_of,
    point,
)


def sample_of(value: Value) -> Value:
    """Return what an element of a set is like, to be read from the column of its key."""
    key, total = key_of(value)
    match value:
        case Truth():
            return Truth(key, total)
        case Text(none=none):
            return Text(key, total, none)
        case Entity(table=table, path=path, none=none):
            return Entity(
                table, key, owner=key if path else None, path=path, total=total, none=none
            )
        case Span():
            return point(key, total=total)
    raise NotTranslated("it has a set of lists or sets")


def _column(name: str) -> Sql:
    return syntax.column("found", name)


def _keys(found: Found) -> list[tuple[str, Sql]]:
    return [(f"q{number}", _column(f"q{number}")) for number in range(found.keys)]


def _source(found: Found) -> Sql:
    return syntax.table(found.rows, "found")


def elements(found: Found, statement: Statement) -> str:
    """Return the table of known elements, each once: the keys, `value` and `certain`."""
    name = f"{found.rows} elements"
    if name not in statement.remembered:
        keys = _keys(found)
        value = _column("value")
        certain = syntax.TRUE if found.certain else syntax.any_of(_column("certain"))
        body = syntax.select(
            [*keys, ("value", value), ("certain", certain)],
            _source(found),
            where=None if found.known else syntax.is_there(value),
            group=[*(key for _, key in keys), value],
        )
        statement.remembered[name] = statement.add("elements", body)
    return str(statement.remembered[name])


def summary(found: Found, statement: Statement) -> str:
    """Return the table of sets.

    Its columns: the keys; `every`, how many known elements there are; `sure`, how many of these
    are certain; `unknown`, how many are not known, NULL for any number; and whether `some` of
    these are certain.
    """
    name = f"{found.rows} summary"
    if name not in statement.remembered:
        keys = _keys(found)
        value, certain = _column("value"), _certain(found)
        every = syntax.counted(distinct=value)
        sure = every if found.certain else syntax.counted(distinct=value, where=certain)
        unknown: Sql = syntax.number(0)
        some: Sql = syntax.FALSE
        if not found.known:
            gone = syntax.is_null(value)
            unknown = _unknown(found, gone)
            some = syntax.any_of(syntax.both(gone, syntax.first_there(certain, syntax.FALSE)))
        body = syntax.select(
            [*keys, ("every", every), ("sure", sure), ("unknown", unknown), ("some", some)],
            _source(found),
            group=[key for _, key in keys],
        )
        statement.remembered[name] = statement.add("sets", body)
    return str(statement.remembered[name])


def _certain(found: Found) -> Sql:
    return syntax.TRUE if found.certain else _column("certain")


def _unknown(found: Found, gone: Sql) -> Sql:
    """Return how many elements are not known, NULL for any number."""
    if found.single:
        return syntax.counted(where=gone)
    number = _column("number")
    total = syntax.called("SUM", syntax.case((gone, number), otherwise=syntax.number(0)))
    endless = syntax.any_of(syntax.both(gone, syntax.is_null(number)))
    return syntax.case(
        (endless, syntax.NULL), otherwise=syntax.first_there(total, syntax.number(0))
    )


def size_of(held: Set, level: Level) -> Span:
    """Return how many elements a set has."""
    found = held.found
    keys = [
        (f"q{number}", key, not total)
        for number, (key, total) in enumerate(zip(held.keys, held.totals, strict=True))
    ]
    row = level.look_up(summary(found, level.statement), keys)
    zero = syntax.number(0)
    every = syntax.first_there(syntax.column(row, "every"), zero)
    if found.certain and found.known:
        return point(every, total=True)
    sure = syntax.first_there(syntax.column(row, "sure"), zero)
    low = sure
    if not found.known:
        some = (syntax.column(row, "some"), syntax.number(1))
        low = syntax.case((syntax.compared(">", sure, zero), sure), some, otherwise=zero)
    high = every
    if not found.known:
        unknown = syntax.column(row, "unknown")
        missing = syntax.is_null(syntax.column(row, "every"))
        high = syntax.case(
            (missing, zero), otherwise=syntax.compared("+", syntax.column(row, "every"), unknown)
        )
    return Span(low, high, total=found.known)


def with_strays(found: Found, statement: Statement) -> Found:
    """Return a set's elements as a source: each once, with its `certain` and `number`.

    An unknown element may be the same as any other, so none is one more for certain; but where
    no value is certain, one unknown element that is certain is.
    """
    once = elements(found, statement)
    if found.known:
        return Found(once, found.sample, found.keys, found.certain, single=True, known=True)
    name = f"{found.rows} strays"
    if name not in statement.remembered:
        statement.remembered[name] = statement.add("members", _strays(found, once, statement))
    return Found(
        str(statement.remembered[name]),
        found.sample,
        found.keys,
        certain=False,
        single=False,
        known=False,
    )


def _strays(found: Found, once: str, statement: Statement) -> Sql:
    rows = summary(found, statement)
    keys = _keys(found)
    certain = syntax.case((_column("certain"), syntax.TRUE))
    known = [("value", _column("value")), ("certain", certain), ("number", syntax.number(1))]
    alone = syntax.both(_column("some"), syntax.equal(_column("sure"), syntax.number(0)))
    least = syntax.case((alone, syntax.number(1)), otherwise=syntax.number(0))
    unknown = _column("unknown")
    rest = syntax.compared("-", unknown, least)
    nothing = syntax.NULL
    one = [("value", nothing), ("certain", syntax.TRUE), ("number", syntax.number(1))]
    others = [("value", nothing), ("certain", nothing), ("number", rest)]
    more = syntax.first_there(syntax.compared(">", unknown, least), syntax.TRUE)
    return syntax.union(
        [
            syntax.select([*keys, *known], syntax.table(once, "found")),
            syntax.select([*keys, *one], syntax.table(rows, "found"), where=alone),
            syntax.select([*keys, *others], syntax.table(rows, "found"), where=more),
        ]
    )
