"""A small rulebook with a feature, to be changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rule
from pacecar.specification.mutation.mutants import Mutant, mutants_of

Changed = Callable[[str], set[tuple[str, str, str]]]

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
  message: "{follower.name} shares {follower.upper_body_shared:.0%}."
"""

FEATURE = """\
@shares-most
Feature: A follower shares most of the upper body

  Background:
    Given the companies
      | id    | member |
      | north | yes    |
    And the programs
      | id     | company | leader | upper body shared |
      | falcon | north   |        |                   |
      | kite   | north   | falcon | 0.6               |

  Example: more than half
    When the plan is checked
    Then the rule is kept

  Example: half
    Given kite has upper body shared 0.5
    When the plan is checked
    Then exactly these findings are reported
      | program | field             | severity | message           |
      | kite    | upper_body_shared | error    | kite shares 50%.  |

  Example: half, where less is asked
    Given the rule's share is set to 0.4
    And kite has upper body shared 0.5
    When the plan is checked
    Then the rule is kept

  Example: its own
    Given kite has leader none
    When the plan is checked
    Then the rule is not applicable
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with a rule, and its feature that lets nothing pass."""
    write(tmp_path / "rules/twins/shares-most.yaml", RULE)
    write(tmp_path / "features/twins/shares-most.feature", FEATURE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """Return what is changed in a rule of these lines: kind, before and after."""

    def changes(lines: str) -> set[tuple[str, str, str]]:
        return {(m.kind, m.before, m.after) for m in mutants(rule_of(lines, tmp_path))}

    return changes


def rule_of(lines: str, folder: Path) -> Rule:
    """Load a rule that has these lines beside what every rule has."""
    text = "title: A rule\nseverity: error\nversion: 1\n" + lines
    for key, line in {
        "for:": "for: {program: programs}\n",
        "require:": "require: known(program.platform)\n",
        "report:": "report: {at: program.platform, message: None}\n",
    }.items():
        text += "" if key in text else line
    write(folder / "own/family/name.yaml", text)
    return load_rulebook([folder / "own"]).rules[0]


def mutants(rule: Rule) -> list[Mutant]:
    """Return the mutants of a rule that make a difference."""
    return [mutant for mutant in mutants_of(rule) if mutant.alters]


def write(file: Path, text: str) -> None:
    """Write a file, and the folders it is in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
