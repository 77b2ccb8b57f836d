"""The entries of pacecar-rules and pacecar-spec, as shipped: rules of a repository's own."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from tests.cli.conftest import Result, Run
from tests.hooks.conftest import ROOT, Hook
from tests.hooks.plans import write

EXAMPLES = ROOT / "docs" / "examples"
RULE = "rules/twins/one-platform.yaml"
FEATURE = "features/twins/one-platform.feature"
NOTHING_WRONG = "2 rules, nothing wrong\n"


@pytest.fixture(params=["", "planning/"])
def project(request: pytest.FixtureRequest, empty: Path) -> str:
    """Lay a project with rules and features of its own at the top, or in a folder."""
    prefix: str = request.param
    copytree(EXAMPLES, empty / prefix, dirs_exist_ok=True)
    return prefix


def test_good_rules_pass(project: str, hook: Hook) -> None:
    """A rulebook is loaded once, whatever number of its files a commit changes."""
    files = [f"{project}{name}" for name in (RULE, "rules/sources.yaml")]
    assert hook("pacecar-rules", *files) == Result(0, f"{project}rules: {NOTHING_WRONG}", "")


def test_bad_rules_are_told(project: str, empty: Path, hook: Hook) -> None:
    """Every problem is told by file, line and column, and there is a last line."""
    rule = empty / project / RULE
    text = rule.read_text(encoding="utf-8").replace("severity: error", "severity: eror")
    rule.write_text(text.replace("for:", "fort:"), encoding="utf-8")
    number = text.splitlines().index("severity: eror") + 1
    result = hook("pacecar-rules", f"{project}{RULE}")
    assert result is not None
    assert (result.code, result.out) == (2, "")
    assert f"{project}{RULE}:{number}:11: " in result.err
    assert "    hint: Did you mean `for`?\n" in result.err
    assert result.err.endswith("pacecar: the rulebook cannot be used: 3 problems\n")


def test_settings_name_the_rules(empty: Path, hook: Hook, pacecar: Run) -> None:
    """Rules may lie anywhere; what the settings do not name is no rulebook."""
    copytree(EXAMPLES / "rules", empty / "office" / "book")
    write(empty, {"pyproject.toml": "[tool.pacecar]\nrules = 'office/book'\n", RULE: "fort: 1\n"})
    assert hook("pacecar-rules", RULE) == Result(0, "", "")
    result = pacecar("rules", "check", "office/book/sources.yaml")
    assert result == Result(0, f"office/book: {NOTHING_WRONG}", "")


@pytest.mark.parametrize("name", ["pacecar-rules", "pacecar-spec"])
def test_a_folder_of_other_rules_is_passed_over(empty: Path, hook: Hook, name: str) -> None:
    """A folder `rules` without a file in a family has none of ours."""
    write(empty, {"lint/rules/x.yaml": "a: b\n"})
    assert hook(name, "lint/rules/x.yaml") == Result(0, "", "")


@pytest.mark.parametrize("name", ["pacecar-rules", "pacecar-spec"])
def test_other_files_start_nothing(empty: Path, hook: Hook, name: str) -> None:
    """A commit that changes neither rules nor features costs nothing."""
    assert hook(name, "plans/plan.yaml", "README.md", "myrules/a/b.yaml") is None


@pytest.mark.slow
def test_features_that_leave_nothing_unsaid_pass(project: str, empty: Path, hook: Hook) -> None:
    """Rules and features are held against each other when either changes."""
    one_plant = empty / project / "rules/twins/one-plant.yaml"
    one_plant.unlink()
    for file in (RULE, FEATURE):
        result = hook("pacecar-spec", f"{project}{file}", args=("--write-lock",))
        assert result == Result(0, "nothing found\n", "")
    assert (empty / project / "rules/versions.lock").is_file()


@pytest.mark.slow
def test_a_rule_without_a_feature_is_told(project: str, hook: Hook) -> None:
    """What features leave unsaid is told at its place."""
    result = hook("pacecar-spec", f"{project}{FEATURE}")
    assert result is not None
    assert result.code == 1
    assert f"{project}rules/twins/one-plant.yaml:2:" in result.out
