"""What engines write differently: all of it stands here."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from pacecar.evaluation.sql.syntax import Sql

DIALECTS: Final = ("duckdb", "spark")

_WIDE: Final = {"spark": "DECIMAL(38, 0)"}
"""Whole numbers of 128 bits, where there are none."""

_FUNCTIONS: Final = {
    "spark": {
        "STARTS_WITH": "STARTSWITH",
        "ENDS_WITH": "ENDSWITH",
        "REGEXP_FULL_MATCH": "REGEXP_LIKE",
        "ERROR": "RAISE_ERROR",
    }
}


def recomputes(dialect: str) -> bool:
    """Return whether an engine computes a common table expression wherever it is read."""
    return dialect == "spark"


def in_dialect(query: Sql, dialect: str, *, pretty: bool = False) -> str:
    """Return a query in the words of an engine."""
    if dialect != "duckdb":
        query = query.transform(lambda node: _changed(node, dialect))
    return query.sql(dialect, pretty=pretty)


def _changed(node: Sql, dialect: str) -> Sql:
    if isinstance(node, exp.DataType) and node.this is exp.DataType.Type.INT128:
        return exp.DataType.build(_WIDE[dialect], dialect=dialect)
    if isinstance(node, exp.Anonymous) and node.this in _FUNCTIONS[dialect]:
        node.set("this", _FUNCTIONS[dialect][node.this])
    return node
