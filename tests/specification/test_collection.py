"""Which features are collected, and what is refused at collection."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.specification.conftest import Run

pytest_plugins = ["pytester"]

FEATURE = """\
@on-one-platform
Feature: Twins
  Example: {}
    Given the plan "plans/two"
    When the plan is checked
    Then the rule is broken
"""


def write(pytester: pytest.Pytester, path: str, text: str) -> Path:
    """Write a file of the session."""
    file = pytester.path / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def test_a_folder_of_features(pytester: pytest.Pytester, run: Run) -> None:
    """A folder that holds features and no tests is collected where it is named."""
    for path, name in (("features/a.feature", "first"), ("features/deep/b.feature", "second")):
        write(pytester, path, FEATURE.format(name).replace("@on-one-platform\n", ""))
    result = run("--collect-only", "-q", "features")
    result.stdout.fnmatch_lines(["*a.feature::test_first", "*deep/b.feature::test_second"])


def test_one_example_by_its_name(pytester: pytest.Pytester, run: Run) -> None:
    """A feature's examples are selected as any test is, by name or by tag."""
    text = FEATURE.format("first") + FEATURE.format("second").partition("\n")[2].partition("\n")[2]
    write(
        pytester,
        "features/a.feature",
        text.replace("  Example: second", "  @reject\n  Example: second"),
    )
    rules = ("--pacecar-rules", "rules")
    run(*rules, "features/a.feature::test_second").assert_outcomes(passed=1)
    run(*rules, "features", "-m", "reject").assert_outcomes(passed=1, deselected=1)


def test_features_of_other_projects_are_left_alone(pytester: pytest.Pytester, run: Run) -> None:
    """In a session of somebody else, features beside tests are not collected."""
    write(pytester, "tests/features/a.feature", FEATURE.format("first"))
    write(pytester, "tests/test_other.py", "def test_other(): pass\n")
    for arguments in ((), ("tests",), (".",)):
        run(*arguments).assert_outcomes(passed=1)
    run("--pacecar-rules", "rules").assert_outcomes(passed=2)
    run("--pacecar-rules", "rules", "tests").assert_outcomes(passed=2)


def test_testpaths_may_name_features(pytester: pytest.Pytester, run: Run) -> None:
    """Features and tests run in one session where `testpaths` names both folders."""
    feature = FEATURE.format("first").replace("@on-one-platform\n", "")
    write(pytester, "features/a.feature", feature)
    write(pytester, "tests/test_other.py", "def test_other(): pass\n")
    write(pytester, "pytest.ini", "[pytest]\ntestpaths = tests features\n")
    result = run("--collect-only", "-q")
    result.stdout.fnmatch_lines(["tests/test_other.py::test_other", "*a.feature::test_first"])


def test_the_plugin_imports_nothing() -> None:
    """Loading the plugin, as every session does, loads nothing else of Pacecar, nor pytest-bdd."""
    code = (
        "import sys, pytest; before = set(sys.modules)\n"
        "import pacecar.specification.plugin\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [
        "pacecar",
        "pacecar.specification",
        "pacecar.specification.plugin",
    ]


@pytest.mark.slow
def test_under_xdist(pytester: pytest.Pytester, run: Run) -> None:
    """Workers collect the same examples and run each once."""
    for name in "abc":
        write(pytester, f"features/{name}.feature", FEATURE.format(name))
    run("--pacecar-rules", "rules", "-n", "2", "features").assert_outcomes(passed=3)


STEPS = """\
    Given the plan "plans/two"
    When the plan is checked
"""

THEN = "    Then the rule is broken\n"


@pytest.mark.parametrize(
    ("examples", "problem"),
    [
        ("", "the feature has no example"),
        ("  Example: a\n", "'a' has no steps"),
        ("  Example: a\n" + STEPS, "'a' has no Then"),
        (
            "  Example: a\n" + STEPS + THEN + "  Rule: other\n    Example: a\n" + STEPS + THEN,
            "another example has the name 'a'",
        ),
        (
            "  Scenario Outline: a\n" + STEPS + THEN + "    Examples:\n      | x |\n",
            "'a' has a table of examples without rows",
        ),
        (
            "  Scenario Outline: a\n" + STEPS + THEN,
            "'a' has a table of examples without rows",
        ),
        (
            "  Scenario Outline: a\n"
            '    Given the plan "<plan>"\n'
            "    When the plan is checked\n"
            + THEN
            + "    Examples:\n      | paln      |\n      | plans/two |\n",
            "no column 'plan'",
        ),
        (
            "  Scenario Outline: a\n"
            '    Given the plan "plans/<plan>"\n'
            "    When the plan is checked\n"
            + THEN
            + "    Examples:\n      | plan | more |\n      | two  | 1    |\n",
            "no step uses the column 'more'",
        ),
    ],
)
def test_silent_failures(pytester: pytest.Pytester, run: Run, examples: str, problem: str) -> None:
    """What pytest-bdd would pass or drop without a word is an error at collection."""
    write(pytester, "x.feature", "@on-one-platform\nFeature: x\n" + examples)
    result = run("--pacecar-rules", "rules", "x.feature")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*x.feature:*{problem}*"])


@pytest.mark.parametrize(
    ("attached", "problem"),
    [
        ("      | a |\n      | b |\n", "this step takes no table"),
        ('      """\n      text\n      """\n', "this step takes no text"),
    ],
)
def test_what_a_step_does_not_take(
    pytester: pytest.Pytester, run: Run, attached: str, problem: str
) -> None:
    """A table or text that a step would ignore fails the example."""
    feature = FEATURE.format("a").replace("is checked\n", "is checked\n" + attached)
    write(pytester, "x.feature", feature)
    result = run("--pacecar-rules", "rules", "x.feature")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"*{problem}*"])


def test_an_outline(pytester: pytest.Pytester, run: Run) -> None:
    """An outline with rows runs once for each."""
    text = (
        "@on-one-platform\nFeature: x\n  Scenario Outline: a\n"
        '    Given the plan "plans/two"\n'
        "    And kadjar has platform <platform>\n"
        "    When the plan is checked\n"
        "    Then the rule is <outcome>\n"
        "    Examples:\n"
        "      | platform | outcome      |\n"
        "      | cmf-cd   | kept         |\n"
        "      | ?        | undetermined |\n"
    )
    write(pytester, "x.feature", text)
    run("--pacecar-rules", "rules", "x.feature").assert_outcomes(passed=2)


def test_unknown_tags(pytester: pytest.Pytester, run: Run) -> None:
    """Under strict markers a tag that is no rule and no kind of example is an error."""
    write(pytester, "x.feature", FEATURE.format("a").replace("@on-one", "@in-one"))
    run("--pacecar-rules", "rules", "x.feature").assert_outcomes(errors=1)
