"""Aggregates as grouped common table expressions, joined to where they are asked.

An aggregate's elements are rows. Where the equalities that join them to the outside are all it
asks of the outside, the rows are grouped by these keys, once. Where it asks more, the different
values of what it asks for are paired with the rows that match, and grouped by those values. Rows
and outer values whose key is unknown match anything, and are added apart, so that none but they
are paired with everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pacecar.evaluation.expressions import Node, is_interval, operands_of, variables_of
from pacecar.evaluation.joins import Taken, take_apart
from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.elements import Rows, joined, kept_of, number_of, rows_of
from pacecar.evaluation.sql.expressions import translated, truth_of
from pacecar.evaluation.sql.level import Columns, Level, moved_to
from pacecar.evaluation.sql.measures import UNKNOWN, Part, measures, result
from pacecar.evaluation.sql.pairs import Pairing, Side, paired
from pacecar.evaluation.sql.sets import sample_of, size_of
from pacecar.evaluation.sql.sources import Element, source_of
from pacecar.evaluation.sql.spans import merged
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Found, Set, Truth, Value, key_of, not_false
from pacecar.rulebook import tree


def aggregated(node: tree.Aggregate, level: Level) -> Value:
    """Return what an aggregate is at a level."""
    if _is_size_of_set(node):
        held = translated(node.generators[0].source, level)
        if isinstance(held, Set):
            return size_of(held, level)
    taken = take_apart(node)
    rows = rows_of(node, taken, level)
    if rows is None:
        return _direct(node, taken, level)
    if not variables_of(node):
        return _alone(node, taken, rows, level)
    keys = _keys(taken, rows, level)
    if keys is not None and _is_grouped(node, taken, keys):
        return _grouped(node, taken, rows, keys, level)
    return _of_pairs(node, taken, rows, level)


def _is_size_of_set(node: tree.Aggregate) -> bool:
    if node.function != "count" or len(node.generators) != 1:
        return False
    (generator,) = node.generators
    of_set = isinstance(generator.source.type, tree.SetOf)
    return of_set and not generator.conditions and node.element == generator.variable


# --------------------------------------------------- nothing asked of the outside


def _alone(node: tree.Aggregate, taken: Taken, rows: Rows, level: Level) -> Value:
    value = _value(taken, rows.level)
    where = [not_false(rows.truth)]
    if node.function == "distinct":
        return _set(node, rows, value, [], level, where=where)
    made = measures(node.function, rows.truth, rows.number, value)
    name = level.statement.add("total", rows.level.select(made, where=where))
    return result(node.function, [_part(level, name, made)], value)


def _part(
    level: Level,
    name: str,
    made: Sequence[tuple[str, Sql]],
    on: Sequence[tuple[str, Sql, bool]] = (),
) -> Part:
    alias = level.look_up(name, on)
    return {measure: syntax.column(alias, measure) for measure, _ in made}


def _value(taken: Taken, level: Level) -> Value | None:
    return None if taken.value is None else translated(taken.value, level)


def _set(  # noqa: PLR0913 - a set, and where it is asked for
    node: tree.Aggregate,
    rows: Rows,
    value: Value | None,
    keys: Sequence[tuple[Sql, Sql, bool]],
    level: Level,
    *,
    where: Sequence[Sql],
) -> Set:
    """Return a set, whose elements lie in a table of their own.

    `keys` are, of each, the column in the rows, what it is outside, and whether that is total.
    """
    if value is None:
        raise TypeError(node)
    at, known = key_of(value)
    columns = [(f"q{number}", inner) for number, (inner, _, _) in enumerate(keys)]
    columns.append(("value", at))
    if not rows.truth.total:
        columns.append(("certain", rows.truth.sql))
    if rows.number is not None:
        columns.append(("number", rows.number))
    name = level.statement.add("collected", rows.level.select(columns, where=where))
    found = Found(
        name,
        sample_of(value),
        len(keys),
        certain=rows.truth.total,
        single=rows.number is None,
        known=known,
    )
    outer = tuple(key for _, key, _ in keys)
    return Set(found, outer, tuple(total for _, _, total in keys))


# ------------------------------------------------------------- grouped by its keys


class Key(NamedTuple):
    """A key of rows and what it equals outside, and whether each is never unknown.

    Links are always decided: what they join may be NULL on both sides, which is equal.
    """

    inner: Sql
    outer: Sql
    inner_total: bool
    outer_total: bool
    link: bool = False


def _keys(taken: Taken, rows: Rows, level: Level) -> list[Key] | None:
    """Return what joins the rows to the outside, or None if there is more to it than keys."""
    if any(join.kind != "equal" for join in taken.joins):
        return None
    keys = _pairing(taken, rows, level)
    for join, key in zip(taken.joins, keys[len(rows.links) :], strict=True):
        # Of two numbers that are not known to be one point, more is to be said than nothing.
        if is_interval(join.inner.type) and not (key.inner_total and key.outer_total):
            return None
    return keys


def _is_grouped(node: tree.Aggregate, taken: Taken, keys: Sequence[Key]) -> bool:
    if taken.mixed or (taken.value is not None and not variables_of(taken.value) <= taken.names):
        return False
    decided = all(key.link or (key.inner_total and key.outer_total) for key in keys)
    return decided or (len(keys) == 1 and node.function != "distinct")


def _grouped(
    node: tree.Aggregate, taken: Taken, rows: Rows, keys: Sequence[Key], level: Level
) -> Value:
    value = _value(taken, rows.level)
    kept = not_false(rows.truth)
    if node.function == "distinct":
        pairs = [(key.inner, key.outer, key.outer_total) for key in keys]
        return _set(node, rows, value, pairs, level, where=[kept])
    made = measures(node.function, rows.truth, rows.number, value)
    columns = [(f"q{number}", key.inner) for number, key in enumerate(keys)]
    there = [syntax.is_there(k.inner) for k in keys if not k.inner_total]
    group = [key.inner for key in keys]
    name = level.statement.add(
        "grouped", rows.level.select([*columns, *made], where=[kept, *there], group=group)
    )
    on = [(f"q{n}", key.outer, key.link and not key.outer_total) for n, key in enumerate(keys)]
    parts = [_part(level, name, made, on)]
    (first, *_) = keys
    doubtful = measures(node.function, UNKNOWN, rows.number, value)
    if not all(key.inner_total for key in keys):
        loose = rows.level.select(doubtful, where=[kept, syntax.is_null(first.inner)])
        parts.append(_part(level, level.statement.add("loose", loose), doubtful))
    found = result(node.function, parts, value)
    if first.link or first.outer_total:
        return found
    every = level.statement.add("every", rows.level.select(doubtful, where=[kept]))
    otherwise = result(node.function, [_part(level, every, doubtful)], value)
    return merged(syntax.is_null(first.outer), otherwise, found)


# ------------------------------------------------------- paired with outer values


def needs_of(node: tree.Aggregate) -> tuple[Node, ...]:
    """Return what an aggregate is asked with: what its pieces need from outside."""
    taken, outside = take_apart(node), variables_of(node)
    return tuple(
        dict.fromkeys(
            operand
            for piece in taken.pieces()
            for operand in operands_of(piece, outside.issuperset, needs_of)
        )
    )


def _domain(
    node: tree.Aggregate, level: Level, keys: Sequence[Key] = ()
) -> tuple[Side, dict[Node, list[str]], list[str]]:
    """Return the different values of what an aggregate needs from a level, keys included.

    Returns:
        The values, the columns of each operand, and the column of each key.
    """
    columns = Columns("d")
    names = {operand: columns.add(translated(operand, level)) for operand in needs_of(node)}
    asked = [columns.add_column(key.outer, total=key.outer_total) for key in keys]
    body = level.select(columns.made, distinct=True)
    return Side(level.statement.add("asked", body), columns), names, asked


def _of_pairs(node: tree.Aggregate, taken: Taken, rows: Rows, level: Level) -> Value:
    keys = _pairing(taken, rows, level)
    domain, names, outer = _domain(node, level, keys)
    inside = Columns("r")
    wanted: list[Node] = [*taken.mixed, *([taken.value] if taken.value else [])]
    pieces = [join.inner for join in taken.joins]
    for piece in wanted:
        pieces += operands_of(piece, taken.names.issuperset, needs_of)
    held = {piece: inside.add(translated(piece, rows.level)) for piece in pieces}
    inner = [inside.add_column(key.inner, total=key.inner_total) for key in keys]
    truth = number = None
    if not rows.truth.total:
        truth = inside.add_column(rows.truth.sql, total=False)
    if rows.number is not None:
        number = inside.add_column(rows.number, total=False)
    body = rows.level.select(inside.made, where=[not_false(rows.truth)])
    side = Side(level.statement.add("elements", body), inside)
    pairs = Level(level.statement)
    paired_by = [
        Pairing(left, right, key.outer_total, key.inner_total, key.link)
        for left, right, key in zip(outer, inner, keys, strict=True)
    ]
    d, r, decided = paired(pairs, domain, side, paired_by)
    for operand, columns in names.items():
        pairs.known[operand] = moved_to(translated(operand, level), d, columns)
    for operand, columns in held.items():
        pairs.known[operand] = moved_to(translated(operand, rows.level), r, columns)
    conditions = [truth_of(condition, pairs) for condition in taken.mixed]
    undecided = [join for join in taken.joins if not decided or join.kind != "equal"]
    conditions += [truth_of(join.condition, pairs) for join in undecided]
    if truth is not None:
        conditions.append(Truth(syntax.column(r, truth)))
    count = None if number is None else syntax.column(r, number)
    made = Rows(pairs, kept_of([], conditions), count, ())
    return _measured(node, taken, made, (domain, d), level)


def _pairing(taken: Taken, rows: Rows, level: Level) -> list[Key]:
    """Return the keys by which rows and outer values are paired."""
    keys = [
        Key(inner, outer, inner_total=True, outer_total=total, link=True)
        for inner, outer, total in rows.links
    ]
    for join in taken.joins:
        if join.kind == "equal":
            own, own_total = key_of(translated(join.inner, rows.level))
            other, other_total = key_of(translated(join.outer, level))
            keys.append(Key(own, other, own_total, other_total))
    return keys


def _measured(
    node: tree.Aggregate, taken: Taken, rows: Rows, domain: tuple[Side, str], level: Level
) -> Value:
    """Return what comes of rows that lie beside the outer values they are asked for."""
    side, alias = domain
    value = _value(taken, rows.level)
    kept = not_false(rows.truth)
    outer = list(zip(side.columns.made, side.columns.totals, strict=True))
    if node.function == "distinct":
        keys = [(syntax.column(alias, name), sql, total) for (name, sql), total in outer]
        return _set(node, rows, value, keys, level, where=[kept])
    made = measures(node.function, rows.truth, rows.number, value)
    group = [syntax.column(alias, name) for name, _ in side.columns.made]
    columns = [(f"q{number}", column) for number, column in enumerate(group)]
    body = rows.level.select([*columns, *made], where=[kept], group=group)
    name = level.statement.add("measured", body)
    on = [(f"q{n}", sql, not total) for n, ((_, sql), total) in enumerate(outer)]
    return result(node.function, [_part(level, name, made, on)], value)


def _direct(node: tree.Aggregate, taken: Taken, level: Level) -> Value:
    """Go through the sources beside the outer values: a source depends on both."""
    domain, names, _ = _domain(node, level)
    pairs = Level(level.statement)
    d = pairs.read(domain.name, "asked")
    for operand, columns in names.items():
        pairs.known[operand] = moved_to(translated(operand, level), d, columns)
    elements: list[Element] = []
    for generator in node.generators:
        source = source_of(generator.source, pairs)
        element = source.read(joined(pairs, source, generator))
        pairs.known[generator.variable] = element.value
        elements.append(element)
    asked = [*taken.own, *(join.condition for join in taken.joins), *taken.mixed]
    conditions = [truth_of(condition, pairs) for condition in asked]
    made = Rows(pairs, kept_of(elements, conditions), number_of(elements), ())
    return _measured(node, taken, made, (domain, d), level)
