"""Laws that hold for every plan and rule, tested on the reference evaluator."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.generation.changes import completions, shuffled
from tests.generation.plans import plans
from tests.generation.rules import DEFINITIONS, Flavour, rules
from tests.reference.evaluator import Evaluation, evaluate

LAW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
WITHOUT_LEADERSHIPS_PLACES = "leaderships/"
SOUND = {"known": False, "ends": False}
"""`known` asks what is known, `earliest` and `latest` take an end of what is left open: both
may change their mind when more is known."""


def _evaluated(plan: dict[str, Any], rule: dict[str, Any]) -> Evaluation:
    return evaluate(plan, rule, DEFINITIONS)


def _without_places(cases: Counter[tuple[str, tuple[str, ...]]]) -> Counter[Any]:
    """Leaderships are called by their place, which changes when they are shuffled."""
    made: Counter[Any] = Counter()
    for (outcome, labels), number in cases.items():
        plain = tuple("" if WITHOUT_LEADERSHIPS_PLACES in label else label for label in labels)
        made[outcome, plain] += number
    return made


@given(st.data(), plans(), rules())
@LAW
def test_order_changes_nothing(
    data: st.DataObject, plan: dict[str, Any], rule: dict[str, Any]
) -> None:
    """The order of entities, items and keys makes no difference."""
    before = _evaluated(plan, rule)
    after = _evaluated(data.draw(shuffled(plan)), rule)
    assert _without_places(after.cases) == _without_places(before.cases)
    assert after.unplaced == before.unplaced


@given(st.data(), plans(), rules(Flavour(**SOUND, sources=("single",))))
@LAW
def test_more_knowledge_never_changes_a_verdict(
    data: st.DataObject, plan: dict[str, Any], rule: dict[str, Any]
) -> None:
    """A case that is broken stays so, one that is kept is kept or no case, no case is none."""
    before = {label: outcome for outcome, label in _evaluated(plan, rule).cases}
    after = {
        label: outcome for outcome, label in _evaluated(data.draw(completions(plan)), rule).cases
    }
    for label in before.keys() | after.keys():
        match before.get(label):
            case "broken":
                assert after.get(label) == "broken"
            case "kept":
                assert after.get(label) in ("kept", None)
            case None:
                assert label not in after


@given(
    st.data(), plans(), rules(Flavour(**SOUND, sources=("single", "list", "list", "pair", "pair")))
)
@LAW
def test_a_blank_never_hides_a_broken_rule(
    data: st.DataObject, plan: dict[str, Any], rule: dict[str, Any]
) -> None:
    """A rule that some completion of a plan breaks is broken or undetermined on the plan."""
    before = _evaluated(plan, rule).outcome
    after = _evaluated(data.draw(completions(plan)), rule).outcome
    if after == "broken":
        assert before in ("broken", "undetermined")
    if before == "broken":
        assert after == "broken"
