"""Syntax trees of SQL, put together from a few forms that every engine knows.

Truth is SQL's own: TRUE, FALSE, and NULL for unknown; its AND, OR and NOT are Kleene's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from sqlglot import exp

Sql = exp.Expr

TRUE: Final[Sql] = exp.Boolean(this=True)
FALSE: Final[Sql] = exp.Boolean(this=False)
NULL: Final[Sql] = exp.Null()


def column(alias: str, name: str) -> Sql:
    """Return a column of something in FROM."""
    return exp.Column(this=_name(name), table=_name(alias))


def number(value: int) -> Sql:
    """Return a whole number."""
    literal = exp.Literal(this=str(abs(value)), is_string=False)
    return exp.Neg(this=literal) if value < 0 else literal


def text(value: str) -> Sql:
    """Return a text."""
    return exp.Literal(this=value, is_string=True)


def truth(value: bool) -> Sql:  # noqa: FBT001 - the truth itself
    """Return TRUE or FALSE."""
    return TRUE if value else FALSE


def table(name: str, alias: str = "") -> Sql:
    """Return a table or common table expression, in FROM."""
    called = exp.TableAlias(this=_name(alias)) if alias and alias != name else None
    return exp.Table(this=_name(name), alias=called)


def _name(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def is_null(value: Sql) -> Sql:
    """Return `value IS NULL`."""
    return exp.Is(this=operand(value), expression=NULL)


def is_there(value: Sql) -> Sql:
    """Return `value IS NOT NULL`."""
    return exp.Not(this=is_null(value))


def both(*parts: Sql | None) -> Sql:
    """Return the conjunction of all parts that are there; TRUE of none."""
    return _chain(exp.And, TRUE, FALSE, parts)


def either(*parts: Sql | None) -> Sql:
    """Return the disjunction of all parts that are there; FALSE of none."""
    return _chain(exp.Or, FALSE, TRUE, parts)


def _chain(kind: type[exp.Connector], empty: Sql, strong: Sql, parts: Iterable[Sql | None]) -> Sql:
    kept: list[Sql] = []
    made: Sql
    for part in parts:
        if part is strong:
            return strong
        if part is not None and part is not empty and part not in kept:
            kept.append(part)
    if not kept:
        return empty
    made = _inside(kind, kept[0]) if len(kept) > 1 else kept[0]
    for part in kept[1:]:
        made = kind(this=made, expression=_inside(kind, part))
    return made


def _inside(kind: type[exp.Connector], part: Sql) -> Sql:
    other = isinstance(part, exp.Connector) and not isinstance(part, kind)
    return exp.Paren(this=part) if other else part


def negated(value: Sql) -> Sql:
    """Return `NOT value`."""
    if value is TRUE:
        return FALSE
    if value is FALSE:
        return TRUE
    if isinstance(value, exp.Not):
        inner: Sql = value.this
        return inner.unnest()
    opposite = _OPPOSITES.get(type(value))
    if opposite is not None:
        return opposite(this=value.this, expression=value.expression)
    compound = isinstance(value, exp.Connector | exp.Binary)
    return exp.Not(this=exp.Paren(this=value) if compound else value)


def compared(operator: str, left: Sql, right: Sql) -> Sql:
    """Return `left operator right`."""
    return _COMPARISONS[operator](this=operand(left), expression=operand(right))


def operand(value: Sql) -> Sql:
    """Return a value with brackets, if it needs them beside an operator."""
    return value if isinstance(value, _BARE) else exp.Paren(this=value)


_BARE: Final = (
    exp.Anonymous,
    exp.Boolean,
    exp.Case,
    exp.Cast,
    exp.Coalesce,
    exp.Column,
    exp.Count,
    exp.Literal,
    exp.Null,
    exp.Paren,
)
"""What needs no brackets beside an operator (of functions too many count as such)."""

_COMPARISONS: Final[dict[str, type[exp.Binary]]] = {
    "==": exp.EQ,
    "!=": exp.NEQ,
    "<": exp.LT,
    "<=": exp.LTE,
    ">": exp.GT,
    ">=": exp.GTE,
    "+": exp.Add,
    "-": exp.Sub,
    "*": exp.Mul,
    "same": exp.NullSafeEQ,
}


_OPPOSITES: Final[dict[type[Sql], type[exp.Binary]]] = {
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.LT: exp.GTE,
    exp.LTE: exp.GT,
    exp.GT: exp.LTE,
    exp.GTE: exp.LT,
}


_MIRRORS: Final[dict[type[Sql], type[exp.Binary]]] = {exp.LT: exp.GT, exp.LTE: exp.GTE}


def mirrored(value: Sql) -> Sql:
    """Return `b > a` for `a < b`; anything else as it is."""
    other = _MIRRORS.get(type(value))
    return value if other is None else other(this=value.expression, expression=value.this)


def equal(left: Sql, right: Sql) -> Sql:
    """Return `left = right`."""
    return compared("==", left, right)


def case(*choices: tuple[Sql, Sql], otherwise: Sql | None = None) -> Sql:
    """Return a CASE; NULL where nothing holds and `otherwise` is not given.

    What a test that is TRUE or FALSE already decides is left out.
    """
    kept: list[exp.If] = []
    for test, value in choices:
        if test is FALSE:
            continue
        if test is TRUE:
            otherwise = value
            break
        kept.append(exp.If(this=test, true=value))
    if not kept:
        return NULL if otherwise is None else otherwise
    default = None if otherwise is None or otherwise is NULL else otherwise
    return exp.Case(ifs=kept, default=default)


def first_there(value: Sql, otherwise: Sql) -> Sql:
    """Return `value`, or `otherwise` where it is NULL."""
    return exp.Coalesce(this=value, expressions=[otherwise])


def called(function: str, *arguments: Sql) -> Sql:
    """Return a call of a function that is called the same in every engine."""
    return exp.Anonymous(this=function, expressions=list(arguments))


def counted(*, where: Sql | None = None, distinct: Sql | None = None) -> Sql:
    """Return how many rows there are, or how many different values that are not NULL."""
    this = exp.Star() if distinct is None else exp.Distinct(expressions=[distinct])
    return filtered(exp.Count(this=this), where)


def filtered(aggregate: Sql, where: Sql | None) -> Sql:
    """Return an aggregate over the rows where something holds."""
    if where is None or where is TRUE:
        return aggregate
    return exp.Filter(this=aggregate, expression=exp.Where(this=where))


def any_of(value: Sql) -> Sql:
    """Return whether a truth is TRUE in any row; NULL if it is never anything but NULL."""
    return called("BOOL_OR", value)


def wide(value: Sql) -> Sql:
    """Return a number as one of 128 bits (where an engine has none, of 38 digits)."""
    if isinstance(value, exp.Cast):
        return value
    return exp.Cast(this=value, to=exp.DataType(this=exp.DataType.Type.INT128))


def typed(value: Sql, kind: str) -> Sql:
    """Return a value as one of a type, as NULL needs it."""
    return exp.Cast(this=value, to=exp.DataType.build(kind))


def aliases_in(value: Sql) -> set[str]:
    """Return what an expression reads from."""
    return {found.table for found in value.find_all(exp.Column)}


def select(  # noqa: PLR0913 - the clauses of a SELECT
    columns: Sequence[tuple[str, Sql]],
    source: Sql,
    joins: Sequence[exp.Join] = (),
    *,
    where: Sql | None = None,
    group: Sequence[Sql] = (),
    distinct: bool = False,
) -> exp.Select:
    """Return a SELECT."""
    made = exp.Select(
        expressions=[exp.Alias(this=value, alias=_name(name)) for name, value in columns],
        from_=exp.From(this=source),
    )
    if joins:
        made.set("joins", list(joins))
    if where is not None and where is not TRUE:
        made.set("where", exp.Where(this=where))
    if group:
        made.set("group", exp.Group(expressions=list(group)))
    if distinct:
        made.set("distinct", exp.Distinct())
    return made


def join(kind: str, source: Sql, on: Sql | None) -> exp.Join:
    """Return a join: "LEFT" or "INNER" on a condition, or "CROSS"."""
    if kind == "CROSS" or on is None:
        return exp.Join(this=source, kind="CROSS")
    return exp.Join(this=source, side=kind if kind == "LEFT" else None, kind=None, on=on)


def union(parts: Sequence[Sql]) -> Sql:
    """Return the rows of all parts."""
    made = parts[0]
    for part in parts[1:]:
        made = exp.Union(this=made, expression=part, distinct=False)
    return made


def query(tables: Sequence[tuple[str, Sql]], last: Sql) -> Sql:
    """Return a query with its common table expressions."""
    if tables:
        made = [exp.CTE(this=body, alias=exp.TableAlias(this=_name(name))) for name, body in tables]
        last.set("with_", exp.With(expressions=made))
    return last


def one_row() -> Sql:
    """Return a source of one row, in FROM."""
    inner = exp.Select(expressions=[exp.Alias(this=number(1), alias=_name("one"))])
    return exp.Subquery(this=inner, alias=exp.TableAlias(this=_name("one_row")))


def derived(body: Sql, alias: str) -> Sql:
    """Return a SELECT as a source, in FROM."""
    return exp.Subquery(this=body, alias=exp.TableAlias(this=_name(alias)))


SHORT: Final = 24
"""Nodes of an expression that may be written out wherever it is used."""


def is_short(value: Sql) -> bool:
    """Return whether an expression may be written out more than once."""
    return sum(1 for _ in islice(value.walk(), SHORT + 1)) <= SHORT
