"""Digests: what a rule says, and not how it is laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.rulebook.rule import Rulebook
from tests.rulebook.rules import SOUND, load, load_rule, rule_text

LAID_OUT = """\
# A comment.
report:
  message:   m   # another
  at: p.platform
require: >-
  p.platform   ==
  p.leader . platform
where: "p.leader   is not None"
for:
  p: programs
version: 1
severity: 'error'
title: |
  Twins are on one platform
"""


def test_layout_makes_no_difference(tmp_path: Path) -> None:
    """Key order, comments, quotes and white space do not reach the digest."""
    plain = load_rule(tmp_path / "plain")
    other = load(tmp_path / "other", {"twins/twin.yaml": LAID_OUT})
    assert other.rules[0].digest == plain.digest
    assert plain.digest.startswith("sha256:")
    assert len(plain.digest) == len("sha256:") + 64


def test_names_are_expanded_before_the_digest(tmp_path: Path) -> None:
    """A definition that changes changes the rules that use it."""
    rule = rule_text({"require": "same(p)"})
    made: list[Rulebook] = []
    for field in ("platform", "company", "platform"):
        text = (
            f"same: {{parameters: {{p: programs}}, is: p.leader is None or p.{field} == p.{field}}}"
        )
        folder = tmp_path / str(len(made))
        made.append(load(folder, {"twins/twin.yaml": rule, "definitions.yaml": text}))
    assert made[0].digest == made[2].digest
    assert made[0].digest != made[1].digest
    assert made[0].rules[0].digest != made[1].rules[0].digest


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Other"},
        {"severity": "info"},
        {"version": "2"},
        {"source": "[X]"},
        {"rationale": "r"},
        {"for": "{q: programs}", "where": "q.leader is not None"},
        {"where": "p.leader is not None and p.end is not None"},
        {"require": "p.platform != p.leader.platform"},
        {"require": "(p.platform) == p.leader.platform"},
        {"report": "{at: p.leader, message: m}"},
        {"report": "{at: p.platform, message: n}"},
        {"report": "{at: p.platform, message: m, hint: h}"},
        {"report": "{at: p.platform, message: m, related: p}"},
        {"parameters": "{x: 1}"},
        {"requires": "targets.x"},
        {"downgrade": "{when: p.start < plan.as_of, to: info}"},
        {"enabled": "false"},
        {"aliases": "twins/old"},
    ],
)
def test_what_a_rule_says_makes_a_difference(tmp_path: Path, changes: dict[str, str]) -> None:
    """Every key that reaches a report or an outcome changes the digest."""
    if "for" in changes:
        changes = {
            **changes,
            "require": "q.platform == q.leader.platform",
            "report": "{at: q.platform, message: m}",
        }
    changed = load_rule(tmp_path / "changed", changes)
    assert changed.digest != load_rule(tmp_path / "sound").digest


def test_the_digest_does_not_depend_on_files(tmp_path: Path) -> None:
    """A rulebook is the same wherever it lies and however its rules are spread over folders."""
    files = {"twins/one.yaml": rule_text(), "twins/two.yaml": rule_text({"title": "Two"})}
    here = load(tmp_path / "here", files)
    there = load(tmp_path / "there", dict(reversed(files.items())))
    assert here.digest == there.digest
    sources = {"sources.yaml": "statements: [{id: A, quote: q}]"}
    assert load(tmp_path / "sourced", {**files, **sources}).digest != here.digest
    assert SOUND["version"] == "1"
