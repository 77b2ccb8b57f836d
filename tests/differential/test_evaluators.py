"""The product's evaluators agree with the reference on every plan and rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, note, reject, settings
from hypothesis import strategies as st

from tests.differential.comparing import compare
from tests.differential.product import (
    NotLoaded,
    judged,
    load_plan,
    load_rule,
    plan_text,
    rule_text,
    rules_folder,
)
from tests.differential.tables import NotJudged
from tests.generation.changes import completions
from tests.generation.plans import plans
from tests.generation.rules import Flavour, rules
from tests.reference.evaluator import Evaluation


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a folder for rules."""
    with rules_folder() as made:
        yield made


PAIRS = settings(
    max_examples=300,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
"""Failures are not shrunk here, which takes minutes: `python -m tests.differential` does it."""


@pytest.mark.slow
@given(plan=plans(), rule=rules())
@PAIRS
def test_cases_and_outcomes_are_those_of_the_reference(
    folder: Path, plan: dict[str, Any], rule: dict[str, Any]
) -> None:
    """All evaluators find the same cases, outcomes and unplaced members as the reference."""
    try:
        disagreements = compare(folder, plan, rule)
    except (NotLoaded, NotJudged):
        reject()
    note(plan_text(plan))
    note(rule_text(rule))
    assert not disagreements, "\n".join(map(str, disagreements))


@pytest.mark.slow
@given(
    data=st.data(),
    plan=plans(),
    rule=rules(
        Flavour(known=False, ends=False, sources=("single", "single", "list", "pair", "pair"))
    ),
)
@PAIRS
def test_a_blank_never_hides_a_broken_rule(
    folder: Path, data: st.DataObject, plan: dict[str, Any], rule: dict[str, Any]
) -> None:
    """What some completion of a plan breaks is broken or undetermined on the plan."""
    try:
        rulebook = load_rule(folder, rule)
    except NotLoaded:
        reject()
    completed = data.draw(completions(plan))
    before, after = (judged(load_plan(one), rulebook, "builtin") for one in (plan, completed))
    assert isinstance(before, Evaluation)
    assert isinstance(after, Evaluation)
    if after.outcome == "broken":
        assert before.outcome in ("broken", "undetermined")
    if before.outcome == "broken":
        assert after.outcome == "broken"
