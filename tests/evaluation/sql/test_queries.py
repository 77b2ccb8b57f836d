"""What queries ask, and what they leave out."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot

from pacecar.evaluation.sql.contents import anything, nothing_unknown
from pacecar.evaluation.sql.translating import translate
from pacecar.evaluation.sql.values import NotTranslated
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook
from tests.evaluation.sql.made import query, rule_of

_COMPARED = "for: {p: programs}\nrequire: p.upper_body_shared >= 0.5\n"


def test_what_is_always_known_is_compared_plainly(tmp_path: Path) -> None:
    """A condition over columns without gaps has no test of anything unknown."""
    rule = rule_of(tmp_path, _COMPARED, "p")

    assert (
        query(rule, nothing_unknown())
        == """\
WITH "judged_1" AS (
  SELECT
    CASE WHEN "p_1"."upper_body_shared" >= 500000 THEN 0 ELSE 1 END AS "outcome",
    "p_1"."k" AS "k0"
  FROM "programs" AS "p_1"
)
SELECT
  0 AS "outcome",
  NULL AS "k0",
  COUNT(*) AS "cases"
FROM "judged_1" AS "j"
WHERE
  "j"."outcome" = 0
UNION ALL
SELECT
  "j"."outcome" AS "outcome",
  "j"."k0" AS "k0",
  1 AS "cases"
FROM "judged_1" AS "j"
WHERE
  "j"."outcome" <> 0"""
    )


def test_what_may_be_unknown_has_three_outcomes(tmp_path: Path) -> None:
    """The same condition over a column with gaps tells kept from broken from undetermined."""
    rule = rule_of(tmp_path, _COMPARED, "p")

    assert """\
    CASE
      WHEN "p_1"."upper_body_shared" >= 500000
      THEN 0
      WHEN "p_1"."upper_body_shared" < 500000
      THEN 1
      ELSE 2
    END AS "outcome",""" in query(rule, anything())


def test_rows_are_grouped_once_by_what_joins_them(tmp_path: Path) -> None:
    """A count of what refers to a case is one grouped table, looked up by its key."""
    rule = rule_of(
        tmp_path,
        "for: {q: platforms}\nrequire: count(p for p in programs if p.platform == q) >= 2\n",
        "q",
    )

    assert query(rule, nothing_unknown()).startswith("""\
WITH "grouped_1" AS (
  SELECT
    "p_1"."platform" AS "q0",
    COUNT(*) AS "high"
  FROM "programs" AS "p_1"
  GROUP BY
    "p_1"."platform"
), "judged_1" AS (
  SELECT
    CASE WHEN COALESCE("grouped_2"."high", 0) >= 2 THEN 0 ELSE 1 END AS "outcome",
    "q_1"."k" AS "k0"
  FROM "platforms" AS "q_1"
  LEFT JOIN "grouped_1" AS "grouped_2"
    ON "grouped_2"."q0" = "q_1"."k"
)""")


def test_a_query_is_written_for_spark_too(tmp_path: Path) -> None:
    """Names stand in backticks, and whole numbers of 128 bits are decimals."""
    rule = rule_of(tmp_path, "for: {p: programs}\nrequire: p.upper_body_shared * 2 >= 1\n", "p")

    text = query(rule, nothing_unknown(), "spark")

    assert "CAST(`p_1`.`upper_body_shared` AS DECIMAL(38, 0)) * 2" in text
    assert "INT128" not in text


@pytest.mark.slow
@pytest.mark.parametrize("dialect", ["duckdb", "spark"])
def test_every_rule_of_the_rulebook_has_a_query_in_each_dialect(dialect: str) -> None:
    """Whatever the plan may leave unknown, the query is one that the engine's grammar reads."""
    for rule in load_rulebook([bundled("rules")]).rules:
        text = translate(rule, anything()).text(dialect)

        assert isinstance(sqlglot.parse(text, dialect=dialect)[-1], sqlglot.exp.Query), rule.id


def test_what_has_no_query_says_what_it_asks_for(tmp_path: Path) -> None:
    """A choice between lists is one value too many for a table."""
    rule = rule_of(
        tmp_path,
        "for: {p: programs}\n"
        "require: count(r for r in (p.regions if p.segment == 'B' else p.regions)) > 0\n",
        "p",
    )

    with pytest.raises(NotTranslated, match="it chooses between two lists or sets"):
        translate(rule, anything())
