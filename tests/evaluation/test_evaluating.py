"""What an evaluation in process says of a rule's cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacecar.evaluation.compiled import CompiledRule
from pacecar.evaluation.compiling import compile_rule
from pacecar.evaluation.evaluating import InProcess
from pacecar.evaluation.record import Outcome
from pacecar.plan.loading import load_plan
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.loading import load_rulebook
from tests.checking.small import REFERENCE_DATA, write_rule

RULE = """
title: A platform's vehicles
severity: error
version: 1
source: []
rationale: A test.
for: {p: programs}
require: >-
  sum(u.vehicles for q in programs for u in q.units if q.platform == p.platform) <= 100
report: {at: p.platform, message: "{p.name}"}
"""

PROGRAMS = """
programs:
  - {id: a, name: A, company: nissan, segment: B, body: suv, platform: cmf-b, units: {2024: 60}}
  - {id: b, name: B, company: nissan, segment: B, body: suv, platform: cmf-b,
     units: {2024: 30, 2025: 10}}
  - {id: c, name: C, company: nissan, segment: B, body: suv, platform: cmf-cd, units: {2024: 101}}
"""
"""On one platform are 100 vehicles, which is as many as may be, on the other one more."""

UNPLACED = """\
  - {id: d, name: D, company: nissan, segment: B, body: suv, platform: null, units: {2024: 1}}
"""
UNCOUNTED = """\
  - {id: d, name: D, company: nissan, segment: B, body: suv, platform: cmf-b, units: null}
"""


def _plan(folder: Path, programs: str) -> Plan:
    file = folder / "plan.yaml"
    file.write_text(REFERENCE_DATA + programs, encoding="utf-8")
    return load_plan([file], as_of=None, today=date(2026, 1, 1))


def _rule(folder: Path) -> CompiledRule:
    return compile_rule(load_rulebook([write_rule(folder, RULE, "family/sums")]).rules[0])


def _outcomes(folder: Path, programs: str) -> dict[str, str]:
    """Return the outcome of each program by its id."""
    (found,) = InProcess([_rule(folder)], "builtin").evaluate(_plan(folder, programs))
    assert found.problem == ""
    return {"/".join(case.labels): case.outcome.name.lower() for case in found.cases}


def test_vehicles_are_summed_up_by_platform(tmp_path: Path) -> None:
    """A sum by a key takes in all elements of the key, and those alone."""
    found = _outcomes(tmp_path, PROGRAMS)
    assert found == {"a": "kept", "b": "kept", "c": "broken"}


def test_what_may_be_on_a_platform_may_be_one_too_many(tmp_path: Path) -> None:
    """An element whose key is not known counts for each key as possible, and takes nothing away."""
    found = _outcomes(tmp_path, PROGRAMS + UNPLACED)
    assert found == {"a": "undetermined", "b": "undetermined", "c": "broken", "d": "undetermined"}


def test_a_list_that_is_not_known_may_hold_any_number(tmp_path: Path) -> None:
    """A program whose units are not known leaves its platform's sum without an upper bound."""
    found = _outcomes(tmp_path, PROGRAMS + UNCOUNTED)
    assert found == {"a": "undetermined", "b": "undetermined", "c": "broken", "d": "undetermined"}


def test_kept_cases_may_be_counted_without_names(tmp_path: Path) -> None:
    """An evaluator that names no kept case says of all others the same, and how many are kept."""
    rule, plan = _rule(tmp_path), _plan(tmp_path, PROGRAMS)
    (named,) = InProcess([rule], "builtin").evaluate(plan)
    (counted,) = InProcess([rule], "builtin", name_kept=False).evaluate(plan)
    assert named.kept_unnamed == 0
    assert counted.kept_unnamed == named.count(Outcome.KEPT) == counted.count(Outcome.KEPT) == 2
    assert counted.cases == tuple(c for c in named.cases if c.outcome is not Outcome.KEPT)
