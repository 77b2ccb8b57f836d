"""A query in steps gives what the query gives, and none of its parts is worked out twice."""

from __future__ import annotations

from collections import Counter

import sqlglot
from sqlglot import exp

from pacecar.evaluation.sql.contents import anything
from pacecar.evaluation.sql.steps import steps_of
from pacecar.evaluation.sql.translating import translate
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook

_NESTED = """\
WITH "a" AS (SELECT "t"."x" FROM "t" CROSS JOIN "u" CROSS JOIN "v" CROSS JOIN "w"),
"b" AS (SELECT "a"."x" FROM "a"),
"c" AS (SELECT "l"."x" FROM "a" AS "l" CROSS JOIN "b" AS "r")
SELECT "c"."x" FROM "c"
"""


def test_what_is_read_twice_is_a_step() -> None:
    """What is read in one place stays where it is; a step's readers keep their aliases."""
    steps = steps_of(sqlglot.parse_one(_NESTED))

    ((name, body),) = steps.kept
    assert name == "pacecar_a"
    assert body.sql() == ('SELECT "t"."x" FROM "t" CROSS JOIN "u" CROSS JOIN "v" CROSS JOIN "w"')
    assert steps.last.sql() == (
        'WITH "b" AS (SELECT "a"."x" FROM "pacecar_a" AS "a"), '
        '"c" AS (SELECT "l"."x" FROM "pacecar_a" AS "l" CROSS JOIN "b" AS "r") '
        'SELECT "c"."x" FROM "c"'
    )


def test_a_query_of_one_piece_is_the_last_step() -> None:
    """Without common table expressions there is nothing to keep."""
    query = sqlglot.parse_one("SELECT 1 AS one")

    assert steps_of(query).kept == ()
    assert steps_of(query).last == query


def test_no_rule_of_the_rulebook_grows_in_spark() -> None:
    """However deep a rule is, no step goes through more than some dozens of tables."""
    for rule in load_rulebook([bundled("rules")]).rules:
        steps = steps_of(translate(rule, anything()).query("spark"))
        assert max(_tables(body) for body in (*dict(steps.kept).values(), steps.last)) <= 100


def _tables(query: exp.Expr) -> int:
    """Return how many tables an engine reads that puts every WITH where it is read."""
    weights: Counter[str] = Counter()
    clause = query.args.get("with_")
    for cte in clause.expressions if clause else ():
        weights[cte.alias] = _sum(cte.this, weights)
    bare = query.copy()
    bare.set("with_", None)
    return _sum(bare, weights)


def _sum(body: exp.Expr, weights: Counter[str]) -> int:
    return sum(weights.get(table.name, 1) for table in body.find_all(exp.Table))
