"""What queries may call: every function with values that engines are known to differ about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlglot import exp

from pacecar.evaluation.sql import spans, syntax
from pacecar.evaluation.sql.expressions import _lower
from pacecar.evaluation.sql.syntax import Sql
from pacecar.evaluation.sql.values import point

LATIN = "".join(map(chr, range(1, 0x130)))
LARGE = 9 * 10**18

_NULL = syntax.NULL
_YES, _NO = syntax.TRUE, syntax.FALSE


def _n(value: int) -> Sql:
    return syntax.number(value)


def _t(value: str) -> Sql:
    return syntax.text(value)


def _over(aggregate: Sql, *values: Sql) -> Sql:
    """Return an aggregate over rows with these values in the column x; of none, over no row."""
    rows = [
        syntax.select([("x", value)], syntax.one_row())
        for value in values or (syntax.typed(_NULL, "BIGINT"),)
    ]
    source = exp.Subquery(this=syntax.union(rows), alias=exp.TableAlias(this=_X))
    where = None if values else syntax.FALSE
    return exp.Subquery(this=syntax.select([("found", aggregate)], source, where=where))


_X = exp.Identifier(this="t", quoted=True)
_COLUMN = syntax.column("t", "x")


def _year(day: int) -> Sql:
    made = spans.year(point(_n(day), total=True)).low
    assert made is not None
    return made


def _big(value: int) -> Sql:
    return syntax.typed(_n(value), "BIGINT")


TRIED: dict[str, list[tuple[Sql, Any]]] = {
    "COALESCE": [(syntax.first_there(_NULL, _n(2)), 2), (syntax.first_there(_n(1), _n(2)), 1)],
    "LEAST": [
        (syntax.called("LEAST", _n(2), _NULL, _n(1)), 1),
        (syntax.called("LEAST", _n(2), syntax.typed(_NULL, "INT128")), 2),
    ],
    "GREATEST": [
        (syntax.called("GREATEST", _n(2), _NULL, _n(1)), 2),
        (syntax.called("GREATEST", _n(2), syntax.typed(_NULL, "INT128")), 2),
    ],
    "CONTAINS": [
        (syntax.called("CONTAINS", _t("a%b"), _t("%")), True),
        (syntax.called("CONTAINS", _t("ab"), _t("%")), False),
        (syntax.called("CONTAINS", _t("ab"), _t("")), True),
        (syntax.called("CONTAINS", _t("AB"), _t("b")), False),
        (syntax.called("CONTAINS", _t("caf\u00e9"), _t("e\u0301")), False),
    ],
    "STARTS_WITH": [
        (syntax.called("STARTS_WITH", _t("_a"), _t("_")), True),
        (syntax.called("STARTS_WITH", _t("ba"), _t("_")), False),
        (syntax.called("STARTS_WITH", _t("ab"), _t("")), True),
    ],
    "ENDS_WITH": [
        (syntax.called("ENDS_WITH", _t("a\\"), _t("\\")), True),
        (syntax.called("ENDS_WITH", _t("ab"), _t("a")), False),
        (syntax.called("ENDS_WITH", _t("ab"), _t("")), True),
    ],
    "LOWER": [(_lower(_t(LATIN)), LATIN.lower())],
    "REGEXP_FULL_MATCH": [
        (_lower(_t("A\n")), "a\n"),
        (_lower(_t("")), ""),
        (_lower(_t("\u012e")), "\u012f"),
    ],
    "ERROR": [],
    "YEAR": [(_year(1), 1), (_year(366), 2), (_year(730_119), 1999), (_year(3_652_059), 9999)],
    "SUM": [
        (_over(syntax.called("SUM", _COLUMN), _big(LARGE), _big(LARGE), _big(LARGE)), 3 * LARGE),
        (_over(syntax.called("SUM", _COLUMN)), None),
        (_over(syntax.called("SUM", _COLUMN), _big(1), syntax.typed(_NULL, "BIGINT")), 1),
    ],
    "MIN": [(_over(syntax.called("MIN", _COLUMN), _n(2), _NULL, _n(1)), 1)],
    "MAX": [(_over(syntax.called("MAX", _COLUMN), _n(1), _NULL, _n(2)), 2)],
    "COUNT": [
        (_over(syntax.counted(), _n(1), _NULL), 2),
        (_over(syntax.counted()), 0),
        (_over(syntax.counted(distinct=_COLUMN), _n(1), _n(1), _NULL), 1),
        (_over(syntax.counted(where=syntax.is_null(_COLUMN)), _n(1), _NULL), 1),
    ],
    "BOOL_OR": [
        (_over(syntax.any_of(_COLUMN), _NO, syntax.typed(_NULL, "BOOLEAN")), False),
        (_over(syntax.any_of(_COLUMN), _YES, syntax.typed(_NULL, "BOOLEAN")), True),
    ],
    "CASE": [
        (syntax.case((_NULL, _n(1)), otherwise=_n(2)), 2),
        (syntax.case((_NO, _n(1)), (syntax.is_null(_NULL), _n(2)), otherwise=_n(3)), 2),
    ],
    "CAST": [(syntax.wide(_n(10**36)), 10**36)],
}
"""Of each function, expressions and what they are; ERROR is tried where it is refused."""

OPERATORS: list[tuple[Sql, Any]] = [
    (syntax.compared("*", syntax.wide(_n(10**18)), _n(10**18 - 1)), 10**18 * (10**18 - 1)),
    (syntax.compared("*", syntax.wide(_n(-(10**12))), syntax.wide(_n(3))), -3 * 10**12),
    (syntax.compared("+", syntax.wide(_n(LARGE)), _big(LARGE)), 2 * LARGE),
    (syntax.compared("-", _n(1), _n(3)), -2),
    (syntax.compared("same", _NULL, _NULL), True),
    (syntax.compared("same", _n(1), syntax.typed(_NULL, "BIGINT")), False),
    (syntax.compared("<", _t("\uffff"), _t("\U0001f600")), True),
    (syntax.compared("<", _t("Z"), _t("a")), True),
    (syntax.compared("<", _t("a"), _t("a ")), True),
    (syntax.compared("==", _t("caf\u00e9"), _t("cafe\u0301")), False),
    (syntax.compared("==", _t("a"), _t("A")), False),
    (exp.In(this=_n(1), expressions=[_n(2), syntax.typed(_NULL, "INT")]), None),
    (syntax.both(_NO, syntax.typed(_NULL, "BOOLEAN")), False),
    (syntax.either(_YES, syntax.typed(_NULL, "BOOLEAN")), True),
    (
        _t('it\'s "this" \\ `that`\n\t{} %s \u00e9 \U0001f697'),
        'it\'s "this" \\ `that`\n\t{} %s \u00e9 \U0001f697',
    ),
]

REFUSED: list[Sql] = [
    _lower(_t("\u03a9")),
    _lower(_t("a\u0130")),
    syntax.compared("*", syntax.wide(_n(10**30)), syntax.wide(_n(10**30))),
    _over(syntax.called("SUM", _COLUMN), syntax.wide(_n(9 * 10**37)), syntax.wide(_n(9 * 10**37))),
]
"""What an engine must refuse, lest it answer wrongly."""


def everything() -> list[tuple[Sql, Any]]:
    """Return all expressions, and what they are."""
    return [case for cases in (*TRIED.values(), OPERATORS) for case in cases]


def functions_in(query: Sql) -> Iterator[str]:
    """Yield the name of each function that a query calls."""
    for node in query.walk():
        if isinstance(node, exp.Anonymous):
            yield str(node.this)
        elif isinstance(node, exp.Func) and not isinstance(node, exp.Connector | exp.If):
            yield node.sql_name()
