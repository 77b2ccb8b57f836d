"""Every step, where it passes and where it fails."""

from __future__ import annotations

import pytest

from tests.specification.conftest import Run

pytest_plugins = ["pytester"]

HEAD = """\
@on-one-platform
Feature: Twins
  Example: one
"""

TWINS = """\
    Given the reference data of the Two
    And the programs
      | id      | name    | company | segment | body | platform | leader  |
      | qashqai | Qashqai | nissan  | C       | suv  | cmf-cd   |         |
      | kadjar  | Kadjar  | renault | C       | suv  | {} | qashqai |
    When the plan is checked
"""

FINDINGS = """\
    Then exactly these findings are reported
      | program | field    | severity | message                                    |
      | kadjar  | platform | error    | Kadjar is on CMF-B, more than 0.5 is asked. |
"""


def outcome(pytester: pytest.Pytester, run: Run, steps: str, *, passed: int) -> pytest.RunResult:
    """Run one example and demand whether it passes."""
    (pytester.path / "twins.feature").write_text(HEAD + steps, "utf-8")
    result = run("--pacecar-rules", "rules", "twins.feature")
    result.assert_outcomes(passed=passed, failed=1 - passed)
    return result


@pytest.mark.parametrize(
    ("platform", "then", "passed"),
    [
        ("cmf-cd", "the rule is kept", 1),
        ("cmf-b", "the rule is kept", 0),
        ("cmf-b", "the rule is broken", 1),
        ("?", "the rule is undetermined", 1),
        ("", "the rule is undetermined", 1),
        ("cmf-b", "the rule is not applicable", 0),
        ("cmf-b", "1 case is broken", 1),
        ("cmf-b", "2 cases are broken", 0),
        ("cmf-cd", "1 case is kept", 1),
        ("?", "1 case is undetermined", 1),
    ],
)
def test_outcomes(
    pytester: pytest.Pytester, run: Run, platform: str, then: str, passed: int
) -> None:
    """A step demands the rule's outcome, or how many cases have it."""
    outcome(pytester, run, TWINS.format(platform) + f"    Then {then}\n", passed=passed)


def test_exact_findings(pytester: pytest.Pytester, run: Run) -> None:
    """A table is the rule's whole result."""
    outcome(pytester, run, TWINS.format("cmf-b") + FINDINGS, passed=1)


def test_missing_and_further_findings(pytester: pytest.Pytester, run: Run) -> None:
    """What is expected and missing, and what is reported besides, are shown beside each other."""
    steps = TWINS.format("cmf-b") + FINDINGS.replace("0.5", "0.9")
    result = outcome(pytester, run, steps, passed=0)
    result.stdout.fnmatch_lines(
        [
            "*findings differ*",
            "*- | kadjar | platform | error | Kadjar is on CMF-B, more than 0.9 is asked. |",
            "*+ | kadjar | platform | error | Kadjar is on CMF-B, more than 0.5 is asked. |",
        ]
    )


def test_findings_without_a_needed_column(pytester: pytest.Pytester, run: Run) -> None:
    """A table of findings says program, field, severity and message."""
    steps = TWINS.format("cmf-b") + (
        "    Then exactly these findings are reported\n"
        "      | program | severity |\n"
        "      | kadjar  | error    |\n"
    )
    result = outcome(pytester, run, steps, passed=0)
    result.stdout.fnmatch_lines(["*a table of findings has program, field, severity, message*"])


def test_findings_among_others(pytester: pytest.Pytester, run: Run) -> None:
    """Without the rule's tag all rules judge, and a table may name some of the findings."""
    feature = HEAD.replace("@on-one-platform\n", "") + (
        '    Given the plan "plans/two"\n'
        "    And platform cmf-b has common false\n"
        "    When the plan is checked\n"
        "    Then these findings are among those reported\n"
        "      | rule              | subject | field  | severity | message             |\n"
        "      | sharing/is-common | cmf-b   | common | warning  | CMF-B is not common. |\n"
        "    And none of these is the subject of an error or warning of sharing\n"
        "      | platform |\n"
        "      | cmf-cd   |\n"
    )
    (pytester.path / "all.feature").write_text(feature, "utf-8")
    run("--pacecar-rules", "rules", "all.feature").assert_outcomes(passed=1)
    (pytester.path / "all.feature").write_text(feature.replace("| cmf-cd ", "| cmf-b "), "utf-8")
    run("--pacecar-rules", "rules", "all.feature").assert_outcomes(failed=1)


def test_no_other_rule(pytester: pytest.Pytester, run: Run) -> None:
    """A step has all rules judge, and demands that the feature's alone reports something."""
    steps = TWINS.format("cmf-b") + "    Then no other rule reports a finding\n"
    outcome(pytester, run, steps, passed=1)
    steps = steps.replace("    When", "    And platform cmf-b has common false\n    When")
    result = outcome(pytester, run, steps, passed=0)
    result.stdout.fnmatch_lines(["*CMF-B is not common.*"])


def test_values_change(pytester: pytest.Pytester, run: Run) -> None:
    """Values of entities, stated in tables or taken from files, can be changed."""
    steps = (
        '    Given the plan "plans/two"\n'
        "    And {}\n"
        "    When the plan is checked\n"
        "    Then the rule is {}\n"
    )
    for change, then in {
        "kadjar has platform cmf-cd": "kept",
        "kadjar has platform ?": "undetermined",
        "kadjar has leader none": "not applicable",
        "program kadjar has cost planned 400": "broken",
        "qashqai has cost standalone 400": "broken",
        "saving has at most 0.5": "broken",
    }.items():
        outcome(pytester, run, steps.format(change, then), passed=1)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("captur has platform cmf-cd", "the plan has no 'captur'"),
        ("kadjar has wheels 4", "programs have no field 'wheels'"),
        ("kadjar has platform cmf-x", "the plan of the example has flaws"),
    ],
)
def test_values_that_cannot_change(
    pytester: pytest.Pytester, run: Run, change: str, problem: str
) -> None:
    """A change that would not be heard fails the example."""
    steps = f'    Given the plan "plans/two"\n    And {change}\n    When the plan is checked\n'
    result = outcome(pytester, run, steps + "    Then the rule is broken\n", passed=0)
    result.stdout.fnmatch_lines([f"*{problem}*"])


def test_dates_and_settings(pytester: pytest.Pytester, run: Run) -> None:
    """Steps date the plan and the model, and set parameters, with or without a plan's header."""
    for start in ('    Given the plan "plans/two"\n', TWINS.format("cmf-b").rsplit("\n", 2)[0]):
        steps = (
            f"{start}\n"
            "    And the plan is dated 2024-06-30\n"
            "    And new programs count from no date\n"
            "    And the rule's share is set to 0.75\n"
            "    When the plan is checked\n"
            f"{FINDINGS.replace('0.5', '0.75')}"
        )
        outcome(pytester, run, steps, passed=1)


def test_legacy_counts_from_a_date(pytester: pytest.Pytester, run: Run) -> None:
    """The plan's `since` can be set; this rulebook does nothing with it."""
    steps = '    Given the plan "plans/two"\n    And new programs count from 2021-01\n'
    steps += "    When the plan is checked\n    Then the rule is broken\n"
    outcome(pytester, run, steps, passed=1)


def test_a_step_before_the_plan_is_checked(pytester: pytest.Pytester, run: Run) -> None:
    """Nothing can be demanded of a plan that is not checked."""
    steps = '    Given the plan "plans/two"\n    Then the rule is broken\n'
    result = outcome(pytester, run, steps, passed=0)
    result.stdout.fnmatch_lines(["*a When step is missing*"])


def test_no_rule_is_named(pytester: pytest.Pytester, run: Run) -> None:
    """`the rule` is the one that the feature's tag names."""
    feature = HEAD.replace("@on-one-platform\n", "") + TWINS.format("cmf-b")
    (pytester.path / "x.feature").write_text(feature + "    Then the rule is broken\n", "utf-8")
    result = run("--pacecar-rules", "rules", "x.feature")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*the feature's tags name no rule*"])


def test_a_plan_that_is_not_there(pytester: pytest.Pytester, run: Run) -> None:
    """A plan that cannot be found fails the example."""
    steps = '    Given the plan "plans/three"\n    When the plan is checked\n'
    result = outcome(pytester, run, steps + "    Then the rule is kept\n", passed=0)
    result.stdout.fnmatch_lines(["*there is no plan *three*"])


def test_bundled_plans_and_rules(pytester: pytest.Pytester, run: Run) -> None:
    """Without options the rules and plans that come with Pacecar are used."""
    feature = (
        "@follower-is-on-its-leaders-platform\n"
        "Feature: Twins\n"
        "  @accept\n"
        "  Example: the real plan\n"
        '    Given the plan "plans/alliance"\n'
        "    When the plan is checked\n"
        "    Then the rule is kept\n"
    )
    (pytester.path / "x.feature").write_text(feature, "utf-8")
    run("x.feature").assert_outcomes(passed=1)


def test_reference_data_of_a_plan_of_ones_own(pytester: pytest.Pytester, run: Run) -> None:
    """--pacecar-plan takes the place of the plan that features name."""
    steps = TWINS.replace("of the Two", "of the Alliance").format("cmf-b") + FINDINGS
    (pytester.path / "x.feature").write_text(HEAD + steps, "utf-8")
    arguments = ("--pacecar-rules", "rules", "--pacecar-plan", "plans/two", "x.feature")
    run(*arguments).assert_outcomes(passed=1)


@pytest.mark.slow
def test_the_command_line_gives_the_same_answer(pytester: pytest.Pytester, run: Run) -> None:
    """The features pass through the pacecar command, too; its refusals fail the example."""
    (pytester.path / "x.feature").write_text(HEAD + TWINS.format("cmf-b") + FINDINGS, "utf-8")
    cli = ("--pacecar-interface", "cli", "--pacecar-rules", "rules", "x.feature")
    run(*cli).assert_outcomes(passed=1)
    (pytester.path / "rules/twins/on-one-platform.yaml").write_text("title: [", "utf-8")
    result = run(*cli)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*pacecar check ended with 2*"])
