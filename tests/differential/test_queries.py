"""Queries agree with the reference, and a wrong one does not."""

from __future__ import annotations

import pytest

from pacecar.evaluation.sql import spans
from tests.differential.comparing import compare
from tests.differential.product import NotLoaded, rules_folder
from tests.differential.tables import NotJudged
from tests.generation.choices import Rolled
from tests.generation.plans import make_plan
from tests.generation.rules import make_rule

PAIRS = 120


def _disagreeing() -> list[int]:
    """Return which of some made-up pairs are judged otherwise than by the reference."""
    found = []
    with rules_folder() as folder:
        for number in range(PAIRS):
            choices = Rolled(f"queries/{number}")
            plan, rule = make_plan(choices), make_rule(choices)
            try:
                if compare(folder, plan, rule, ("duckdb",)):
                    found.append(number)
            except (NotLoaded, NotJudged):
                continue
    return found


@pytest.mark.slow
def test_queries_give_the_cases_of_the_reference() -> None:
    """Plans with unknowns, dangling references and odd dates, rules over the whole language."""
    assert _disagreeing() == []


@pytest.mark.slow
def test_a_wrong_translation_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """`a < b` that is taken for certainly false where it is only possibly so shows at once."""
    monkeypatch.setitem(spans._OPPOSITE, "<", ">")

    assert _disagreeing() != []


@pytest.mark.parametrize("operator", [">", "<=", "=="])
def test_what_a_missing_partner_cannot_be_is_known(operator: str) -> None:
    """Whoever is not there has some specificity, of 0 to 3."""
    plan = {
        "plan": {"name": "Plan"},
        "plants": [{"id": "one", "name": "One", "region": "nowhere"}],
    }
    rule = {
        "title": "A rule",
        "severity": "error",
        "version": 1,
        "source": ["S1"],
        "rationale": "It is only compared.",
        "for": {"a": "plants", "b": "leaderships"},
        "where": f"b.region == a.region and b.specificity {operator} 2024",
        "require": "True",
        "report": {"at": "b", "message": "It is broken."},
    }
    with rules_folder() as folder:
        assert compare(folder, plan, rule, ("builtin", "duckdb")) == []


def test_a_case_is_named_where_an_aggregate_has_nothing_to_go_through() -> None:
    """An optimizer of DuckDB that takes two joins for one is not used: the case lost its name."""
    plan = {
        "plan": {"name": "Plan"},
        "programs": [{"id": "one", "name": "One", "company": "nobody", "leader": "other"}],
    }
    rule = {
        "for": {"a": "programs"},
        "require": "max(a.development.start for v2 in leaderships) >= '2024'",
    }
    with rules_folder() as folder:
        assert compare(folder, plan, rule, ("builtin", "duckdb")) == []
