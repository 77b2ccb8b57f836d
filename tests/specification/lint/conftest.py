"""A small rule with a feature that no guard finds anything in, to be spoilt by each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.specification.lint.linting import lint

RULE = """\
title: A follower shares most of the upper body
severity: error
version: 1
parameters:
  share: 0.5
for:
  follower: programs
where: follower.leader is not None
require: follower.upper_body_shared > share
report:
  at: follower.upper_body_shared
  message: "{follower.name} shares too little."
"""

FEATURE = """\
@most
Feature: A follower shares most of the upper body

  Background:
    Given the companies
      | id    |
      | north |
    And the programs
      | id   | company | segment | body | leader | upper body shared |
      | kite | north   | C       | suv  |        |                   |
      | wren | north   | C       | suv  | kite   | 0.500001          |

  @accept
  Example: a little more than half
    When the plan is checked
    Then the rule is kept

  @reject
  Example: half
    Given wren has upper body shared 0.5
    When the plan is checked
    Then the rule is broken

  @undetermined
  Example: not agreed
    Given wren has upper body shared ?
    When the plan is checked
    Then the rule is undetermined

  @not-applicable
  Example: on its own
    Given wren has leader none
    When the plan is checked
    Then the rule is not applicable
"""


class Specification:
    """A folder of rules and one of features, which tests change."""

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def rule(self, old: str, new: str) -> None:
        """Change the rule."""
        assert old in RULE
        self.write("rules/twins/most.yaml", RULE.replace(old, new))

    def feature(self, old: str, new: str) -> None:
        """Change the feature."""
        assert old in FEATURE
        self.write("features/twins/most.feature", FEATURE.replace(old, new))

    def lint(self) -> list[str]:
        """Return what all guards find."""
        return [str(finding) for finding in lint(Path("rules"), Path("features"))]

    def lock(self) -> str:
        """Write the lock and return what it says of the rule."""
        lint(Path("rules"), Path("features"), write_lock=True)
        return Path("rules/versions.lock").read_text("utf-8")


@pytest.fixture
def specification(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Specification:
    """Return a specification that is in order."""
    monkeypatch.chdir(tmp_path)
    made = Specification()
    made.write("rules/twins/most.yaml", RULE)
    made.write("features/twins/most.feature", FEATURE)
    made.lock()
    return made
