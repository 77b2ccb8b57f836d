"""Spark agrees with the reference, in a sample."""

from __future__ import annotations

from tests.differential.rounds import Asked, Found, compare_round
from tests.spark import needs_spark

pytestmark = needs_spark

ASKED = Asked("sampled", pairs=40, rules=20, judges=("spark",))


def test_spark_gives_the_cases_of_the_reference() -> None:
    """Two plans with unknowns, dangling references and odd dates, and rules for each."""
    from tests.differential.sparked import views

    found = Found()
    for first in ASKED.rounds():
        found.add(compare_round(ASKED, first))
    views().leave()

    assert (found.pairs, found.disagreeing) == (40, [])
    assert found.refused.total() + found.left.total() <= found.pairs // 4
