"""Two sides paired by keys, of which some may be unknown: those match anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.level import Columns, Level
from pacecar.evaluation.sql.syntax import Sql


class Pairing(NamedTuple):
    """A column on the left and one on the right, and whether each is never unknown.

    Of a link both may be NULL, which is equal; it never matches anything else.
    """

    left: str
    right: str
    left_total: bool
    right_total: bool
    link: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A common table expression and its columns."""

    name: str
    columns: Columns


def paired(level: Level, left: Side, right: Side, keys: Sequence[Pairing]) -> tuple[str, str, bool]:
    """Read all pairs that may match.

    Returns:
        The aliases of both sides, and whether all keys are known and equal in all pairs.
    """
    decided = all(key.link or (key.left_total and key.right_total) for key in keys)
    if not decided:
        name = level.statement.add("pairs", _all_pairs(left, right, keys))
        alias = level.read(name, "pair")
        return alias, alias, False
    one = level.read(left.name, "asked")
    other = level.statement.fresh("element")
    on = _match(keys, one, other)
    level.read_as(right.name, other, on)
    return one, other, True


def _match(keys: Sequence[Pairing], left: str, right: str) -> Sql | None:
    parts = [_same(key, left, right) for key in keys]
    return syntax.both(*parts) if parts else None


def _same(key: Pairing, left: str, right: str) -> Sql:
    operator = "same" if key.link and not key.left_total else "=="
    return syntax.compared(operator, syntax.column(left, key.left), syntax.column(right, key.right))


def _all_pairs(left: Side, right: Side, keys: Sequence[Pairing]) -> Sql:
    """Return the pairs with known and equal keys, and those with an unknown one on either side.

    Three queries, so that only what is unknown is paired with everything.
    """
    columns = [(name, syntax.column("l", name)) for name, _ in left.columns.made]
    columns += [(name, syntax.column("r", name)) for name, _ in right.columns.made]
    asked = [key for key in keys if not key.link]
    left_gone = [syntax.is_null(syntax.column("l", k.left)) for k in asked if not k.left_total]
    right_gone = [syntax.is_null(syntax.column("r", k.right)) for k in asked if not k.right_total]
    maybe = [_maybe(key) for key in keys]

    def pairs(on: Sql | None, *where: Sql) -> Sql:
        join = syntax.join("INNER", syntax.table(right.name, "r"), on)
        return syntax.select(
            columns, syntax.table(left.name, "l"), [join], where=syntax.both(*where)
        )

    parts = [pairs(_match(keys, "l", "r"))]
    apart = syntax.both(*maybe) if len(keys) > 1 else None
    if right_gone:
        parts.append(pairs(apart, syntax.either(*right_gone)))
    if left_gone:
        known = [syntax.negated(gone) for gone in right_gone]
        parts.append(pairs(apart, syntax.either(*left_gone), *known))
    return syntax.union(parts)


def _maybe(key: Pairing) -> Sql:
    """Return that a key does not certainly differ."""
    parts = [_same(key, "l", "r")]
    if not key.link and not key.left_total:
        parts.append(syntax.is_null(syntax.column("l", key.left)))
    if not key.link and not key.right_total:
        parts.append(syntax.is_null(syntax.column("r", key.right)))
    return syntax.either(*parts)
