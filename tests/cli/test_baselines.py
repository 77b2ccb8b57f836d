"""`pacecar check --write-baseline`: adopting a plan that has findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from pacecar.checking.baseline import baseline_of
from pacecar.checking.comparing import compared, earlier_from
from tests.checking.states import finding, report_of
from tests.cli.conftest import FakeCheck, Result, Run

SAMPLE = Path(__file__).parent / "sample"
REPORT = replace(report_of([finding("a")]), texts={"plan/plan.yaml": ""})
ARGUMENTS = ("check", "plan", "--format", "concise", "--write-baseline")


def test_a_baseline_makes_known_what_is_there(pacecar: Run, folder: Path) -> None:
    """The whole way: written, quiet, a new finding told, what is mended leaves it."""
    copytree(SAMPLE, folder, dirs_exist_ok=True)
    result = pacecar(*ARGUMENTS, "known.baseline", "--fail-level", "warning")
    found = "plan/plan.yaml:14:67: warning twins/share-a-plant: Bea shares no plant with Ada.\n"
    said = "pacecar: baseline written to known.baseline: 1 finding\n"
    assert result == Result(0, found, said)
    beside = (*ARGUMENTS[:-1], "--against", "known.baseline", "--fail-level", "warning")
    assert pacecar(*beside) == Result(0, "", "")
    plan = folder / "plan" / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("plants: [two], leader", "plants: [one], leader"), "utf-8")
    assert pacecar(*beside, "--write-baseline", "known.baseline").err == (
        "pacecar: baseline written to known.baseline: 0 findings\n"
    )
    plan.write_text(text, encoding="utf-8")
    assert pacecar(*beside).code == 1


def test_the_baseline_holds_all_whatever_is_shown(
    pacecar: Run, checked: FakeCheck, folder: Path
) -> None:
    """What --against leaves out of the report stays in the baseline; the exit code is 0."""
    checked.report = compared(REPORT, earlier_from(REPORT, "revision HEAD"))
    result = pacecar(*ARGUMENTS, "known.baseline", "--against", "HEAD")
    assert result.out == ""
    assert (folder / "known.baseline").read_bytes() == baseline_of(REPORT).encode()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("",), "--write-baseline is empty; name a file"),
        (
            ("x", "--select", "twins"),
            "--write-baseline x: it holds what all rules find; leave out --select and --ignore",
        ),
        (
            ("x", "--ignore", "twins"),
            "--write-baseline x: it holds what all rules find; leave out --select and --ignore",
        ),
        (("plan",), "--write-baseline plan is a folder"),
        (("no/x",), "--write-baseline no/x: there is no folder no"),
        (
            ("plan/known.json",),
            (
                "--write-baseline plan/known.json would be read as a file of the plan; call it "
                "known.baseline"
            ),
        ),
    ],
)
def test_a_baseline_of_no_use_is_refused_at_once(
    pacecar: Run, checked: FakeCheck, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    """Nothing is judged, nothing written, and it is said why."""
    (folder / "plan").mkdir()
    assert pacecar(*ARGUMENTS, *arguments) == Result(2, "", f"pacecar: {message}\n")
    assert checked.calls == []


def test_several_plans_have_several_baselines(
    pacecar: Run, checked: FakeCheck, folder: Path
) -> None:
    """A baseline holds one plan."""
    for name in ("a", "b"):
        (folder / "plans" / name).mkdir(parents=True)
        (folder / "plans" / name / "plan.yaml").write_text("plan: {name: P}\n", encoding="utf-8")
    assert pacecar("check", "--write-baseline", "x").err == (
        "pacecar: --write-baseline x: a baseline holds one plan; name one of plans/a, plans/b\n"
    )


def test_a_plan_that_is_not_judged_has_no_baseline(
    pacecar: Run, checked: FakeCheck, folder: Path
) -> None:
    """A baseline of half the findings would call the others new; the old one is kept."""
    (folder / "known.baseline").write_text("old", encoding="utf-8")
    checked.report = replace(REPORT, verdict="not judged")
    result = pacecar(*ARGUMENTS, "known.baseline")
    assert (result.code, result.err) == (
        4,
        (
            "pacecar: known.baseline is not written: a plan that is not judged has findings that "
            "nobody knows\n"
        ),
    )
    assert (folder / "known.baseline").read_text(encoding="utf-8") == "old"


def test_a_baseline_never_overwrites_the_plan(
    pacecar: Run, checked: FakeCheck, folder: Path
) -> None:
    """A file that was checked is not written over, by whatever name."""
    (folder / "plan").mkdir()
    (folder / "plan" / "plan.yaml").write_text("plan: {name: P}\n", encoding="utf-8")
    (folder / "link").symlink_to("plan/plan.yaml")
    checked.report = REPORT
    assert pacecar("check", "plan/plan.yaml", "--write-baseline", "link").err == (
        "pacecar: --write-baseline link is a file of the plan\n"
    )


def test_a_baseline_that_cannot_be_written_is_told(
    pacecar: Run, checked: FakeCheck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is one line and exit code 2."""
    checked.report = REPORT

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pacecar.cli.outputs.to_file", full)
    result = pacecar(*ARGUMENTS, "known.baseline")
    assert (result.code, result.err) == (
        2,
        "pacecar: known.baseline cannot be written: No space left on device\n",
    )
