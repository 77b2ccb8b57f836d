"""Outcomes, bounds, and rejects that need their rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.rulebook.loading import load_rulebook
from pacecar.specification.lint.bounds import bounds_of
from pacecar.specification.lint.possible import possible_outcomes
from pacecar.specification.lint.sizes import in_words
from tests.specification.lint.conftest import RULE, Specification

FILE = "features/twins/most.feature"


def test_a_specification_in_order(specification: Specification) -> None:
    """Nothing is found where nothing is wrong."""
    assert specification.lint() == []


@pytest.mark.parametrize("tag", ["accept", "reject", "undetermined", "not-applicable"])
def test_a_missing_outcome(specification: Specification, tag: str) -> None:
    """Each outcome that the rule can have is asked for, and the example without it is told."""
    specification.feature(f"@{tag}\n", "\n")
    assert f"{FILE}:2:1: outcomes: No example of twins/most is tagged @{tag}." in "\n".join(
        specification.lint()
    )


def test_a_tag_that_disagrees(specification: Specification) -> None:
    """A tag that announces another outcome than the example says is told."""
    specification.feature("@undetermined\n", "@accept\n")
    assert specification.lint() == [
        (
            f"{FILE}:2:1: outcomes: No example of twins/most is tagged @undetermined. "
            "Write one in which the rule is undetermined."
        ),
        (
            f"{FILE}:25:3: outcomes: `not agreed` is tagged @accept and says undetermined. "
            "Correct one of the two."
        ),
    ]


def test_an_example_without_outcome(specification: Specification) -> None:
    """An example that counts cases only does not say what becomes of the rule."""
    specification.feature("Then the rule is kept", "Then 1 case is kept")
    assert specification.lint() == [
        (
            f"{FILE}:14:3: outcomes: `a little more than half` does not say the rule's outcome. "
            "Write `the rule is kept`."
        )
    ]


def test_no_example_on_the_bound(specification: Specification) -> None:
    """A bound on which no example stands is told."""
    specification.feature("shared 0.5\n", "shared 0.4\n")
    assert specification.lint() == [
        (
            "rules/twins/most.yaml:9:10: bounds: twins/most: no example is on the bound of "
            "`follower.upper_body_shared > share`, where both sides are equal. "
            "Add it to twins/most.feature."
        )
    ]


def test_no_example_just_off_the_bound(specification: Specification) -> None:
    """An example that is farther off than the last decimal does not count as just off."""
    specification.feature("0.500001", "0.50001 ")
    assert specification.lint() == [
        (
            "rules/twins/most.yaml:9:10: bounds: twins/most: no example is just off "
            "`follower.upper_body_shared > share`, with the left above the right by 0.000001 "
            "or less. "
            "Add it to twins/most.feature."
        )
    ]


def test_a_bound_that_a_setting_moves(specification: Specification) -> None:
    """Where an example sets a parameter, it stands to the bound that the setting makes."""
    specification.feature("shared 0.5\n", "shared 0.7\n    And the rule's share is set to 0.7\n")
    assert specification.lint() == []


def test_a_bound_that_is_not_asked(specification: Specification) -> None:
    """A case that `where` leaves out does not stand on a bound of `require`."""
    specification.feature("shared 0.5\n", "shared 0.5\n    And wren has leader none\n")
    assert any("is on the bound" in line for line in specification.lint())


def test_bounds_inside_aggregates(specification: Specification) -> None:
    """A count and what it counts by are bounds of their own; their steps are one."""
    specification.rule(
        "follower.upper_body_shared > share",
        "count(p for p in programs if p.start.year <= 2024) * share >= 1",
    )
    rule = load_rulebook([Path("rules")]).rules[0]
    told = [(in_words(bound.comparison), bound.decimals) for bound in bounds_of(rule)]
    assert told == [
        ("count(p for p in programs if p.start.year <= 2024) * share >= 1", 0),
        ("p.start.year <= 2024", 0),
    ]


@pytest.mark.parametrize(
    ("rule", "outcomes"),
    [
        ("", ["accept", "reject", "undetermined", "not-applicable"]),
        ("where: follower.leader is not None", ["accept", "reject", "undetermined"]),
        ("known", ["accept", "reject"]),
    ],
)
def test_possible_outcomes(specification: Specification, rule: str, outcomes: list[str]) -> None:
    """What is always known cannot be undetermined, what is asked of all is never left out."""
    text = RULE.replace("where: follower.leader is not None\n", "") if rule else RULE
    if rule == "known":
        text = text.replace("upper_body_shared > share", "id != 'x' and known(follower.platform)")
        text = text.replace("parameters:\n  share: 0.5\n", "")
    specification.write("rules/twins/most.yaml", text)
    assert possible_outcomes(load_rulebook([Path("rules")]).rules[0]) == outcomes


def test_a_reject_that_says_nothing(specification: Specification) -> None:
    """A rejecting example that passes without its rule is told."""
    specification.feature("Then the rule is broken", "Then 0 cases are kept")
    assert (
        f"{FILE}:19:3: rejects: `half` passes without the rule. "
        "Say which findings there are, or that the rule is broken."
    ) in specification.lint()


def test_an_example_that_cannot_be_run(specification: Specification) -> None:
    """An example whose steps speak of what is not there is told."""
    specification.feature("wren has leader none", "owl has leader none")
    assert (
        f"{FILE}:31:3: examples: `on its own` cannot be run: the plan has no 'owl'. "
        "Correct the step."
    ) in specification.lint()
