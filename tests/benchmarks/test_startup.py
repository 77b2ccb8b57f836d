"""The benchmark of the start: its plan and its sums; no time is asserted."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from benchmarks.plans import apart, plan_text
from benchmarks.startup import Contender, Figures, Run, contenders, figures, measure, table
from pacecar.checking.check import check

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("count", [2, 30, 101])
def test_the_made_up_plan_is_sound_and_breaks_what_it_says(tmp_path: Path, count: int) -> None:
    """It has no flaw of structure, and so many followers on another platform than their leader."""
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan_text(count))
    report = check([plan], rules=[ROOT / "rules"], today=date(2026, 1, 1))
    found = Counter(finding.rule for finding in report.findings)
    assert report.programs == count
    assert [rule for rule in found if rule.startswith("plan/")] == []
    assert found["twins/follower-is-on-its-leaders-platform"] == apart(count)
    assert plan_text(count) == plan_text(count)


def test_ratios_are_those_of_a_round() -> None:
    """The median of the ratios is taken round by round, not that of the medians."""
    found = {
        "a": [Run(2, 1), Run(30, 1), Run(4, 8)],
        "yamllint": [Run(1, 1), Run(10, 2), Run(4, 4)],
    }
    made = figures(found)
    assert made == {"a": Figures(4, 1, 2, 1), "yamllint": Figures(4, 2, 1, 1)}
    assert [line.split()[-2:] for line in table(made)[1:]] == [["2.00", "1.00"], ["1.00", "1.00"]]


def test_a_command_that_fails_is_no_figure(tmp_path: Path) -> None:
    """A contender that did not do its work ends the measurement with what it said."""
    broken = Contender("broken", (sys.executable, "-c", "import sys; sys.exit('no such thing')"))
    usage = broken._replace(command=(sys.executable, "--no-such-option"))
    assert len(measure([broken], tmp_path, 1)["broken"]) == 1  # 1 means findings
    with pytest.raises(SystemExit, match="broken failed: "):
        measure([usage], tmp_path, 1)


@pytest.mark.slow
def test_contenders_run_in_turn(tmp_path: Path) -> None:
    """Each contender of this environment does its work on a small plan."""
    (tmp_path / "plan.yaml").write_text(plan_text(2))
    (tmp_path / "schema.json").write_text("{}")
    schema, binaries = tmp_path / "schema.json", Path(sys.executable).parent
    for one in contenders(binaries, schema, ["plan.yaml"], "plan.yaml"):
        assert len(measure([one], tmp_path, 1)[one.name]) == 1
