"""By which values a finding is known again: a rule may say that some make no difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacecar.checking.report import Change
from pacecar.formats.json import render
from tests.checking.small import report_on_small
from tests.rulebook.rules import problems_of

SHARE = """
title: Most programs are on the plan's platform
severity: error
version: 1
source: []
rationale: A figure of the whole plan moves with each program.
for: {platform: platforms}
let:
  there: count(p for p in programs if p.platform == platform)
  all_of_them: count(p for p in programs)
where: platform.id == 'cmf-cd' and platform.common
require: 2 * there >= all_of_them
report:
  at: platform.common
  message: "{there} of {all_of_them} are on {platform.name}."
"""
PROGRAM = "{{id: {0}, name: {0}, company: nissan, segment: B, body: suv, platform: {1}}}"


def _programs(*platforms: str) -> str:
    entries = [PROGRAM.format(f"p{number}", name) for number, name in enumerate(platforms)]
    return "programs:\n" + "".join(f"  - {entry}\n" for entry in entries)


@pytest.mark.parametrize(
    ("known_by", "change"),
    [
        ("", "changed"),
        ("  known_by: [there, all_of_them]\n", "changed"),
        ("  known_by: there\n", "left"),
        ("  known_by: []\n", "left"),
    ],
)
def test_values_that_do_not_count_leave_a_finding_as_it_was(
    tmp_path: Path, known_by: str, change: Change
) -> None:
    """A figure that was missed and is missed by another number is left, if the rule says so."""
    rule = SHARE + known_by
    before = report_on_small(tmp_path, _programs("cmf-cd", "cmf-b", "cmf-b"), rule)
    (tmp_path / "before.json").write_text(render(before), "utf-8")
    more = _programs("cmf-cd", "cmf-b", "cmf-b", "cmf-b")
    after = report_on_small(tmp_path, more, rule, against=str(tmp_path / "before.json"))
    assert [(f.change, f.values) for f in after.findings] == [
        (change, {"there": 1, "all_of_them": 4})
    ]


def test_a_name_that_decides_nothing_is_refused(tmp_path: Path) -> None:
    """Only what `require` compares can tell one finding from another."""
    report = '{at: p.platform, message: "m", known_by: [p.platfrom]}'
    (told,) = problems_of(tmp_path, {"report": report})
    assert "`p.platfrom` is none of the values that `require` compares." in told
    assert "Did you mean `p.platform`?" in told
