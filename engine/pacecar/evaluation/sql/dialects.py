"""What engines write differently: all of it stands here."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlglot import exp

from pacecar.evaluation.sql.steps import steps_of
from pacecar.evaluation.sql.syntax import Sql

DIALECTS: Final = ("duckdb", "spark")

SPARK_SETTINGS: Final = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.constraintPropagation.enabled": "false",
}
"""What queries rely on: what overflows is an error and not NULL, and products are exact.

Constraints are not derived, because that takes time exponential in how far CASEs are nested.
"""

_WIDE: Final = exp.DataType.build("DECIMAL(38, 0)")
"""Whole numbers of 128 bits in Spark, which has none, and what it adds up without overflow."""

_IN_SPARK: Final = {
    "STARTS_WITH": "STARTSWITH",
    "ENDS_WITH": "ENDSWITH",
    "ERROR": "RAISE_ERROR",
}


def recomputes(dialect: str) -> bool:
    """Return whether an engine computes a common table expression wherever it is read."""
    return dialect == "spark"


class Script(NamedTuple):
    """A query in the words of an engine: what is worked out first, by name, and the last."""

    kept: tuple[tuple[str, str], ...]
    last: str


def in_dialect(query: Sql, dialect: str, *, pretty: bool = False) -> str:
    """Return a query in the words of an engine, for people who run it themselves."""
    script = script_of(query, dialect, pretty=pretty)
    lines: list[str] = []
    if dialect == "spark":
        lines += [f"SET {name} = {value}" for name, value in SPARK_SETTINGS.items()]
    for name, text in script.kept:
        lines += [f"DROP VIEW IF EXISTS `{name}`", f"CACHE TABLE `{name}` AS\n{text}"]
    return ";\n".join([*lines, script.last])


def script_of(query: Sql, dialect: str, *, pretty: bool = False) -> Script:
    """Return a query in the words of an engine, for one that is given it piece by piece."""
    if dialect == "duckdb":
        return Script((), query.sql(dialect, pretty=pretty))
    steps = steps_of(query)
    return Script(
        tuple((name, _for_spark(body).sql("spark", pretty=pretty)) for name, body in steps.kept),
        _for_spark(steps.last).sql("spark", pretty=pretty),
    )


def _for_spark(query: Sql) -> Sql:
    return query.transform(_changed)


def _changed(node: Sql) -> Sql:
    if isinstance(node, exp.DataType) and node.this is exp.DataType.Type.INT128:
        return _WIDE.copy()
    if isinstance(node, exp.If | exp.Where) and isinstance(node.this, exp.Null):
        # A bare NULL is of no type, and so no condition.
        node.set("this", exp.Cast(this=node.this, to=exp.DataType.build("BOOLEAN")))
    if isinstance(node, exp.Anonymous):
        if node.this == "SUM":
            # The sum of 64 bits overflows, where DuckDB's has 128.
            (value,) = node.expressions
            node.set("expressions", [exp.Cast(this=value, to=_WIDE.copy())])
        elif node.this == "REGEXP_FULL_MATCH":
            text, pattern = node.expressions
            whole = exp.Literal.string(rf"\A(?:{pattern.this})\z")
            node.set("this", "REGEXP_LIKE")
            node.set("expressions", [text, whole])
        elif node.this in _IN_SPARK:
            node.set("this", _IN_SPARK[node.this])
    return node
