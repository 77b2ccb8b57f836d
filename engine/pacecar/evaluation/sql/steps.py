"""A query in steps, for engines that work a common table expression out wherever it is read.

Spark puts the body of a common table expression in every place that reads it. What is read in
two places by something that is read in two places is there four times, and some rules would make
plans that Spark never finishes. What is read more than once, and is more than a few tables, is
therefore a step of its own, which is worked out once and kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from pacecar.evaluation.sql.syntax import Sql

PREFIX: Final = "pacecar_"
"""Begins the name of every step, which others who use the engine may see."""

_FEW: Final = 3
"""So many tables are read again rather than kept."""


@dataclass(frozen=True, slots=True)
class Steps:
    """A query in steps.

    Attributes:
        kept: what is to be worked out first, in this order: its name, and its query.
        last: the query that is asked in the end.
    """

    kept: tuple[tuple[str, Sql], ...]
    last: Sql


def steps_of(query: Sql) -> Steps:
    """Return a query in steps; the query itself is left as it is."""
    query = query.copy()
    clause = query.args.get("with_")
    if clause is None:
        return Steps((), query)
    query.set("with_", None)
    bodies: dict[str, Sql] = {cte.alias: cte.this for cte in clause.expressions}
    reads = {name: _read(body, bodies) for name, body in bodies.items()}
    last = _read(query, bodies)
    readers = sum((Counter(dict(read)) for read in reads.values()), Counter(dict(last)))
    weights: dict[str, int] = {}
    kept: dict[str, str] = {}
    for name, body in bodies.items():
        weights[name] = sum(weights.get(table.name, 1) for table in body.find_all(exp.Table))
        if readers[name] > 1 and weights[name] > _FEW:
            kept[name] = f"{PREFIX}{name}"
            weights[name] = 1
    return Steps(
        tuple((kept[name], _whole(bodies[name], bodies, kept)) for name in kept),
        _whole(query, bodies, kept),
    )


def _read(body: Sql, bodies: Mapping[str, Sql]) -> Counter[str]:
    return Counter(table.name for table in body.find_all(exp.Table) if table.name in bodies)


def _whole(body: Sql, bodies: Mapping[str, Sql], kept: Mapping[str, str]) -> Sql:
    """Return a query with what it reads that is not kept."""
    needed: set[str] = set()
    waiting = [body]
    while waiting:
        for name in _read(waiting.pop(), bodies):
            if name not in kept and name not in needed:
                needed.add(name)
                waiting.append(bodies[name])
    made = _renamed(body, kept)
    if needed:
        tables = [
            exp.CTE(this=_renamed(bodies[name], kept), alias=exp.TableAlias(this=_name(name)))
            for name in bodies
            if name in needed
        ]
        made.set("with_", exp.With(expressions=tables))
    return made


def _renamed(body: Sql, kept: Mapping[str, str]) -> Sql:
    made = body.copy()
    for table in made.find_all(exp.Table):
        if table.name in kept:
            if not table.alias:
                table.set("alias", exp.TableAlias(this=_name(table.name)))
            table.set("this", _name(kept[table.name]))
    return made


def _name(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)
