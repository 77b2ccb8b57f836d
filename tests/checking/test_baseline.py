"""A baseline keeps what is known so that it can be read, compared and merged."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacecar.checking.baseline import baseline_of
from pacecar.checking.comparing import compared, earlier_from
from pacecar.checking.keeping import read_earlier
from pacecar.checking.report import Against, Finding, Report, Subject, Undetermined
from tests.checking.states import finding, report_of
from tests.checking.test_comparing import STATES

WAITING = (
    Undetermined("twins/x", "follower.platform", 2, (Subject("programs", "c", "platform"),)),
    Undetermined("cost/y", "program.cost", 1, ()),
)


def _report(*findings: Finding) -> Report:
    return replace(report_of(findings), undetermined=WAITING)


def test_a_baseline_is_lines_that_people_can_read() -> None:
    """A header, then the findings by rule and subject, then what is waited for; all of it here."""
    steering = replace(finding("b", severity="info"), message="B\u202e is \x1b[31m É.")
    text = baseline_of(_report(steering, finding("a", waived=True)))
    assert text == (
        '{"format": "pacecar-baseline/1"}\n'
        '{"rule": "twins/x", "subject": {"collection": "programs", "id": "a", "field": "platform"},'
        ' "severity": "error", "message": "a has v.", "values": "v", "fingerprint": "a",'
        ' "waived": true}\n'
        '{"rule": "twins/x", "subject": {"collection": "programs", "id": "b", "field": "platform"},'
        ' "severity": "info", "message": "B\\u202e is \\u001b[31m É.", "values": "v",'
        ' "fingerprint": "b"}\n'
        '{"rule": "cost/y", "undetermined": "program.cost", "count": 1}\n'
        '{"rule": "twins/x", "undetermined": "follower.platform", "count": 2}\n'
    )


@given(STATES)
def test_a_plan_has_nothing_new_beside_its_own_baseline(
    tmp_path_factory: pytest.TempPathFactory, state: list[Finding]
) -> None:
    """Whatever was found, waived or not, is left, and nothing is resolved or undetermined."""
    report = _report(*state)
    file = tmp_path_factory.getbasetemp() / "known.baseline"
    file.write_text(baseline_of(report), encoding="utf-8")
    beside = compared(report, read_earlier(str(file)))
    against = Against(f"baseline {file}", 0, 0, len(state), (), WAITING)
    assert (beside.against, beside.undetermined) == (against, ())


@given(STATES, st.randoms(use_true_random=False))
def test_the_order_of_findings_does_not_show(state: list[Finding], random: object) -> None:
    """A moved line, or a file that is read first, changes no byte of a baseline."""
    mixed = sorted(state, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert sorted(baseline_of(_report(*mixed)).splitlines()) == sorted(
        baseline_of(_report(*state)).splitlines()
    )


def test_what_is_mended_leaves_a_baseline_that_is_written_anew() -> None:
    """A compared report gives the baseline of the whole plan, as one that is not compared."""
    before = _report(finding("a"), finding("b"))
    now = _report(finding("a"), finding("c"))
    beside = compared(now, earlier_from(before, "baseline x"))
    assert baseline_of(beside) == baseline_of(now)


def test_branches_that_add_findings_apart_merge(tmp_path: Path) -> None:
    """Two branches with new findings of their own have one merged baseline, of both."""
    states = {
        "base": [finding("a"), finding("f"), finding("k"), finding("p")],
        "ours": [finding("a"), finding("b"), finding("f"), finding("k"), finding("p")],
        "theirs": [finding("a"), finding("f"), finding("k"), finding("m"), finding("p")],
    }
    for name, state in states.items():
        (tmp_path / name).write_text(baseline_of(report_of(state)), encoding="utf-8")
    command = ["git", "merge-file", "-p", "ours", "base", "theirs"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == baseline_of(report_of([finding(name) for name in "abfkmp"]))
