"""`x in list`, `x in set`, `x in group.members`: looked up, never scanned."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.fields import items_value, state_of
from pacecar.evaluation.sql.level import Level
from pacecar.evaluation.sql.sets import elements, summary
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import Listed, Members, Set, Truth, Value, key_of
from pacecar.plan.bulk.layout import Table
from pacecar.plan.values import State


def among(value: Sql, constants: Sequence[Sql]) -> Sql:
    """Return `value IN (constants)`."""
    return exp.In(this=syntax.operand(value), expressions=list(constants))


def in_list(item: Value, held: Listed, level: Level) -> Truth:
    """Return whether a list holds an item."""
    key, total = key_of(item)
    owner = held.owner
    match = level.look_up(
        known_items(held.items, level), [("owner", owner, False), ("item", key, False)]
    )
    found = syntax.is_there(syntax.column(match, "owner"))
    open_ = is_open(held, level)
    gaps = _item_gaps(held.items, level)
    if total and open_ is None and not gaps:
        return Truth(found, total=True)
    rest = level.look_up(_summaries(held.items, level), [("owner", owner, False)])
    doubtful = []
    if open_ is not None:
        doubtful.append(open_)
    if gaps:
        doubtful.append(syntax.first_there(syntax.column(rest, "gaps"), syntax.FALSE))
    if not total:
        filled = syntax.is_there(syntax.column(rest, "owner"))
        doubtful.append(syntax.both(syntax.is_null(key), filled))
    return Truth(
        syntax.case(
            (found, syntax.TRUE), (syntax.either(*doubtful), syntax.NULL), otherwise=syntax.FALSE
        )
    )


def is_known_list(held: Listed, level: Level) -> Truth:
    """Return `known(list)`: it is given, and every item of it."""
    parts = []
    open_ = is_open(held, level)
    if open_ is not None:
        parts.append(syntax.negated(open_))
    if _item_gaps(held.items, level):
        rest = level.look_up(_summaries(held.items, level), [("owner", held.owner, False)])
        gaps = syntax.first_there(syntax.column(rest, "gaps"), syntax.FALSE)
        parts.append(syntax.negated(gaps))
    return Truth(syntax.both(*parts), total=True)


def is_open(held: Listed, level: Level) -> Sql | None:
    """Return whether a list is not known at all; None if it always is."""
    row = held.row or level.look_up(held.owners.name, [("k", held.owner, False)])
    state, states = state_of(held.owners, row, held.path, level.contents)
    if held.total and not states & {State.UNKNOWN, State.PRESENT}:
        return None
    if not held.total:
        state = syntax.first_there(state, syntax.number(State.UNKNOWN))
    return syntax.compared(">=", state, syntax.number(State.UNKNOWN))


def _item_gaps(items: Table, level: Level) -> bool:
    """Return whether a list of this kind may have an item that is not known."""
    return not key_of(items_value(items, "x", level.contents))[1]


def known_items(items: Table, level: Level) -> str:
    """Return the table of a list's known items, each once for each owner."""
    name = f"{items.name}_known"
    found = level.statement.remembered.get(name)
    if found is None:
        inner = Level(level.statement)
        alias = inner.read(items.name, items.name)
        key, total = key_of(items_value(items, alias, level.contents))
        columns = [("owner", syntax.column(alias, "owner")), ("item", key)]
        where = [] if total else [syntax.is_there(key)]
        distinct = items.name not in level.contents.unlike and not items.kind
        if not distinct and total and not items.kind:
            found = items.name
        else:
            body = inner.select(columns, where=where, distinct=distinct)
            found = level.statement.add(name, body)
        level.statement.remembered[name] = found
    return str(found)


def _summaries(items: Table, level: Level) -> str:
    """Return the table of owners with items, and whether one of these is unknown."""
    name = f"{items.name}_lists"
    found = level.statement.remembered.get(name)
    if found is None:
        inner = Level(level.statement)
        alias = inner.read(items.name, items.name)
        key, total = key_of(items_value(items, alias, level.contents))
        gaps = syntax.FALSE if total else syntax.any_of(syntax.is_null(key))
        owner = syntax.column(alias, "owner")
        body = inner.select([("owner", owner), ("gaps", gaps)], group=[owner])
        found = level.statement.remembered[name] = level.statement.add(name, body)
    return str(found)


def in_set(item: Value, held: Set, level: Level) -> Truth:
    """Return whether a set holds an item."""
    key, total = key_of(item)
    keys = _keys(held)
    match = level.look_up(elements(held.found, level.statement), [*keys, ("value", key, False)])
    present = syntax.is_there(syntax.column(match, "value"))
    found = held.found
    certain = syntax.column(match, "certain")
    if total and found.certain and found.known:
        return Truth(present, total=True)
    row = level.look_up(summary(found, level.statement), keys)
    empty = syntax.is_null(syntax.column(row, "every"))
    unknown = syntax.first_there(
        syntax.compared(">", syntax.column(row, "unknown"), syntax.number(0)), syntax.TRUE
    )
    choices = [(certain, syntax.TRUE)]
    doubtful = [present]
    if not found.known:
        doubtful.append(syntax.both(syntax.negated(empty), unknown))
    if not total:
        doubtful.append(syntax.both(syntax.is_null(key), _not_empty(row)))
    choices.append((syntax.either(*doubtful), syntax.NULL))
    return Truth(syntax.case(*choices, otherwise=syntax.FALSE))


def _not_empty(row: str) -> Sql:
    """Return whether there is any element: a set without keys has a row of counts all the same."""
    every, unknown = syntax.column(row, "every"), syntax.column(row, "unknown")
    counts = syntax.compared(">", every, syntax.number(0))
    stray = syntax.either(syntax.is_null(unknown), syntax.compared(">", unknown, syntax.number(0)))
    return syntax.both(syntax.is_there(every), syntax.either(counts, stray))


def _keys(held: Set) -> list[tuple[str, Sql, bool]]:
    return [
        (f"q{number}", key, not total)
        for number, (key, total) in enumerate(zip(held.keys, held.totals, strict=True))
    ]


def in_members(item: Value, held: Members, level: Level) -> Truth:
    """Return whether a group has a member."""
    key, total = key_of(item)
    group = held.group
    columns = [
        (f"q{number}", part, False)
        for number, part in enumerate(part for _, one in group.keys for part in [key_of(one)[0]])
    ]
    match = level.look_up(group.found.rows, [*columns, ("value", key, False)])
    present = syntax.is_there(syntax.column(match, "value"))
    if total and group.found.certain:
        return Truth(present, total=True)
    certain = syntax.TRUE if group.found.certain else syntax.column(match, "certain")
    choices = [(syntax.both(present, certain), syntax.TRUE), (present, syntax.NULL)]
    if not total:
        choices.append((syntax.is_null(key), syntax.NULL))
    return Truth(syntax.case(*choices, otherwise=syntax.FALSE))
