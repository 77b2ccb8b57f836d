"""DuckDB and the evaluators in process give the same reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pacecar.checking.check import check
from pacecar.checking.report import Report
from pacecar.resources import bundled
from pacecar.rulebook.loading import load_rulebook

PLANS = (bundled("plans") / "alliance", Path(__file__).parents[2] / "everything" / "plan")


def _report(plan: Path, evaluator: str) -> Report:
    rules = bundled("rules")
    return check(
        [plan],
        rules=[rules],
        select=[rule.id for rule in load_rulebook([rules]).rules],
        today=date(2026, 1, 1),
        evaluator=evaluator,
    )


@pytest.mark.slow
@pytest.mark.parametrize("plan", PLANS, ids=["alliance", "everything"])
def test_all_rules_find_the_same(plan: Path) -> None:
    """Every rule of the rulebook, cases that are only counted included; none falls back."""
    found = _report(plan, "duckdb")

    assert found.evaluator_note == ""
    assert replace(found, evaluator="builtin") == _report(plan, "builtin")
