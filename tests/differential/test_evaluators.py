"""The product's evaluators agree with the reference on every plan and rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, reject, settings

from tests.differential.comparing import compare
from tests.differential.product import NotLoaded, plan_text, rule_text, rules_folder
from tests.generation.plans import plans
from tests.generation.rules import rules


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder for rules."""
    with rules_folder() as made:
        yield made


@pytest.mark.slow
@given(plan=plans(), rule=rules())
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_cases_and_outcomes_are_those_of_the_reference(
    folder: Path, plan: dict[str, Any], rule: dict[str, Any]
) -> None:
    """Both judges find the same cases, outcomes and unplaced members as the reference."""
    try:
        disagreements = compare(folder, plan, rule)
    except NotLoaded:
        reject()
    note(plan_text(plan))
    note(rule_text(rule))
    assert not disagreements, "\n".join(map(str, disagreements))
