"""Small plans and single rules, checked whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

from pacecar.checking.check import check
from pacecar.checking.report import Report

REFERENCE_DATA = """
plan: {name: Small, as_of: 2025-12-31}
companies:
  - {id: nissan, name: Nissan, member: true, brands: [nissan]}
  - {id: renault, name: Renault, member: true, brands: [renault]}
regions:
  - {id: europe, name: Europe}
  - {id: japan, name: Japan}
families:
  - {id: cmf, name: CMF}
platforms:
  - {id: cmf-b, name: CMF-B, family: cmf, common: true, segments: [B]}
  - {id: cmf-cd, name: CMF-C/D, family: cmf, common: true, segments: [C, D]}
"""

TWINS = """
title: A follower is built on its leader's platform
severity: error
version: 1
source: []
rationale: Twins that drift apart lose the saving.
for:
  follower: programs
where: follower.leader is not None
require: follower.platform == follower.leader.platform
report:
  at: follower.platform
  related: [follower.leader.platform]
  message: >-
    {follower.name} is on {follower.platform.name}, {follower.leader.name} on
    {follower.leader.platform.name}.
  hint: "Move {follower.name}."
"""


def write_rule(folder: Path, text: str, name: str = "twins/on-one-platform") -> Path:
    """Write a rulebook of one rule and return its folder."""
    file = folder / "rules" / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(dedent(text), encoding="utf-8")
    return folder / "rules"


def report_on_small(folder: Path, programs: str, rule: str = TWINS, **choices: str) -> Report:
    """Check the reference data above and some programs against one rule.

    `programs` is YAML that follows the reference data; `choices` are `evaluator` and `against`.
    """
    plan = folder / "plan.yaml"
    plan.write_text(REFERENCE_DATA + dedent(programs), encoding="utf-8")
    return check(
        [plan],
        rules=[write_rule(folder, rule)],
        today=date(2026, 1, 1),
        evaluator=choices.get("evaluator", "builtin"),
        against=choices.get("against", ""),
    )
