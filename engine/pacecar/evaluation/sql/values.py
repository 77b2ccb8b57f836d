"""What an expression of a rule is in SQL, and how it passes from one SELECT to the next.

- A truth is a boolean; NULL is unknown.
- A text is a text; NULL is unknown. One that is none is the empty text, which none of the
  fields that may be none can hold.
- An entity or record is its key; NULL is unknown, -1 is none.
- A number or date is its two ends, NULL where it has no bound; one that is always a single
  point, or unknown, is one column.
- A list is the key of its owner; a set, and the members of a group, are the keys by which
  their elements lie in a table.

`total` says that NULL cannot occur. `columns_of` are those of a value, `moved` is the value
made of the same columns elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pacecar.evaluation.sql import syntax
from pacecar.evaluation.sql.syntax import Sql
from pacecar.plan.bulk.layout import Table

NOBODY: Final = -1
"""The key of what is none."""

NO_TEXT: Final = ""
"""The text that stands for none."""


class NotTranslated(Exception):
    """A rule asks for something that is not translated; the message says what."""


@dataclass(frozen=True, slots=True)
class Truth:
    """True, false, or unknown."""

    sql: Sql
    total: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A text. `none` says that it may be none."""

    sql: Sql
    total: bool = False
    none: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity, or a record of one.

    Attributes:
        table: where its row lies; a single record lies in its owner's row.
        key: tells it from others of its kind.
        row: the alias under which its row is at hand, "" if it must be looked up by `owner`.
        owner: the key of the row, where it is not `key`.
        path: from the row down to it.
        total: it is a real one, neither unknown nor none.
        none: it may be none.
        at: what finds its row as well as the key, and is simpler; it does not pass on.
        held: fields that are at hand where it is read from; they do not pass on either.
    """

    table: Table
    key: Sql
    row: str = ""
    owner: Sql | None = None
    path: tuple[str, ...] = ()
    total: bool = False
    none: bool = False
    at: Sql | None = None
    held: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A number or date.

    Attributes:
        low, high: its ends, None for one that it never has.
        blank: whether it is none or unknown; None if it never is.
        point: the one column of a value that is a single point or blank, then NULL.
        floor, ceiling: the ends that a blank point has; None for no end.
        none: whether it is none; None if it never is, or if it is not asked.
        total: both ends are always there.
    """

    low: Sql | None
    high: Sql | None
    blank: Sql | None = None
    point: Sql | None = None
    floor: int | None = None
    ceiling: int | None = None
    none: Sql | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list.

    Attributes:
        items: the table of its items.
        owner: the key of the row that holds it; NULL or -1 if there is none.
        path: from the row down to it.
        total: the owner is a real one.
        row: the alias under which the owner's row is at hand.
    """

    items: Table
    owner: Sql
    owners: Table
    path: tuple[str, ...]
    total: bool = False
    row: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A table in which the elements of sets, or the members of groups, lie by keys.

    Attributes:
        rows: the common table expression of all elements; its columns: `q0`, `q1`, ... the
            keys, `value`, and `certain` and `number` where they are not always TRUE and 1.
        sample: what an element is like; it is moved to `value`.
        keys: how many keys there are.
        certain: all elements are certain.
        single: there is one of each, never any number.
        known: no element is unknown.
        held: fields of the elements that lie beside them, each with its columns.
    """

    rows: str
    sample: Value
    keys: int
    certain: bool
    single: bool
    known: bool
    held: tuple[tuple[str, Value, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Set:
    """A set: the elements in a table that have its keys."""

    found: Found
    keys: tuple[Sql, ...]
    totals: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A group: its keys' values by name, and where its members lie."""

    found: Found
    keys: tuple[tuple[str, Value], ...]
    total: bool = True


@dataclass(frozen=True, slots=True)
class Members:
    """The members of a group."""

    group: Group


Value = Truth | Text | Entity | Span | Listed | Set | Group | Members


def point(sql: Sql, *, total: bool, floor: int | None = None, ceiling: int | None = None) -> Span:
    """Return a number or date that is one point, or unknown where `sql` is NULL."""
    if total:
        return Span(sql, sql, None, sql, floor, ceiling, total=True)
    low = sql if floor is None else syntax.first_there(sql, syntax.number(floor))
    high = sql if ceiling is None else syntax.first_there(sql, syntax.number(ceiling))
    bounded = floor is not None and ceiling is not None
    return Span(low, high, syntax.is_null(sql), sql, floor, ceiling, total=bounded)


def between(low: Sql, high: Sql, floor: int | None, ceiling: int | None, *, total: bool) -> Span:
    """Return a number or date between two columns; where these are NULL, in its whole range."""
    if total:
        return Span(low, high, None, floor=floor, ceiling=ceiling, total=True)
    return Span(
        low if floor is None else syntax.first_there(low, syntax.number(floor)),
        high if ceiling is None else syntax.first_there(high, syntax.number(ceiling)),
        syntax.is_null(low),
        floor=floor,
        ceiling=ceiling,
        total=floor is not None and ceiling is not None,
    )


def unbounded() -> Span:
    """Return the number or date of which nothing is known."""
    return Span(None, None, syntax.TRUE)


def key_of(value: Value) -> tuple[Sql, bool]:
    """Return what tells a value from others, NULL where it is unknown, and whether it is total."""
    match value:
        case Truth(sql, total) | Text(sql, total):
            return sql, total
        case Entity(key=key, total=total):
            return key, total
        case Span(point=at) if at is not None:
            return at, value.blank is None
        case Span(low=low, high=high, blank=blank) if low is not None and high is not None:
            one = syntax.equal(low, high)
            certain = one if blank is None else syntax.both(syntax.negated(blank), one)
            return syntax.case((certain, low)), False
        case Span():
            return syntax.typed(syntax.NULL, "INT"), False
    raise NotTranslated("it compares lists or sets as a whole")


def columns_of(value: Value) -> list[Sql]:  # noqa: PLR0911 - a case for each kind of value
    """Return the columns that a value is made of."""
    match value:
        case Truth(sql) | Text(sql):
            return [sql]
        case Entity(key=key, owner=owner):
            return [key] if owner is None else [key, owner]
        case Span(point=at) if at is not None:
            return [at]
        case Span(low=low, high=high, blank=blank):
            nothing = syntax.typed(syntax.NULL, "INT128")
            ends = [nothing if low is None else low, nothing if high is None else high]
            return ends if blank is None else [*ends, blank]
        case Listed(owner=owner):
            return [owner]
        case Set(keys=keys):
            return list(keys)
        case Group(keys=keys):
            return [part for _, key in keys for part in columns_of(key)]
        case Members(group=group):
            return columns_of(group)


def moved(  # noqa: C901, PLR0911 - a case for each kind of value
    value: Value, columns: Sequence[Sql], *, lost: bool = False
) -> Value:
    """Return a value made of columns elsewhere.

    Args:
        value: the value.
        columns: what its columns are called there.
        lost: the row that they are in may be missing, and all of them be NULL.
    """
    match value:
        case Truth(total=total):
            return Truth(columns[0], total and not lost)
        case Text(total=total, none=none):
            return Text(columns[0], total and not lost, none)
        case Entity():
            owner = columns[1] if value.owner is not None else None
            return replace(
                value,
                key=columns[0],
                owner=owner,
                row="",
                total=value.total and not lost,
                at=None,
                held=(),
            )
        case Span() if value.point is not None:
            total = value.blank is None and not lost
            return point(columns[0], total=total, floor=value.floor, ceiling=value.ceiling)
        case Span(low=low, high=high, blank=blank):
            if lost:
                raise NotTranslated("it asks a number of something that is not there")
            return Span(
                None if low is None else columns[0],
                None if high is None else columns[1],
                None if blank is None else columns[2],
                total=value.total,
            )
        case Listed(total=total):
            return replace(value, owner=columns[0], row="", total=total and not lost)
        case Set():
            return replace(value, keys=tuple(columns))
        case Group(keys=keys):
            rest = list(columns)
            made = []
            for name, key in keys:
                width = len(columns_of(key))
                made.append((name, moved(key, rest[:width], lost=lost)))
                rest = rest[width:]
            return replace(value, keys=tuple(made), total=value.total and not lost)
        case Members(group=group):
            whole = moved(group, columns, lost=lost)
            if not isinstance(whole, Group):
                raise TypeError(whole)
            return Members(whole)


def totals_of(value: Value) -> list[bool]:  # noqa: PLR0911 - a case for each kind of value
    """Return, for each of a value's columns, whether it is never NULL."""
    match value:
        case Truth(total=total) | Text(total=total) | Listed(total=total):
            return [total]
        case Entity(total=total):
            return [total] * len(columns_of(value))
        case Span(point=at, blank=blank) if at is not None:
            return [blank is None]
        case Span(total=total):
            return [total and value.low is not None, total and value.high is not None, True][
                : len(columns_of(value))
            ]
        case Set(totals=totals):
            return list(totals)
        case Group(keys=keys):
            return [part for _, key in keys for part in totals_of(key)]
        case Members(group=group):
            return totals_of(group)


def not_false(truth: Truth) -> Sql:
    """Return the condition that a truth is not FALSE."""
    if truth.total or truth.sql is syntax.TRUE:
        return truth.sql
    return syntax.first_there(truth.sql, syntax.TRUE)
