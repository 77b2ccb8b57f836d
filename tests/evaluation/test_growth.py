"""The work of a rule grows with the plan, not with its square."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from pacecar.evaluation.binding import bind
from pacecar.evaluation.compiling import compile_rule
from pacecar.plan.loading import load_plan
from pacecar.plan.portfolio import Plan
from pacecar.rulebook.loading import load_rulebook
from pacecar.rulebook.rule import Rule
from tests.checking.small import REFERENCE_DATA, write_rule

RULE = """
title: Grows with the plan
severity: error
version: 1
source: []
rationale: A test.
for: {{p: programs}}
where: {where}
require: {require}
report: {{at: p.platform, message: "{{p.name}}"}}
"""

# Every program is in one of two segments: joining by such a key alone would be quadratic.
EXPRESSIONS = {
    "a count by platform": "count(q for q in programs if q.platform == p.platform) < 2",
    "an any with a second condition": (
        "not any(q.platform == p.platform and q.company != p.company for q in programs)"
    ),
    "companies of a segment": (
        "count(distinct(q.company for q in programs if q.segment == p.segment)) < 2"
    ),
    "dates within a segment": (
        "count(q for q in programs if q.segment == p.segment and q.body != p.body) < 2"
    ),
    "a region in common": (
        "count(distinct(q.company for q in programs for r in q.regions if r in p.regions)) < 3"
    ),
    "followers": "all(f.platform == p.platform for f in p.followers)",
    "a body in common": (
        "count(distinct(q.company for q in programs for r in q.regions if q.body == p.body)) < 2"
    ),
}


def _calls(work: Callable[[], object]) -> int:
    """Return how many functions, ours and built in, were called during some work."""
    calls = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def _plan(folder: Path, number: int, platform: Callable[[int], str]) -> Plan:
    """Return a plan of some programs; its platforms grow with it, ten programs on each."""
    lines = [REFERENCE_DATA.rstrip()]
    lines += [
        f"  - {{id: pl{i}, name: PL {i}, family: cmf, common: true, segments: [B, C]}}"
        for i in range(number // 10)
    ]
    lines.append("programs:")
    for i in range(number):
        leader = f", leader: p{i // 7}" if i % 3 == 2 else ""
        lines.append(
            f"  - {{id: p{i}, name: P {i}, company: {('nissan', 'renault')[i % 2]}, "
            f"segment: {'BC'[i // 2 % 2]}, body: {('suv', 'hatch', 'van')[i % 3]}, "
            f"regions: [{('europe', 'japan')[i % 2]}], platform: {platform(i)}{leader}}}"
        )
    file = folder / f"plan-{number}.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return load_plan([file], as_of=None, today=date(2026, 1, 1))


def _rule(folder: Path, require: str, where: str = "p.segment == 'B'") -> Rule:
    text = RULE.format(require=require, where=where)
    (rule,) = load_rulebook([write_rule(folder, text, "family/grows")]).rules
    return rule


@pytest.mark.parametrize("unknown", [False, True], ids=["known keys", "unknown keys"])
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_twice_the_programs_take_at_most_about_twice_the_work(
    tmp_path: Path, name: str, *, unknown: bool
) -> None:
    """Binding calls functions in proportion to the programs, whether keys are known or not."""
    platforms = ("null", "null") if unknown else ("cmf-b", "cmf-cd")
    rule = compile_rule(_rule(tmp_path, EXPRESSIONS[name]))
    plans = [_plan(tmp_path, n, lambda i: platforms[i % 2]) for n in (300, 600)]
    small, large = (_calls(partial(bind, rule, plan)) for plan in plans)
    assert large < 2.6 * small


def test_pairs_with_unknown_keys_are_not_paired_with_everything(tmp_path: Path) -> None:
    """A program without a known platform makes one undetermined binding, not one a partner."""
    text = RULE.format(where="p.platform == q.platform", require="p.segment == q.segment").replace(
        "{p: programs}", "{p: programs, q: programs}"
    )
    rule = compile_rule(load_rulebook([write_rule(tmp_path, text, "family/pairs")]).rules[0])
    plan = _plan(tmp_path, 400, lambda i: "null" if i % 2 else ("cmf-b", "cmf-cd")[i % 4 // 2])
    lonely = [record for record in bind(rule, plan).records if record[0] == 0]
    assert len(lonely) == 400


def test_every_shipped_rule_grows_with_the_plan(tmp_path: Path) -> None:
    """Twice the programs are about twice the work, unless they make more than twice the cases."""
    root = Path(__file__).parents[2]
    rules = load_rulebook([root / "rules"]).rules
    plans = [
        _plan(tmp_path, n, lambda i: "null" if i % 9 == 0 else f"pl{i // 10}") for n in (300, 600)
    ]
    slow = []
    for rule in rules:
        compiled = compile_rule(rule)
        small, large = (_calls(partial(bind, compiled, plan)) for plan in plans)
        few, many = (len(bind(compiled, plan).bindings) for plan in plans)
        if large > 1.3 * max(2, many / max(few, 1)) * small + 500:
            slow.append((rule.id, small, large))
    assert slow == []
