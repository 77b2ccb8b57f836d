"""What is told from the text of rules and features alone: pairs, versions, silence, steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_bdd import parsers
from pytest_bdd.steps import StepFunctionContext

from pacecar.specification.lint.reading import read_features
from pacecar.specification.lint.vocabulary import definitions, unheard_steps, unused
from tests.specification.lint.conftest import FEATURE, RULE, Specification

FILE = "features/twins/most.feature"


def test_a_rule_without_a_feature(specification: Specification) -> None:
    """A rule needs a feature at its path."""
    Path(FILE).unlink()
    assert specification.lint() == [
        (
            "rules/twins/most.yaml:1:1: pairs: The rule twins/most has no feature. "
            "Write `features/twins/most.feature`."
        )
    ]


def test_a_feature_of_another_rule(specification: Specification) -> None:
    """A feature at one path does not speak of the rule of another."""
    specification.write("features/twins/more.feature", FEATURE)
    assert specification.lint() == [
        (
            "features/twins/more.feature:2:1: pairs: The feature twins/more names twins/most. "
            "A rule's feature has the path and the name of the rule."
        )
    ]


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("@mots", "There is no rule @mots. Did you mean `most`?"),
        ("@mots", "The feature twins/most names no rule. Tag it @most."),
        ("", "The feature twins/most names no rule. Tag it @most."),
    ],
)
def test_a_feature_that_names_no_rule(specification: Specification, tag: str, told: str) -> None:
    """A feature in a rule's place names the rule."""
    specification.feature("@most", tag)
    assert f"{FILE}:2:1: pairs: {told}" in specification.lint()


def test_a_feature_of_a_plan(specification: Specification) -> None:
    """A feature outside of the families may name no rule."""
    text = FEATURE.replace("@most\n", "").replace("the rule is kept", "0 cases are broken")
    specification.write("features/plans/small.feature", text)
    assert specification.lint() == []


def test_the_lock(specification: Specification) -> None:
    """The lock has a line for each rule, with its version and digest."""
    *_, line = specification.lock().splitlines()
    rule, version, digest = line.split()
    assert (rule, version, digest[:7]) == ("twins/most", "1", "sha256:")


def test_a_change_without_a_version(specification: Specification) -> None:
    """A rule that changes without a new version is told, and not written to the lock."""
    before = specification.lock()
    specification.rule("share: 0.5", "share: 0.50")
    told = (
        "rules/twins/most.yaml:1:1: versions: twins/most has changed, and is still version 1. "
        "Write `version: 2`, then use --write-lock."
    )
    assert (specification.lint(), specification.lock()) == ([told], before)


def test_a_raised_version(specification: Specification) -> None:
    """A raised version is to be written to the lock, and then is in order."""
    specification.rule("version: 1", "version: 2")
    assert specification.lint() == [
        (
            "rules/twins/most.yaml:1:1: versions: versions.lock has version 1 of twins/most, "
            "not 2. Write it with --write-lock."
        )
    ]
    specification.lock()
    assert specification.lint() == []


def test_a_lowered_version(specification: Specification) -> None:
    """A version never goes back."""
    specification.rule("version: 1", "version: 2")
    specification.lock()
    specification.rule("version: 1", "version: 1")
    assert specification.lint() == [
        (
            "rules/twins/most.yaml:1:1: versions: The version of twins/most was 2, and is 1. "
            "Write `version: 3`."
        )
    ]


def test_new_and_removed_rules(specification: Specification) -> None:
    """A rule that is new, and one that is gone, are told."""
    for suffix, folder in (("yaml", "rules"), ("feature", "features")):
        Path(f"{folder}/twins/most.{suffix}").unlink()
    specification.write("rules/twins/more.yaml", RULE)
    specification.write("features/twins/more.feature", FEATURE.replace("@most", "@more"))
    assert specification.lint() == [
        (
            "rules/twins/more.yaml:1:1: versions: The rule twins/more is not in versions.lock. "
            "Write it with --write-lock."
        ),
        (
            "rules/versions.lock:3:1: versions: The rule twins/most is no longer there. "
            "Write it with --write-lock."
        ),
    ]


def test_a_lock_that_cannot_be_read(specification: Specification) -> None:
    """Lines that are no rule, or a rule again, are told; such a lock is not written over."""
    text = specification.lock()
    specification.write("rules/versions.lock", f"<<<<<<<\n{text}{text.splitlines()[-1]}\n")
    assert specification.lint() == [
        (
            "rules/versions.lock:1:1: versions: This is no rule, version, digest. "
            "Take the line out, then --write-lock."
        ),
        (
            "rules/versions.lock:5:1: versions: twins/most stands here twice. "
            "Take one of the lines out."
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("half\n    Given", "not agreed\n    Given", "19:1: silence: Another example has the name"),
        ("half\n    Given", "not agreed\n    Given", "4 runs are written, and 3 are collected."),
        ("    Then the rule is kept\n", "", "has no Then, so it cannot fail. Say what"),
        (FEATURE[FEATURE.index("    When") : FEATURE.index("  @reject")], "", "has no steps."),
        (
            "shared 0.5\n",
            "shared <much>\n",
            "20:1: silence: <much> stands for nothing. Add a table",
        ),
    ],
)
def test_silence(specification: Specification, old: str, new: str, told: str) -> None:
    """What pytest-bdd would pass over without a word is told."""
    specification.feature(old, new)
    assert told in "\n".join(specification.lint())


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("| much |", "silence: 'half' has a table of examples without rows. Write a row"),
        (
            "| mush |\n      | 0.5 |",
            "silence: The examples have no column 'much', which a step uses",
        ),
        ("| much | x |\n      | 0.5 | 1 |", "silence: No step uses the column 'x' of the examples"),
    ],
)
def test_tables_of_examples(specification: Specification, rows: str, told: str) -> None:
    """Rows, columns and placeholders of an outline fit each other."""
    text = FEATURE.replace("Example: half", "Scenario Outline: half")
    text = text.replace("shared 0.5\n", "shared <much>\n")
    table = f"rule is broken\n\n    Examples:\n      {rows}\n"
    specification.write(FILE, text.replace("rule is broken\n", table))
    assert told in "\n".join(specification.lint())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("checked\n", "checked\n      | a |\n", "`the plan is checked` takes no table, and would"),
        ("checked\n", 'checked\n      """\n      a\n      """\n', "takes no text, and would"),
        ("And the programs\n", "And the programs\n    And the plants\n", "has no table. Write"),
        ("the plan is checked", "the plan is chekced", "There is no step `the plan is chekced`."),
    ],
)
def test_steps(specification: Specification, old: str, new: str, told: str) -> None:
    """A step that means nothing, or that would ignore what is attached to it, is told."""
    specification.feature(old, new)
    assert told in "\n".join(specification.lint())


def _anything() -> None:
    """A step."""


def test_a_step_of_two_definitions(specification: Specification) -> None:
    """A text that two definitions match is told with both names."""
    second = StepFunctionContext("when", _anything, parsers.re("the plan .*"))
    features, _ = read_features(Path("features"))
    told = [str(one) for one in unheard_steps(features[0], [*definitions(), second])]
    assert told[0] == (
        f"{FILE}:15:5: steps: `the plan is checked` is 2 steps: _anything, checked. "
        "Let their texts differ."
    )


def test_a_definition_without_use(specification: Specification) -> None:
    """A definition that no feature uses is told at its place."""
    useless = StepFunctionContext("given", _anything, parsers.re("anything"))
    features, _ = read_features(Path("features"))
    (told,) = unused(features, [useless])
    assert (Path(told.file).name, told.message) == (
        "test_text.py",
        "No feature uses this step: anything",
    )


def test_no_gherkin(specification: Specification) -> None:
    """A file that is no feature is told, and the others are looked at."""
    specification.write(
        "features/twins/more.feature", "Feature: x\n  Example: a\n    Given x\n    nothing\n"
    )
    specification.write("features/twins/less.feature", "  Given x\n")
    assert [line.partition(" ")[0] for line in specification.lint()] == [
        "features/twins/less.feature:1:1:",
        "features/twins/more.feature:4:1:",
    ]
